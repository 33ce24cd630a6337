// SPDX-License-Identifier: Apache-2.0
#include "core/practice/log.h"
#include "core/practice/review.h"
#include "core/support/files.h"

#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace catenary::practice {
namespace {

namespace fs = std::filesystem;

/// A drill in its first phase; the run began at 1,000 + 3,000 ms.
Drill running(int minutes, Mode mode = Mode::Guided) {
    Drill drill(*planFor(minutes), mode);
    EXPECT_TRUE(drill.begin(0));
    EXPECT_TRUE(drill.next(1000));
    EXPECT_EQ(drill.stage(), Stage::Countdown);
    EXPECT_TRUE(drill.tick(4000));
    EXPECT_EQ(drill.stage(), Stage::Running);
    return drill;
}

void rateAll(Drill& drill, Milliseconds t, int level) {
    for (const RubricArea& area : rubric()) EXPECT_TRUE(drill.rate(t, area.id, level));
}

TEST(Plan, PhasesFillTheWholeTime) {
    for (const int minutes : planLengths()) EXPECT_EQ(planFor(minutes)->seconds(), minutes * 60) << minutes;
    EXPECT_FALSE(planFor(7));
}

TEST(Plan, FiveMinutesAtAHundredAndFortyWordsAMinute) {
    const Plan plan = *planFor(5);
    std::vector<int> words;
    for (const Phase& phase : plan.phases) words.push_back(phase.words());
    EXPECT_EQ(words, (std::vector<int>{93, 93, 210, 117, 117, 70}));
}

TEST(Drill, BriefAndCountdownEndByThemselvesAtTheirTime) {
    Drill drill(*planFor(2), Mode::Exam);
    ASSERT_TRUE(drill.begin(500));
    EXPECT_FALSE(drill.tick(30'499));
    EXPECT_EQ(drill.left(30'000), 500);
    EXPECT_TRUE(drill.tick(60'000)) << "one late look";
    EXPECT_EQ(drill.stage(), Stage::Running);
    // The run began at 500 + 30,000 + 3,000, not when somebody looked.
    EXPECT_EQ(drill.elapsed(60'000), 60'000 - 33'500);
}

TEST(Drill, NeverGoesToTheNextPhaseByItself) {
    Drill drill = running(2);
    drill.tick(4000 + 119'000);
    EXPECT_EQ(drill.phase(), 0);
    EXPECT_TRUE(drill.next(4000 + 119'000));
    EXPECT_EQ(drill.phase(), 1);
    EXPECT_EQ(drill.inPhase(0, 4000 + 119'500), 119'000);
    EXPECT_EQ(drill.inPhase(1, 4000 + 119'500), 500);
}

TEST(Drill, StopsThirtySecondsAfterItsTime) {
    Drill drill = running(2);
    EXPECT_TRUE(drill.tick(4000 + 120'000));
    EXPECT_EQ(drill.stage(), Stage::Overtime);
    EXPECT_FALSE(drill.tick(4000 + 149'999));
    EXPECT_TRUE(drill.tick(4000 + 200'000));
    EXPECT_EQ(drill.stage(), Stage::SelfRate);
    EXPECT_EQ(drill.elapsed(999'999), 150'000);
}

TEST(Drill, TheLastPhaseEndsTheRun) {
    Drill drill = running(2);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(drill.next(4000 + 20'000 * (i + 1)));
    EXPECT_EQ(drill.stage(), Stage::SelfRate);
    EXPECT_EQ(drill.elapsed(999'999), 80'000);
    EXPECT_FALSE(drill.next(200'000));
    EXPECT_FALSE(drill.point(200'000, "a"));
}

TEST(Drill, ThePauseOfAGuidedDrillCostsNoTime) {
    Drill drill = running(2);
    ASSERT_TRUE(drill.pause(14'000));
    EXPECT_FALSE(drill.next(20'000));
    drill.tick(500'000);
    EXPECT_EQ(drill.stage(), Stage::Running);
    EXPECT_EQ(drill.elapsed(500'000), 10'000);
    ASSERT_TRUE(drill.resume(514'000));
    EXPECT_EQ(drill.elapsed(515'000), 11'000);
    Drill exam = running(2, Mode::Exam);
    EXPECT_FALSE(exam.pause(14'000));
}

TEST(Drill, TheReviewComesOnlyAfterEveryAreaIsRated) {
    Drill drill = running(2);
    for (int i = 0; i < 4; ++i) drill.next(5000 + i);
    EXPECT_FALSE(drill.rate(6000, "charm", 3));
    EXPECT_FALSE(drill.rate(6000, "numbers", 5));
    EXPECT_TRUE(drill.rate(6000, "numbers", 3));
    EXPECT_FALSE(drill.finishRating(6000));
    rateAll(drill, 7000, 2);
    EXPECT_TRUE(drill.finishRating(8000));
    EXPECT_EQ(drill.stage(), Stage::Review);
    EXPECT_FALSE(drill.abort(9000));
}

TEST(Drill, AbortedIsIncomplete) {
    Drill drill = running(5);
    ASSERT_TRUE(drill.abort(20'000));
    EXPECT_EQ(drill.stage(), Stage::Aborted);
    EXPECT_FALSE(review(drill, {}).complete);
}

TEST(Drill, RemembersFirstTouchesAndLastNumbers) {
    Drill drill = running(2);
    for (const char* id : {"b", "a", "b"}) drill.point(5000, id);
    drill.number(5000, "p99", 10);
    drill.number(6000, "cost", 5);
    drill.number(7000, "p99", 20);
    EXPECT_EQ(drill.touched(), (std::vector<std::string>{"b", "a"}));
    ASSERT_EQ(drill.said().size(), 2u);
    EXPECT_EQ(drill.said()[0].value, 20);
    EXPECT_TRUE(drill.unsay(8000, "p99"));
    EXPECT_FALSE(drill.unsay(8000, "p99")); // it is not said any more
    ASSERT_EQ(drill.said().size(), 1u);
    EXPECT_EQ(drill.said()[0].key, "cost");
}

RC_GTEST_PROP(Drill, ReplayingItsEventsGivesTheSameDrill, ()) {
    Drill drill(*planFor(*rc::gen::element(2, 5)), *rc::gen::element(Mode::Guided, Mode::Exam));
    Milliseconds t = 0;
    for (int i = *rc::gen::inRange(0, 40); i > 0; --i) {
        t += *rc::gen::inRange<Milliseconds>(0, 20'000);
        switch (*rc::gen::inRange(0, 9)) {
        case 0:
            drill.begin(t);
            break;
        case 1:
        case 2:
            drill.next(t);
            break;
        case 3:
            drill.point(t, *rc::gen::element<std::string>("a", "b"));
            break;
        case 4:
            drill.number(t, "p99", 3);
            drill.unsay(t, *rc::gen::element<std::string>("p99", "cost"));
            break;
        case 5:
            drill.pause(t);
            break;
        case 6:
            drill.resume(t);
            break;
        case 7:
            drill.rate(t, "numbers", 2);
            break;
        default:
            drill.tick(t);
            break;
        }
    }
    auto again = Drill::replay(drill.plan(), drill.mode(), drill.events());
    RC_ASSERT(again.has_value());
    again->tick(t);
    drill.tick(t);
    RC_ASSERT(again->events() == drill.events());
    RC_ASSERT(again->stage() == drill.stage());
    RC_ASSERT(again->phase() == drill.phase());
    RC_ASSERT(again->elapsed(t) == drill.elapsed(t));
}

TEST(Score, GoldenExample) {
    // 100(0.25·0.8 + 0.10·0.9 + 0.15·0.7 + 0.10·1 + 0.20·0.5 + 0.20·0.6) = 71.5
    const Scores scores{0.8, 0.9, 0.7, 1, 0.5, 0.6};
    EXPECT_NEAR(total(scores), 71.5, 1e-9);
    EXPECT_STREQ(gradeOf(total(scores)), "Good");
    // Without the curveball: 100(0.595)/0.80
    EXPECT_NEAR(total({0.8, 0.9, 0.7, 1, 0.5, std::nullopt}), 74.375, 1e-9);
    EXPECT_STREQ(gradeOf(49.9), "Again");
    EXPECT_STREQ(gradeOf(69.9), "Hard");
    EXPECT_STREQ(gradeOf(85), "Easy");
}

TEST(Score, CoverageIsWeighted) {
    // (3 + 1)/(3 + 2 + 1)
    EXPECT_DOUBLE_EQ(coverage({{"a", "", 3}, {"b", "", 2}, {"c", "", 1}}, {"c", "a", "x"}), 4.0 / 6);
}

TEST(Score, OrderCountsEdgesWithBothEndsTouched) {
    const std::vector<std::pair<std::string, std::string>> path{{"a", "b"}, {"b", "c"}, {"c", "d"}};
    EXPECT_DOUBLE_EQ(order(path, {"a", "c", "b"}), 0.5) << "a before b, c before b; d untouched";
    EXPECT_DOUBLE_EQ(order(path, {"a"}), 0);
}

TEST(Score, PacingForgivesFifteenPerCent) {
    EXPECT_DOUBLE_EQ(pacing({40, 60}, {46, 51}), 1);
    // b = 40, d = 60: 1 − (0.5 − 0.15)/0.5 = 0.3; b = 60 exact: (40·0.3 + 60)/100
    EXPECT_NEAR(pacing({40, 60}, {60, 60}), 0.72, 1e-12);
    EXPECT_DOUBLE_EQ(pacing({40}, {0}), 0);
}

TEST(Score, TimeIsFullFromNinetyToAHundredPerCent) {
    for (const auto& [share, expected] :
         {std::pair(0.6, 0.0), {0.75, 0.5}, {0.9, 1.0}, {1.0, 1.0}, {1.05, 0.5}, {1.1, 0.0}, {2.0, 0.0}})
        EXPECT_NEAR(timeScore(share * 300, 300), expected, 1e-9) << share;
}

TEST(Score, ANumberCountsWithinAFactor) {
    EXPECT_EQ(numberCredit("p99", 100 * std::exp2(0.319), 100), 1);
    EXPECT_EQ(numberCredit("p99", 100 / std::exp2(0.33), 100), 0.5);
    EXPECT_EQ(numberCredit("p99", 199, 100), 0.5);
    EXPECT_EQ(numberCredit("p99", 49, 100), 0);
    EXPECT_EQ(numberCredit("p99", -5, 100), 0);
    // Downtime 0.001 against 0.0011: within ×1.25
    EXPECT_EQ(numberCredit("availability", 0.999, 0.9989), 1);
    EXPECT_EQ(numberCredit("availability", 0.99, 0.9989), 0);
    const std::vector<Figure> figures{{"p99", "", "", 100}, {"cost", "", "", std::nullopt}, {"capacity", "", "", 50}};
    EXPECT_DOUBLE_EQ(numbers(figures, {{"p99", 100}, {"cost", 1}}), 0.5) << "one of the two the model has";
}

TEST(Review, SaysWhatWasMissedAndHowWellTheOwnRatingFits) {
    Drill drill = running(2);
    drill.point(5000, "b");
    drill.point(6000, "a");
    for (const Milliseconds t : {20, 75, 105, 115}) drill.next(4000 + 1000 * t);
    rateAll(drill, 130'000, 4);
    drill.finishRating(131'000);
    const Subject subject{
        {{"a", "A", 3}, {"b", "B", 2}, {"c", "C", 1}, {"d", "D", 3}}, {{"a", "b"}}, {{"p99", "p99", "ms", 10}}};
    const Review result = review(drill, subject);
    ASSERT_EQ(result.missed.size(), 2u);
    EXPECT_EQ(result.missed[0].id, "d") << "the heaviest first";
    ASSERT_EQ(result.backwards.size(), 1u);
    EXPECT_EQ(result.backwards[0], std::pair(std::string("A"), std::string("B")));
    EXPECT_DOUBLE_EQ(result.phases[3].actual_s, 10);
    EXPECT_EQ(result.weakestPhase, "Close") << "10 of 15 s; the others are exact";
    ASSERT_EQ(result.calibration.size(), 3u);
    EXPECT_DOUBLE_EQ(result.calibration[2].gap(), 1) << "numbers rated 4, none said";
    EXPECT_EQ(toJson(result)["complete"], true);
    const auto kept = reviewFromJson(toJson(result), drill.ratings());
    ASSERT_TRUE(kept);
    EXPECT_EQ(toJson(*kept), toJson(result));
    EXPECT_EQ(kept->next, result.next);
    EXPECT_EQ(kept->calibration.size(), result.calibration.size());
    EXPECT_FALSE(reviewFromJson(support::Json::object(), {}));
}

class Logs : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "catenary-drill-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { fs::remove_all(folder); }
    fs::path folder;
    const LogHeader header{5, Mode::Exam, "A design", "{}", 1234};
};

TEST_F(Logs, WhatIsLoggedIsReadBack) {
    auto log = DrillLog::create(folder / "a.drill", header);
    ASSERT_TRUE(log);
    const std::vector<Event> events{{0, "begin", support::Json::object()},
                                    {20, "point", {{"element", "é"}, {"phase", 0}}}};
    for (const Event& event : events) ASSERT_TRUE(log->append(event));
    const auto read = readLog(folder / "a.drill");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->header, header);
    EXPECT_EQ(read->events, events);
    EXPECT_EQ(interruptedDrills(folder), std::vector<fs::path>{folder / "a.drill"});
    EXPECT_FALSE(DrillLog::create(folder / "a.drill", header)) << "never written over";
}

TEST_F(Logs, AKilledProgramLosesNoEvent) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto log = DrillLog::create(folder / "k.drill", header);
        for (int i = 0; i < 100; ++i)
            if (!log->append({i, "point", {{"element", "a"}}})) ::_exit(1);
        ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto read = readLog(folder / "k.drill");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->events.size(), 100u);
}

TEST_F(Logs, ABeatKeepsTheTimeAndTakesThePlaceOfTheLastOne) {
    {
        auto log = DrillLog::create(folder / "b.drill", header);
        ASSERT_TRUE(log->append({5, "begin", support::Json::object()}));
        ASSERT_TRUE(log->beat(1000));
        const auto size = fs::file_size(folder / "b.drill");
        for (Milliseconds at = 2000; at <= 90'000; at += 1000) ASSERT_TRUE(log->beat(at));
        EXPECT_EQ(fs::file_size(folder / "b.drill"), size);
        ASSERT_TRUE(log->append({90'500, "next", support::Json::object()}));
        ASSERT_TRUE(log->beat(91'000));
    }
    const auto read = readLog(folder / "b.drill");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->events.size(), 2u);
    EXPECT_EQ(read->events[1].t_ms, 90'500);
    EXPECT_EQ(read->last_ms, 91'000);
}

TEST_F(Logs, AnInterruptedLogGoesOn) {
    { ASSERT_TRUE(DrillLog::create(folder / "r.drill", header)->append({1, "begin", support::Json::object()})); }
    const std::string whole = *support::readFile(folder / "r.drill");
    ASSERT_TRUE(support::writeFileAtomically(folder / "r.drill", whole + "{\"t_ms\":2,\"ty"));
    {
        auto log = DrillLog::reopen(folder / "r.drill");
        ASSERT_TRUE(log);
        ASSERT_TRUE(log->append({3, "next", support::Json::object()}));
    }
    const auto read = readLog(folder / "r.drill");
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->truncated);
    ASSERT_EQ(read->events.size(), 2u);
    EXPECT_EQ(read->events[1].type, "next");
    EXPECT_FALSE(DrillLog::reopen(folder / "none.drill"));
}

TEST_F(Logs, ALogCutOffAnywhereIsReadUpToThere) {
    {
        auto log = DrillLog::create(folder / "c.drill", header);
        for (int i = 0; i < 3; ++i) ASSERT_TRUE(log->append({i, "pause", support::Json::object()}));
    }
    const std::string whole = *support::readFile(folder / "c.drill");
    const std::size_t first = whole.find('\n') + 1;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        ASSERT_TRUE(support::writeFileAtomically(folder / "cut", whole.substr(0, length)));
        const auto read = readLog(folder / "cut");
        ASSERT_EQ(read.has_value(), length >= first) << length;
        if (read) {
            EXPECT_EQ(read->truncated, whole[length - 1] != '\n');
        }
    }
    ASSERT_TRUE(support::writeFileAtomically(folder / "cut", whole + "nonsense\n"));
    EXPECT_EQ(readLog(folder / "cut").error().where.line, 5);
}

} // namespace
} // namespace catenary::practice
