// SPDX-License-Identifier: Apache-2.0
#include "app/studio/estimate/simulation_controller.h"
#include "core/design/codec.h"

#include <QtTest>

#include <cmath>

using namespace catenary;

namespace {

/// An M/M/1 without network: arrivals λ per second, exponential service of 10 ms.
design::Design queue(double rate) {
    const std::string text = R"({"format":"catenary-design","version":1,"components":[
        {"id":"c","kind":"client"},
        {"id":"s","kind":"service","parameters":{"service_time_ms":{"distribution":"exponential","mean":10}}}],
        "connections":[{"id":"c-s","from":"c","to":"s","distance":"none"}],
        "workloads":[{"id":"w","source":"c","arrival":{"process":"poisson","rate_per_s":)" +
                             support::shortestNumber(rate) + "}}]}";
    return design::decode(text).value().design;
}

} // namespace

class SimulationControllerTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::EstimateController estimate{document, [] { return catalog::Catalog::builtIn(); }};
        studio::SimulationController simulation{estimate};
        explicit Bench(double rate) { document.replace(queue(rate), QStringLiteral("open")); }
        bool done() {
            return QTest::qWaitFor([this] { return simulation.simulated() && !simulation.running(); }, 120'000);
        }
        [[nodiscard]] const network::Latency& latency() const {
            return simulation.simulated()->performance.classes[0].latency;
        }
        [[nodiscard]] QString check(const QString& key) {
            return estimate.strip()->at(estimate.strip()->rowOf(key), QStringLiteral("check")).toString();
        }
    };

private slots:
    void simulatesWhatTheEstimateShows() {
        // M/M/1: mean 1/(μ − λ) = 20 ms; within a hundredth at 95 %, so within three with certainty enough.
        Bench bench(50);
        QVERIFY(bench.done());
        QVERIFY(std::abs(bench.latency().mean.value - 20) < 0.6);
        QVERIFY(bench.latency().mean.low < bench.latency().mean.high);
        QVERIFY(bench.check(QStringLiteral("p99")).contains(QStringLiteral("±")));
        QVERIFY(bench.simulation.status().contains(QStringLiteral("requests")));
    }

    void anEditDropsWhatBelongedToTheDesignBefore() {
        Bench bench(50);
        QVERIFY(bench.done());
        bench.document.replace(queue(80), QStringLiteral("faster"));
        QVERIFY(QTest::qWaitFor([&] { return !bench.simulation.simulated(); }, 60'000));
        QCOMPARE(bench.check(QStringLiteral("p99")), QString());
        QVERIFY(bench.done());
        QVERIFY(std::abs(bench.latency().mean.value - 50) < 2.5); // 1/(100 − 80)
    }

    void aSimulationThatPartsFromTheAnalysisIsAFinding() {
        Bench bench(50);
        QVERIFY(bench.done());
        const int before = bench.estimate.findings()->count(), warnings = bench.estimate.warningCount();
        insight::Estimate other = *bench.simulation.simulated();
        network::Measure& p99 = other.performance.classes[0].latency.p99;
        for (double* figure : {&p99.value, &p99.low, &p99.high}) *figure *= 2;
        bench.estimate.setSimulated(std::make_shared<const insight::Estimate>(other));
        QCOMPARE(bench.estimate.findings()->count(), before + 1);
        QCOMPARE(bench.estimate.warningCount(), warnings + 1);
        QVERIFY(bench.check(QStringLiteral("p99")).contains(QStringLiteral("±")));
    }

    void saysThatASystemIsNotStable() {
        Bench bench(120);
        QVERIFY(bench.done());
        QVERIFY(!bench.simulation.simulated()->performance.stable);
        QVERIFY(bench.simulation.status().contains(QStringLiteral("not stable")));
    }

    void anEmptyDesignIsNotSimulated() {
        Bench bench(50);
        QVERIFY(bench.done());
        bench.document.newDesign();
        QVERIFY(QTest::qWaitFor([&] { return !bench.estimate.busy(); }, 60'000));
        QVERIFY(!bench.simulation.simulated());
        QCOMPARE(bench.simulation.status(), QString());
    }
};

QTEST_MAIN(SimulationControllerTest)
#include "simulation_controller_test.moc"
