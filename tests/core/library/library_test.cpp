// SPDX-License-Identifier: Apache-2.0
#include "core/library/library.h"
#include "core/support/files.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

namespace catenary::library {
namespace {

namespace fs = std::filesystem;

class Libraries : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "catenary-library-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        path = folder / "deep" / "library.db";
    }
    void TearDown() override { fs::remove_all(folder); }
    /// Runs SQL past the library.
    void sql(const char* text) const {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(handle, text, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }
    fs::path folder, path;
};

DrillRecord drill(std::int64_t at, double total, bool complete = true) {
    DrillRecord record;
    record.started_at_ms = at;
    record.title = "Design é";
    record.design = "{}";
    record.mode = "exam";
    record.complete = complete;
    record.total = total;
    record.ratings = {{"numbers", 3}, {"risk", 1}};
    record.review = {{"scores", {{"coverage", 0.5}}}};
    return record;
}

TEST_F(Libraries, RememberDrillsNewestFirst) {
    std::int64_t id = 0;
    {
        auto library = Library::open(path);
        ASSERT_TRUE(library) << library.error().message;
        ASSERT_TRUE(library->addDrill(drill(1, 50)));
        id = *library->addDrill(drill(2, 60));
    }
    auto library = Library::open(path);
    ASSERT_TRUE(library);
    auto drills = library->drills();
    ASSERT_TRUE(drills);
    ASSERT_EQ(drills->size(), 2u);
    DrillRecord expected = drill(2, 60);
    expected.id = id;
    EXPECT_EQ(drills->front(), expected);
    ASSERT_TRUE(library->removeDrill(id));
    EXPECT_EQ(library->drills()->size(), 1u);
    EXPECT_EQ(library->drills()->front().ratings.size(), 2u) << "the ratings of the other drill stay";
}

TEST_F(Libraries, ADrillWithAWrongRatingLeavesNothingBehind) {
    auto library = Library::open(path);
    DrillRecord wrong = drill(1, 50);
    wrong.ratings["risk"] = 7;
    EXPECT_FALSE(library->addDrill(wrong));
    EXPECT_TRUE(library->drills()->empty());
    EXPECT_TRUE(library->addDrill(drill(1, 50))) << "the transaction was closed";
}

TEST_F(Libraries, KnowRecentDesignsByPath) {
    auto library = Library::open(path);
    ASSERT_TRUE(library->noteRecent({"/a", "A", 1}));
    ASSERT_TRUE(library->noteRecent({"/b", "B", 2}));
    ASSERT_TRUE(library->noteRecent({"/a", "A2", 3}));
    EXPECT_EQ(*library->recents(), (std::vector<RecentDesign>{{"/a", "A2", 3}, {"/b", "B", 2}}));
    EXPECT_EQ(library->recents(1)->size(), 1u);
    ASSERT_TRUE(library->forgetRecent("/a"));
    EXPECT_EQ(library->recents()->size(), 1u);
}

TEST_F(Libraries, KeepTheNewestRevisionsWithoutRepeats) {
    auto library = Library::open(path);
    for (const char* text : {"1", "1", "2", "3", "2"}) ASSERT_TRUE(library->addRevision({0, "/a", 5, text}, 3));
    ASSERT_TRUE(library->addRevision({0, "/b", 5, "other"}, 3));
    const auto kept = *library->revisions("/a");
    std::vector<std::string> texts;
    for (const Revision& revision : kept) texts.push_back(revision.design);
    EXPECT_EQ(texts, (std::vector<std::string>{"2", "3", "2"}));
    EXPECT_EQ(library->revisions("/b")->size(), 1u);
}

TEST_F(Libraries, KeepSettings) {
    auto library = Library::open(path);
    EXPECT_FALSE(*library->setting("theme"));
    ASSERT_TRUE(library->setSetting("theme", "dark"));
    ASSERT_TRUE(library->setSetting("theme", "light"));
    EXPECT_EQ(**library->setting("theme"), "light");
}

TEST_F(Libraries, AnOlderLayoutIsBroughtUpAfterABackup) {
    // Layout 1 had no recents and no revisions.
    { ASSERT_TRUE(Library::open(path)->addDrill(drill(1, 50))); }
    sql("DROP TABLE recents; DROP TABLE revisions; PRAGMA user_version = 1");
    {
        auto library = Library::open(path);
        ASSERT_TRUE(library) << library.error().message;
        EXPECT_EQ(library->drills()->size(), 1u);
        EXPECT_TRUE(library->recents()->empty());
    }
    EXPECT_TRUE(fs::exists(path.string() + ".v1.bak"));
}

TEST_F(Libraries, AStepThatFailsChangesNothing) {
    { ASSERT_TRUE(Library::open(path)->addDrill(drill(1, 50))); }
    // `revisions` is in the way, so the second half of the step fails.
    sql("DROP TABLE recents; PRAGMA user_version = 1");
    EXPECT_FALSE(Library::open(path));
    sql("DROP TABLE revisions");
    auto library = Library::open(path);
    ASSERT_TRUE(library) << "`recents` of the failed step would be in the way";
    EXPECT_EQ(library->drills()->size(), 1u);
}

TEST_F(Libraries, ANewerLayoutIsRefused) {
    { ASSERT_TRUE(Library::open(path)); }
    sql("PRAGMA user_version = 99");
    const auto library = Library::open(path);
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().code, support::ErrorCode::Version);
    EXPECT_NE(library.error().message.find("99"), std::string::npos);
}

TEST_F(Libraries, AFileOfAnotherProgramIsLeftAlone) {
    fs::create_directories(path.parent_path());
    sql("CREATE TABLE theirs (x)");
    EXPECT_EQ(Library::open(path).error().code, support::ErrorCode::Version);
    ASSERT_TRUE(support::writeFileAtomically(path, std::string(5000, 'x')));
    EXPECT_FALSE(Library::open(path));
    EXPECT_EQ(support::readFile(path), std::string(5000, 'x'));
}

TEST_F(Libraries, ADamagedFileIsFoundAfterARunThatDidNotClose) {
    {
        auto library = Library::open(path);
        for (int i = 0; i < 200; ++i)
            ASSERT_TRUE(library->addRevision({0, "/a", i, std::to_string(i) + std::string(2000, 'y')}, 1000));
    }
    EXPECT_FALSE(fs::exists(path.string() + ".open")) << "closed in order";
    std::string bytes = *support::readFile(path);
    for (std::size_t i = 4096 * 4; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0xAB);
    ASSERT_TRUE(support::writeFileAtomically(path, bytes));
    ASSERT_TRUE(support::writeFileAtomically(path.string() + ".open", ""));
    const auto library = Library::open(path);
    ASSERT_FALSE(library);
    EXPECT_NE(library.error().message.find("damaged"), std::string::npos);
}

TEST(MedianOfLastFive, LeavesOutIncompleteAndOlderDrills) {
    EXPECT_FALSE(medianOfLastFive({}));
    EXPECT_FALSE(medianOfLastFive({drill(1, 50, false)}));
    EXPECT_EQ(medianOfLastFive({drill(3, 50), drill(2, 90, false), drill(1, 60)}), 55);
    EXPECT_EQ(medianOfLastFive({drill(7, 10), drill(6, 20), drill(5, 30), drill(4, 40), drill(3, 50), drill(2, 99)}),
              30);
}

} // namespace
} // namespace catenary::library
