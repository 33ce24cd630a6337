// SPDX-License-Identifier: Apache-2.0
#include "core/network/trace.h"
#include "core/support/files.h"
#include "tests/core/network/lowering.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <unistd.h>

using namespace catenary;
using namespace catenary::network;
using testing::HasSubstr;

namespace {

/// A folder of its own with one file in it.
class Folder {
public:
    explicit Folder(const std::string& content)
        : path(std::filesystem::temp_directory_path() / ("catenary-trace-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path);
        EXPECT_TRUE(support::writeFileAtomically(path / "times.csv", content));
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path path;
};

std::string errorIn(const std::string& content) {
    const Folder folder(content);
    const auto read = readTrace(folder.path / "times.csv");
    return read ? "read" : support::describe(read.error());
}

design::Design playing(const std::string& arrival) {
    return designOf(R"({"id": "app", "kind": "client"}, {"id": "s", "kind": "service"})",
                    R"({"id": "app-s", "from": "app", "to": "s"})",
                    R"({"id": "read", "source": "app", "arrival": {"process": "trace", )" + arrival + "}}");
}

} // namespace

TEST(TraceFile, IsItsFirstColumnSinceTheFirstRowAndRepeatsAfterAMeanGap) {
    const Folder folder("seconds,what\n10.5,a\n\n11,b\r\n\"12.5\",c\n");
    const auto read = readTrace(folder.path / "times.csv");
    ASSERT_TRUE(read) << support::describe(read.error());
    EXPECT_EQ(read->at_ms, (std::vector<double>{0, 500, 2000}));
    EXPECT_DOUBLE_EQ(read->period_ms, 3000);
}

TEST(TraceFile, SaysTheLineOfAFault) {
    EXPECT_THAT(errorIn("0\n1\nx\n"), HasSubstr("times.csv:3"));
    EXPECT_THAT(errorIn("0\n2\n1\n"), HasSubstr("times.csv:3"));
    EXPECT_THAT(errorIn("0\n1\n,7\n"), HasSubstr("times.csv:3"));
    EXPECT_THAT(errorIn("0\ninf\n"), HasSubstr("times.csv:2"));
    EXPECT_THAT(errorIn("5\n"), HasSubstr("two different times"));
    EXPECT_THAT(errorIn("5\n5\n"), HasSubstr("two different times"));
    EXPECT_THAT(errorIn(""), HasSubstr("two different times"));
}

TEST(TraceFile, TakesColumnsNamedLikeAttributesAndLeavesOthersAlone) {
    const Folder folder("at,output_tokens,who,input_tokens\n0,5,a,10\n1,7,b,0\n");
    const auto read = readTrace(folder.path / "times.csv");
    ASSERT_TRUE(read) << support::describe(read.error());
    EXPECT_EQ(read->attributes.at("input_tokens"), (std::vector<double>{10, 0}));
    EXPECT_EQ(read->attributes.at("output_tokens"), (std::vector<double>{5, 7}));
    EXPECT_EQ(read->attributes.size(), 2u);
}

TEST(TraceFile, SaysWhichAttributeOfWhichLineIsAtFault) {
    for (const char* row : {"1,x", "1,-2", "1,", "1", "1,nan"}) {
        const std::string error = errorIn("at,input_tokens\n0,5\n" + std::string(row) + "\n");
        EXPECT_THAT(error, HasSubstr("times.csv:3")) << row;
        EXPECT_THAT(error, HasSubstr("input_tokens")) << row;
    }
}

TEST(TraceArrivals, AreReadBesideTheDesignAndStretchedToARate) {
    const Folder folder("0\n1\n2\n3\n");
    auto design = playing(R"("file": "times.csv")");
    design.origin.directory = folder.path.string();
    const auto own = lower(design, *catalog::Catalog::builtIn());
    ASSERT_TRUE(own) << errorOf(own);
    EXPECT_DOUBLE_EQ(own->network.classes[0].rate_per_s, 1);
    ASSERT_TRUE(own->network.classes[0].trace);
    EXPECT_DOUBLE_EQ(own->network.classes[0].trace->period_ms, 4000);

    auto faster = playing(R"("file": "times.csv", "rate_per_s": 8)");
    faster.origin.directory = folder.path.string();
    const auto stretched = lower(faster, *catalog::Catalog::builtIn());
    ASSERT_TRUE(stretched) << errorOf(stretched);
    EXPECT_DOUBLE_EQ(stretched->network.classes[0].rate_per_s, 8);
    EXPECT_DOUBLE_EQ(stretched->network.classes[0].trace->period_ms, 500);
    EXPECT_DOUBLE_EQ(stretched->network.classes[0].trace->at_ms.back(), 375);
}

TEST(TraceArrivals, WithoutTheirFileAreAnError) {
    EXPECT_THAT(errorOf(lower(playing(R"("file": "not-there.csv", "rate_per_s": 8)"), *catalog::Catalog::builtIn())),
                HasSubstr("arrival.file"));
}
