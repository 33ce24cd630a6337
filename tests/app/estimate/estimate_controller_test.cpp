// SPDX-License-Identifier: Apache-2.0
#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/estimate/estimate_rows.h"
#include "app/studio/models/figure_text.h"
#include "core/design/codec.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace catenary;

namespace {

/// An M/M/1 without network: arrivals λ per second, exponential service of 10 ms.
design::Design queue(double rate) {
    const std::string text = R"({"format":"catenary-design","version":1,"components":[
        {"id":"c","kind":"client","name":"App"},
        {"id":"s","kind":"service","name":"Ranker","parameters":{"service_time_ms":{"distribution":"exponential","mean":10}}}],
        "connections":[{"id":"c-s","from":"c","to":"s","distance":"none"}],
        "workloads":[{"id":"w","source":"c","arrival":{"process":"poisson","rate_per_s":)" +
                             support::shortestNumber(rate) + R"(}}],
        "objectives":[{"workload":"w","metric":"latency_p99_ms","at_most":100}]})";
    return design::decode(text).value().design;
}

double stripValue(const studio::EstimateController& controller, const QString& key) {
    auto* strip = const_cast<studio::EstimateController&>(controller).strip();
    return strip->at(strip->rowOf(key), QStringLiteral("value")).toDouble();
}

} // namespace

class EstimateControllerTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::EstimateController estimate{document, [] { return catalog::Catalog::builtIn(); }};
        QSignalSpy ready{&estimate, &studio::EstimateController::estimateChanged};
        explicit Bench(double rate) { document.replace(queue(rate), QStringLiteral("open")); }
        /// Waits until what is shown belongs to the latest edit.
        bool settled() {
            return QTest::qWaitFor([this] { return !estimate.busy(); }, 60'000);
        }
    };

