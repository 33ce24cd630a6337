// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/pasted_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace catenary;
using namespace catenary::catalog;
using testing::HasSubstr;

namespace {

const Parameter& measured(const char* kind = "llm_server") {
    const auto& catalog = *Catalog::builtIn();
    return *catalog.parameter(*catalog.kind(kind), "calibration");
}

Json valuesOf(const PastedRows& pasted) {
    Json rows = Json::array();
    for (const auto& row : pasted.rows) rows.push_back(row.values);
    return rows;
}

const Json two = Json::parse(R"([{"concurrency": 8, "input_tokens": 1024, "output_tokens": 256, "tpot_ms": 11.5},
                                 {"concurrency": 32, "input_tokens": 1024, "output_tokens": 256, "tpot_ms": 18}])");

} // namespace

TEST(PastedRows, OfATableAreTheSameWhateverSeparatesTheCells) {
    for (const std::string separator : {",", ";", "\t", " , "}) {
        std::string text;
        for (const auto* line :
             {"concurrency|input_tokens|output_tokens|tpot_ms", "8|1024|256|11.5", "32|1024|256|18"}) {
            for (const char c : std::string(line)) text += c == '|' ? separator : std::string(1, c);
            text += "\r\n";
        }
        EXPECT_EQ(valuesOf(readPastedRows(measured(), text)), two) << separator;
    }
}

TEST(PastedRows, OfJsonAreAListOneObjectOrOneOnEachLine) {
    EXPECT_EQ(valuesOf(readPastedRows(measured(), two.dump())), two);
    EXPECT_EQ(valuesOf(readPastedRows(measured(), Json{{"rows", two}}.dump(2))), two);
    EXPECT_EQ(valuesOf(readPastedRows(measured(), two[0].dump() + "\n\n" + two[1].dump() + "\n")), two);
    EXPECT_EQ(valuesOf(readPastedRows(measured(), two[1].dump())), Json::array({two[1]}));
}

TEST(PastedRows, TakeNamesAsBenchmarksAndSpreadsheetsWriteThem) {
    const Json row = {{"concurrency", 8}, {"input_tokens", 1024}, {"output_tokens", 256}, {"tpot_ms", 11.5}};
    for (const char* header : {"Max concurrency,Input-len,output length,Mean TPOT (ms)", "users,ISL,OSL,itl_ms",
                               "Users,Input tokens,Output tokens,Time per token (ms)"})
        EXPECT_EQ(valuesOf(readPastedRows(measured(), std::string(header) + "\n8,1024,256,11.5")), Json::array({row}))
            << header;
    EXPECT_EQ(valuesOf(readPastedRows(measured("batch_server"), "batch size\tlatency\tGPU\n8\t3.5\taws:g6.xlarge")),
              Json::parse(R"([{"batch": 8, "time_ms": 3.5, "hardware": "aws:g6.xlarge"}])"));
}

TEST(PastedRows, SayOnWhichLineWhatIsWrongAndWhatIsNotUsed) {
    const PastedRows pasted = readPastedRows(measured(), "concurrency,colour,tpot_ms\n\n8,red,fast\n16,blue,12,1");
    ASSERT_EQ(pasted.rows.size(), 2U);
    EXPECT_EQ(pasted.rows[0].line, 3);
    EXPECT_THAT(pasted.rows[0].problem, HasSubstr("`tpot_ms` is not a number: fast"));
    EXPECT_THAT(pasted.rows[1].problem, HasSubstr("4 cells for 3 columns"));
    EXPECT_EQ(pasted.ignored, std::vector<std::string>{"colour"});
    EXPECT_THAT(readPastedRows(measured(), "3,4,5").problem, HasSubstr("names no column"));
    EXPECT_THAT(readPastedRows(measured(), "concurrency,tpot_ms\n").problem, HasSubstr("no row"));
    EXPECT_THAT(readPastedRows(measured(), "[{\"concurrency\": 8},\n{\"concurrency\": }]").problem,
                HasSubstr("line 2"));
    EXPECT_TRUE(readPastedRows(measured(), " \n").rows.empty());
    EXPECT_EQ(readPastedRows(measured(), " \n").problem, "");
}

TEST(PastedRows, ReadBackWhatTheyWereWrittenAs) {
    Json rows = two;
    rows[1]["model"] = "llama-3.1-8b";
    EXPECT_EQ(valuesOf(readPastedRows(measured(), pastedText(measured(), rows))), rows);
    EXPECT_EQ(pastedText(measured(), Json()), "");
}
