// SPDX-License-Identifier: Apache-2.0
#include "core/support/files.h"

#include "core/support/id.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace catenary::support {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "catenary-files-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { fs::remove_all(folder); }
    [[nodiscard]] std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
    fs::path folder;
};

TEST_F(Files, WhatIsWrittenIsReadBack) {
    const std::string content("a\0b\n\xff", 5);
    ASSERT_TRUE(writeFileAtomically(folder / "f", content));
    EXPECT_EQ(readFile(folder / "f"), content);
    EXPECT_EQ(entries(), 1u) << "a temporary file was left";
}

TEST_F(Files, KeepsThePermissionsOfAnExistingFile) {
    ASSERT_TRUE(writeFileAtomically(folder / "f", "old"));
    ASSERT_EQ(::chmod((folder / "f").c_str(), 0640), 0);
    ASSERT_TRUE(writeFileAtomically(folder / "f", "new"));
    struct stat status {};
    ASSERT_EQ(::stat((folder / "f").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0640u);
}

TEST_F(Files, WritesThroughASymbolicLink) {
    fs::create_directory(folder / "real");
    ASSERT_TRUE(writeFileAtomically(folder / "real" / "f", "old"));
    fs::create_symlink("real/f", folder / "link");
    ASSERT_TRUE(writeFileAtomically(folder / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(readFile(folder / "real" / "f"), "new");
}

TEST_F(Files, WhatIsNoPlainFileIsWrittenToAndStays) {
    const fs::path pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    ASSERT_TRUE(writeFileAtomically(pipe, "through"));
    char read[16] = {};
    EXPECT_EQ(::read(reader, read, sizeof read), 7);
    EXPECT_STREQ(read, "through");
    ::close(reader);
    EXPECT_TRUE(fs::is_fifo(pipe));
    EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, ALoopOfLinksIsAnError) {
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_FALSE(writeFileAtomically(folder / "a", "x"));
}

TEST_F(Files, AFailedWriteLeavesTheOldContentAndNoTemporaryFile) {
    ASSERT_TRUE(writeFileAtomically(folder / "f", "old"));
    // The system refuses the write half-way: files may not grow beyond 1000 bytes.
    struct rlimit before {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = before;
    small.rlim_cur = 1000;
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto written = writeFileAtomically(folder / "f", std::string(5000, 'x'));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Io);
    EXPECT_EQ(readFile(folder / "f"), "old");
    EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, AMissingFolderIsAnErrorThatNamesIt) {
    const auto written = writeFileAtomically(folder / "missing" / "f", "x");
    ASSERT_FALSE(written);
    EXPECT_NE(describe(written.error()).find("missing"), std::string::npos);
}

TEST_F(Files, ReadingSaysWhatIsWrong) {
    EXPECT_EQ(readFile(folder / "none").error().code, ErrorCode::NotFound);
    EXPECT_EQ(readFile(folder).error().code, ErrorCode::Input);
    ASSERT_TRUE(writeFileAtomically(folder / "f", "12345"));
    EXPECT_EQ(readFile(folder / "f", 4).error().code, ErrorCode::Input);
    EXPECT_EQ(readFile(folder / "f", 5), "12345");
}

TEST(EmbeddedFiles, AreSortedAndFoundByPath) {
    const auto files = embeddedFiles();
    for (std::size_t i = 1; i < files.size(); ++i) EXPECT_LT(files[i - 1].path, files[i].path);
    for (const auto& file : files) EXPECT_EQ(embeddedFile(file.path), &file);
    EXPECT_EQ(embeddedFile("resources/no such file"), nullptr);
}

TEST(UserDirectories, FollowTheXdgVariablesWhenAbsolute) {
    ::setenv("XDG_DATA_HOME", "/x/data", 1);
    ::setenv("XDG_STATE_HOME", "relative", 1);
    ::setenv("HOME", "/home/someone", 1);
    EXPECT_EQ(userDataDirectory(), fs::path("/x/data/catenary"));
    EXPECT_EQ(userStateDirectory(), fs::path("/home/someone/.local/state/catenary"));
    ::unsetenv("XDG_DATA_HOME");
    ::unsetenv("XDG_STATE_HOME");
}

TEST(Ids, AreLettersDigitsUnderscoresAndHyphens) {
    for (const char* id : {"a", "A-1", "0_x", "feed-ranker"}) EXPECT_TRUE(isValidId(id)) << id;
    for (const char* id : {"", "-a", "_a", "a b", "a.b", "é"}) EXPECT_FALSE(isValidId(id)) << id;
}

TEST(Ids, AreMadeFromNames) {
    EXPECT_EQ(idFromName("Second-pass ranker"), "second-pass-ranker");
    EXPECT_EQ(idFromName("  GPU (A100) "), "gpu-a100");
    EXPECT_EQ(idFromName("—"), "item");
    EXPECT_EQ(idFromName("_x"), "x");
}

TEST(DescribeError, LeavesOutWhatIsNotKnown) {
    EXPECT_EQ(describe({ErrorCode::Input, "no", {"f.catenary", "a.b", 3, 7}, "try"}), "f.catenary:3:7: a.b: no (try)");
    EXPECT_EQ(describe({ErrorCode::Input, "no", {}, {}}), "no");
    EXPECT_EQ(describe({ErrorCode::Input, "no", {"", "", 3, 0}, {}}), "line 3: no");
}

} // namespace
} // namespace catenary::support
