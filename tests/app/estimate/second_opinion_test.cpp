// SPDX-License-Identifier: Apache-2.0
#include "app/studio/estimate/estimate_rows.h"

#include <QtTest>

using namespace catenary;
using studio::secondOpinion;

namespace {

network::Measure measure(double value) {
    network::Measure measure;
    measure.value = value;
    return measure;
}

network::Measure within(double low, double value, double high) {
    network::Measure simulated = measure(value);
    simulated.low = low;
    simulated.high = high;
    return simulated;
}

} // namespace

class SecondOpinionTest : public QObject {
    Q_OBJECT

private slots:
    void agreesInsideTheInterval() {
        const auto second = secondOpinion(measure(101), within(96, 100, 104), true);
        QVERIFY(second.text.contains(QStringLiteral("100 ms ± 4")));
        QCOMPARE(second.parting, QString());
        QCOMPARE(second.sentence, QString());
    }

    void aFewPerCentOutsideTheIntervalAreNotWorthAWord() {
        // 2 % of the simulated value beyond the interval's end on either side
        QCOMPARE(secondOpinion(measure(103), within(99, 100, 101), true).parting, QString());
        QCOMPARE(secondOpinion(measure(97), within(99, 100, 101), true).parting, QString());
    }

    void saysInWordsOnWhichSideTheAnalysisLies() {
        QCOMPARE(secondOpinion(measure(112), within(99, 100, 101), true).parting, QStringLiteral("12 % high"));
        const auto low = secondOpinion(measure(88), within(99, 100, 101), true);
        QCOMPARE(low.parting, QStringLiteral("12 % low"));
        QVERIFY(low.sentence.contains(QStringLiteral("12 % below")));
    }

    void aWideIntervalExcusesMuch() {
        QCOMPARE(secondOpinion(measure(121), within(80, 100, 120), true).parting, QString());
    }

    void saysThatOnlyTheSimulationFindsItNotStable() {
        const auto second = secondOpinion(measure(100), measure(network::undefined), false);
        QVERIFY(second.text.contains(QStringLiteral("not stable")));
        QVERIFY(!second.parting.isEmpty());
        QVERIFY(!second.sentence.isEmpty());
    }

    void saysNothingWhereNeitherHasAnAnswer() {
        const auto second = secondOpinion(measure(network::undefined), measure(network::undefined), false);
        QCOMPARE(second.text, QString());
        QCOMPARE(second.parting, QString());
        QCOMPARE(secondOpinion(measure(100), measure(network::undefined), true).text, QString());
    }
};

QTEST_APPLESS_MAIN(SecondOpinionTest)
#include "second_opinion_test.moc"
