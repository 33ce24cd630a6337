// SPDX-License-Identifier: Apache-2.0
// What the library of drills says of itself.
#include "app/studio/practice/progress_model.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;

namespace {

library::DrillRecord drillOf(int minutes, std::vector<practice::Weighted> missed) {
    practice::Review review;
    review.minutes = minutes;
    review.total = 60;
    review.scores.coverage = 0.5;
    review.phases = {{"Frame", 20, 30}};
    review.missed = std::move(missed);
    review.backwards = {{"App", "API"}};
    review.numbers = {{{"p99", "p99", "ms", 41}, 40, 1}, {{"cost", "Cost", "usd/month", 900}, std::nullopt, 0}};
    library::DrillRecord drill;
    drill.started_at_ms = QDateTime::currentMSecsSinceEpoch();
    drill.title = "Search";
    drill.minutes = minutes;
    drill.mode = "exam";
    drill.total = review.total;
    drill.ratings = {{"numbers", 4}};
    drill.review = practice::toJson(review);
    return drill;
}

} // namespace

class ProgressModelTest : public QObject {
    Q_OBJECT

private slots:
    void aTwoMinuteDrillDoesNotCountTowardsTheWeek() {
        const QTemporaryDir folder;
        studio::ProgressModel progress(folder.filePath("library.db"));
        QVERIFY(progress.add(drillOf(2, {})));
        const QString before = progress.week();
        QVERIFY(before.startsWith(QLatin1Char('0')));
        QVERIFY(progress.add(drillOf(5, {})));
        QVERIFY(progress.week().startsWith(QLatin1Char('1')));
    }

    void whatIsLeftOutIsOrderedByWhatItsAbsenceCosts() {
        const QTemporaryDir folder;
        studio::ProgressModel progress(folder.filePath("library.db"));
        for (int i = 0; i < 3; ++i)
            QVERIFY(
                progress.add(drillOf(5, i < 2 ? std::vector<practice::Weighted>{{"r", "Ranker", 3}, {"l", "Logs", 1}}
                                              : std::vector<practice::Weighted>{{"l", "Logs", 1}})));
        const QStringList lines = progress.missed().split(QLatin1Char('\n')); // 2 · 3 against 3 · 1
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].contains("Ranker"));
        QVERIFY(lines[1].contains("Logs"));
    }

    void aPastDrillShowsItsReviewAgain() {
        const QTemporaryDir folder;
        studio::ProgressModel progress(folder.filePath("library.db"));
        QVERIFY(progress.add(drillOf(5, {{"r", "Ranker", 3}})));
        QVERIFY(!progress.showReview(QStringLiteral("77")));
        QVERIFY(progress.showReview(progress.drills()->rows().first().key));
        studio::ReviewModel& review = *progress.review();
        QCOMPARE(review.title(), QStringLiteral("Search"));
        QCOMPARE(review.total(), QStringLiteral("60"));
        QCOMPARE(review.timing(), QStringLiteral("0:30 of 0:20"));
        QCOMPARE(review.missed()->at(0, "title").toString(), QStringLiteral("Ranker"));
        QCOMPARE(review.numbers()->count(), 2);
        QVERIFY(review.numbers()->at(1, "said").toString().isEmpty());
        QVERIFY(review.backwards().contains("API"));
        QCOMPARE(review.calibration()->count(), 1);
    }
};

QTEST_MAIN(ProgressModelTest)
#include "progress_model_test.moc"
