// SPDX-License-Identifier: Apache-2.0
// A drill from choosing to the library, on a clock the test turns.
#include "app/studio/practice/drill_controller.h"
#include "app/studio/practice/practice_text.h"
#include "app/studio/practice/progress_model.h"
#include "core/design/codec.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"title":"Two boxes","components":[
    {"id":"app","kind":"client","at":[0,0]},{"id":"api","kind":"service","name":"The API","at":[300,0],"parameters":{"service_time_ms":5}},
    {"id":"db","kind":"service","at":[600,0],"parameters":{"service_time_ms":2}}],
    "connections":[{"id":"app-api","from":"app","to":"api"},{"id":"api-db","from":"api","to":"db"}],
    "workloads":[{"id":"w","source":"app","arrival":{"process":"poisson","rate_per_s":20}}]})";

struct Bench {
    QTemporaryDir folder;
    practice::Milliseconds time = 5'000'000;
    studio::DocumentController::CatalogSource source = [] { return catalog::Catalog::builtIn(); };
    studio::DocumentController document{source};
    studio::ProgressModel progress{folder.filePath("library.db")};
    studio::DrillController drill{
        document, source, progress, folder.filePath("drills"), nullptr, [this] { return time; }};

    Bench() { document.replace(design::decode(text).value().design, QStringLiteral("open")); }
    [[nodiscard]] int logs() const {
        return static_cast<int>(practice::interruptedDrills(folder.filePath("drills").toStdString()).size());
    }
    bool reach(const QString& stage) {
        return QTest::qWaitFor([&] { return drill.stage() == stage; }, 20'000);
    }
    /// To the first phase of a two-minute drill.
    bool run() {
        drill.setMinutes(2);
        drill.begin();
        drill.next();
        time += practice::countdownLength;
        return reach("running");
    }
};

} // namespace