private slots:
    void anotherDocumentShowsNothingOfTheOneBefore() {
        Bench bench(50);
        QVERIFY(bench.settled());
        QVERIFY(bench.estimate.settled());
        bench.document.newDesign();
        QVERIFY(!bench.estimate.settled());
        QVERIFY(!bench.estimate.available());
        QCOMPARE(bench.estimate.strip()->count(), 0);
        QCOMPARE(bench.estimate.findings()->count(), 0);
        QCOMPARE(bench.estimate.error(), QString());
        QVERIFY(bench.settled());
        QVERIFY(bench.estimate.settled());
    }

    void aSlowEstimateIsToldOf() {
        QSemaphore gate;
        const auto slow = [&gate] {
            gate.acquire();
            return catalog::Catalog::builtIn();
        };
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::EstimateController estimate{document, slow};
        QVERIFY(!estimate.late());
        QVERIFY(QTest::qWaitFor([&] { return estimate.late(); }, 60'000));
        gate.release(100);
        QVERIFY(QTest::qWaitFor([&] { return !estimate.busy(); }, 60'000));
        QVERIFY(!estimate.late());
    }

    void theStripShowsTheNumbersOfTheModel() {
        Bench bench(50);
        QVERIFY(bench.settled());
        QVERIFY(bench.estimate.available());
        QVERIFY(bench.estimate.stable());
        // M/M/1: time in system is exponential with mean 1 / (µ − λ) = 1 / (100 − 50) s = 20 ms, so p = −20 ln(1 − p).
        QVERIFY(std::fabs(stripValue(bench.estimate, "p50") - 20 * std::log(2.0)) < 0.01 * 20 * std::log(2.0));
        QVERIFY(std::fabs(stripValue(bench.estimate, "p99") - 20 * std::log(100.0)) < 0.01 * 20 * std::log(100.0));
        QVERIFY(std::fabs(stripValue(bench.estimate, "throughput") - 50) < 1e-6);
    }

    void anEditBringsNewNumbers() {
        Bench bench(50);
        QVERIFY(bench.settled());
        const double before = stripValue(bench.estimate, "p99");
        QVERIFY(bench.document.apply(design::SetValue{"workloads.w.arrival.rate_per_s", 80}));
        QVERIFY(bench.estimate.busy());
        QVERIFY(bench.settled());
        // 1 / (100 − 80) s = 50 ms instead of 20 ms.
        QVERIFY(std::fabs(stripValue(bench.estimate, "p99") / before - 2.5) < 0.02);
    }

    void theLatestOfManyEditsWins() {
        Bench bench(10);
        for (int rate = 11; rate <= 60; ++rate)
            QVERIFY(bench.document.apply(design::SetValue{"workloads.w.arrival.rate_per_s", rate}));
        QVERIFY(bench.settled());
        QVERIFY(std::fabs(stripValue(bench.estimate, "throughput") - 60) < 1e-6);
        QVERIFY(bench.ready.count() <= 3); // fifty edits of one turn are not fifty estimates
    }

    void movingAComponentKeepsTheEstimate() {
        Bench bench(50);
        QVERIFY(bench.settled());
        const auto before = bench.estimate.estimate();
        QVERIFY(bench.document.apply(design::PlaceElements{{{"s", {40, 40}}}}));
        QVERIFY(!bench.estimate.busy());
        QCOMPARE(bench.estimate.estimate(), before);
    }

    void aSystemThatIsNotStableSaysAtWhatLoadItWouldBe() {
        Bench bench(200);
        QVERIFY(bench.settled());
        QVERIFY(!bench.estimate.stable());
        QCOMPARE(bench.estimate.bottleneck(), QStringLiteral("s"));
        QVERIFY(bench.estimate.verdict().contains(QStringLiteral("Ranker")));
        QVERIFY(bench.estimate.verdict().contains(QStringLiteral("50"))); // 100 of 200 requests per second
        QVERIFY(!std::isfinite(stripValue(bench.estimate, "p99")));
        QCOMPARE(bench.estimate.objectivesMet(), 0);
    }

    void objectivesSayMetOrMissed() {
        Bench met(50), missed(80);
        QVERIFY(met.settled());
        QVERIFY(missed.settled());
        // p99 = 4.605 / (µ − λ): 92 ms at 50/s, 230 ms at 80/s; the bound is 100 ms.
        QCOMPARE(met.estimate.objectivesMet(), 1);
        QCOMPARE(missed.estimate.objectivesMet(), 0);
        auto* rows = missed.estimate.objectives();
        QCOMPARE(rows->at(0, QStringLiteral("objective")).toString(), QStringLiteral("p99 ≤ 100 ms"));
        QCOMPARE(rows->at(0, QStringLiteral("figure")).toString(), QStringLiteral("workloads.w.latency_p99_ms"));
    }

    void aDesignThatCannotBeModelledSaysWhyAndWhere() {
        Bench bench(50);
        QVERIFY(bench.settled());
        design::Design loop = bench.document.design();
        design::Component other;
        other.id = design::ComponentId("s2");
        other.kind = "service";
        loop.components.add(other);
        for (const auto& [id, from, to] : {std::tuple("a", "s", "s2"), std::tuple("b", "s2", "s")}) {
            design::Connection connection;
            connection.id = design::ConnectionId(id);
            connection.from = design::ComponentId(from);
            connection.to = design::ComponentId(to);
            loop.connections.add(connection);
        }
        bench.document.replace(loop, QStringLiteral("loop"));
        QVERIFY(bench.settled());
        QVERIFY(!bench.estimate.available());
        QVERIFY(!bench.estimate.error().isEmpty());
        QVERIFY(bench.estimate.errorCount() > 0);
        QCOMPARE(bench.estimate.strip()->count(), 0);
    }

    void aPlaceLeadsToItsElement() {
        const design::Design design = queue(1);
        QCOMPARE(studio::elementOf(design, "s.replicas"), QStringLiteral("s"));
        QCOMPARE(studio::elementOf(design, "connections.c-s.policy.retries"), QStringLiteral("c-s"));
        QCOMPARE(studio::elementOf(design, "workloads.w.arrival"), QStringLiteral("w"));
        QCOMPARE(studio::elementOf(design, "nowhere.x"), QString());
        QCOMPARE(studio::titleOf(design, QStringLiteral("c-s")), QStringLiteral("App → Ranker"));
    }

    void figuresReadAsPeopleSayThem() {
        QCOMPARE(studio::figureText(41, "ms"), QStringLiteral("41 ms"));
        QCOMPARE(studio::figureText(3200, "request/s"), QStringLiteral("3.2 k/s"));
        QCOMPARE(studio::figureText(18230, "usd/month"), QStringLiteral("$18.2 k/mo"));
        QCOMPARE(studio::figureText(0.61, "ratio"), QStringLiteral("61 %"));
        QCOMPARE(studio::figureText(0.98, "factor"), QStringLiteral("0.98 ×"));
        QCOMPARE(studio::figureText(0.42, "kWh"), QStringLiteral("420 Wh"));
        QCOMPARE(studio::figureText(3e-6, "kWh"), QStringLiteral("3 mWh"));
        QCOMPARE(studio::figureText(std::numeric_limits<double>::infinity(), "ms"), QStringLiteral("–"));
        QCOMPARE(studio::exactText(0.1), QStringLiteral("0.1"));
    }
};

QTEST_GUILESS_MAIN(EstimateControllerTest)
#include "estimate_controller_test.moc"