class DrillControllerTest : public QObject {
    Q_OBJECT

private slots:
    void aDrillGoesFromTheTaskToTheLibrary() {
        Bench bench;
        QVERIFY(bench.drill.available());
        QVERIFY(bench.run());
        QCOMPARE(bench.logs(), 1);
        bench.drill.moveCandidate(1);
        bench.drill.moveCandidate(1);
        QCOMPARE(bench.drill.candidateTitle(), QStringLiteral("The API"));
        bench.drill.pointCandidate();
        QCOMPARE(bench.drill.touched(), QStringList{"api"});
        for (const int seconds : {20, 55, 30, 15}) {
            bench.time += 1000 * seconds;
            bench.drill.next();
        }
        QCOMPARE(bench.drill.stage(), QStringLiteral("self-rate"));
        QVERIFY(bench.drill.review()->total().isEmpty()); // own rating first
        QVERIFY(QTest::qWaitFor([&] { return bench.drill.said()->rowOf("peak_rate") >= 0; }, 60'000));
        bench.drill.say("peak_rate", "20");
        bench.drill.say("p99", "many");
        QVERIFY(!bench.drill.said()->at(bench.drill.said()->rowOf("p99"), "error").toString().isEmpty());
        bench.drill.finishRating();
        QCOMPARE(bench.drill.stage(), QStringLiteral("self-rate")); // nothing is rated yet
        for (const auto& area : practice::rubric()) bench.drill.rate(QString::fromStdString(area.id), 3);
        bench.drill.finishRating();
        QCOMPARE(bench.drill.stage(), QStringLiteral("review"));
        QVERIFY(!bench.drill.review()->total().isEmpty());
        QCOMPARE(bench.drill.review()->missed()->count(), 1);
        QCOMPARE(bench.drill.review()->missed()->at(0, "title").toString(), QStringLiteral("db"));
        QCOMPARE(
            bench.drill.review()->numbers()->at(bench.drill.review()->numbers()->rowOf("peak_rate"), "tone").toString(),
            QStringLiteral("good"));
        QCOMPARE(bench.progress.count(), 1);
        QCOMPARE(bench.progress.median(), bench.drill.review()->total());
        QCOMPARE(bench.logs(), 0); // what is in the library needs no record beside it
    }

    void theClockCountsDownAndThenOver() {
        Bench bench;
        QVERIFY(bench.run());
        QCOMPARE(bench.drill.clock(), QStringLiteral("2:00"));
        bench.time += 30'000;
        QCOMPARE(bench.drill.clock(), QStringLiteral("1:30"));
        QVERIFY(bench.drill.late()); // 30 of 20 s
        bench.time += 97'000;
        QVERIFY(bench.reach("overtime"));
        QCOMPARE(bench.drill.clock(), QStringLiteral("+0:07"));
        bench.time += 30'000;
        QVERIFY(bench.reach("self-rate"));
    }

    void anAbortedDrillIsKeptAsIncomplete() {
        Bench bench;
        QVERIFY(bench.run());
        bench.drill.abort();
        QCOMPARE(bench.drill.stage(), QStringLiteral("setup"));
        QCOMPARE(bench.progress.count(), 1);
        QVERIFY(bench.progress.median().isEmpty());
        QCOMPARE(bench.logs(), 0);
    }

    void anInterruptedDrillIsOfferedAndKept() {
        Bench bench;
        const practice::LogHeader header{2, practice::Mode::Exam, "Cut off", text, 1000};
        {
            auto log = practice::DrillLog::create(bench.folder.filePath("drills/0-1000.drill").toStdString(), header);
            QVERIFY(log.has_value());
            QVERIFY(log->append({0, "begin", support::Json::object()}).has_value());
            QVERIFY(log->append({10, "next", support::Json::object()}).has_value());
            QVERIFY(log->append({4000, "point", {{"element", "api"}}}).has_value());
        }
        bench.drill.prepare();
        QVERIFY(bench.drill.interrupted().contains("Cut off"));
        bench.drill.keepInterrupted();
        QVERIFY2(bench.drill.error().isEmpty(), qPrintable(bench.drill.error()));
        QVERIFY(bench.drill.interrupted().isEmpty());
        QCOMPARE(bench.progress.count(), 1);
        QCOMPARE(bench.progress.drills()->at(0, "complete").toBool(), false);
    }

    void aKilledDrillLosesAtMostASecondOfASilentPhase() {
        Bench bench;
        QVERIFY(bench.run());
        const auto log = practice::interruptedDrills(bench.folder.filePath("drills").toStdString()).front();
        const auto began = bench.time - practice::countdownLength;
        for (int second = 0; second < 5; ++second) {
            bench.time += 1000;
            const auto at = bench.time - began;
            QVERIFY(QTest::qWaitFor([&] { return practice::readLog(log)->last_ms == at; }, 20'000));
        }
        QCOMPARE(practice::readLog(log)->events.size(), std::size_t(2)); // begin and next
    }

    void aDrillThatWasNotRatedGoesOnAtItsRating() {
        Bench bench;
        const practice::LogHeader header{2, practice::Mode::Exam, "Not rated", text, 1000};
        {
            auto log = practice::DrillLog::create(bench.folder.filePath("drills/0-1000.drill").toStdString(), header);
            QVERIFY(log->append({0, "begin", support::Json::object()}).has_value());
            QVERIFY(log->append({10, "next", support::Json::object()}).has_value());
            QVERIFY(log->append({4000, "point", {{"element", "api"}}}).has_value());
            QVERIFY(log->beat(200'000).has_value()); // beyond the hard stop
            QVERIFY(log->append({200'000, "number", {{"key", "peak_rate"}, {"value", 3200}}}).has_value());
            QVERIFY(log->append({200'001, "number", {{"key", "p99"}, {"value", 41}}}).has_value());
            QVERIFY(log->append({200'002, "unsay", {{"key", "p99"}}}).has_value());
        }
        bench.drill.prepare();
        QVERIFY(bench.drill.canResume());
        bench.drill.resumeInterrupted();
        QCOMPARE(bench.drill.stage(), QStringLiteral("self-rate"));
        QVERIFY(bench.drill.interrupted().isEmpty());
        QVERIFY(QTest::qWaitFor([&] { return bench.drill.said()->rowOf("p99") >= 0; }, 60'000));
        const auto shown = [&](const char* figure, const char* role) {
            return bench.drill.said()->at(bench.drill.said()->rowOf(figure), role).toString();
        };
        QCOMPARE(shown("peak_rate", "text"), QStringLiteral("3200"));
        QCOMPARE(shown("p99", "text"), QString());
        bench.drill.say("p99", "many");
        bench.drill.say("peak_rate", ""); // it was not said after all
        for (const auto& area : practice::rubric()) bench.drill.rate(QString::fromStdString(area.id), 2);
        QCOMPARE(shown("p99", "text"), QStringLiteral("many"));
        QVERIFY(!shown("p99", "error").isEmpty());
        bench.drill.finishRating();
        QVERIFY(QTest::qWaitFor([&] { return bench.drill.review()->isShown(); }, 60'000));
        QCOMPARE(bench.drill.review()->title(), QStringLiteral("Not rated"));
        QCOMPARE(bench.drill.review()->numbers()->at(bench.drill.review()->numbers()->rowOf("peak_rate"), "said"),
                 QVariant(QString()));
        QVERIFY(bench.progress.drills()->at(0, "complete").toBool());
        QCOMPARE(bench.logs(), 0);
    }

    void numbersAreTypedAsPeopleSayThem() {
        using studio::fromTyped;
        QCOMPARE(fromTyped("3.2k", "request/s"), std::optional(3200.0));
        QCOMPARE(fromTyped("61 %", "1"), std::optional(0.61));
        QCOMPARE(fromTyped("41 ms", "ms"), std::optional(41.0));
        QCOMPARE(fromTyped("$18.5k", "usd/month"), std::optional(18500.0));
        QVERIFY(!fromTyped("many", "ms"));
        for (const auto& [value, unit] : {std::pair(0.61, "1"), {3250.5, "request/s"}, {41.25, "ms"}})
            QCOMPARE(fromTyped(studio::toTyped(value, unit), unit), std::optional(value));
        QCOMPARE(studio::figureText(0.999, "1"), QStringLiteral("99.9 %"));
        QCOMPARE(studio::figureText(3210, "request/s"), QStringLiteral("3.21 k/s"));
        QCOMPARE(studio::clockText(185'900), QStringLiteral("3:05"));
    }
};

QTEST_MAIN(DrillControllerTest)
#include "drill_controller_test.moc"
