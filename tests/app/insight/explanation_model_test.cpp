// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/explanation_model.h"
#include "core/design/codec.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QtTest>

#include <cmath>

using namespace catenary;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"components":[
    {"id":"app","kind":"client"},{"id":"s","kind":"service","parameters":{"service_time_ms":5}}],
    "connections":[{"id":"app-s","from":"app","to":"s","request_bytes":1000}],
    "workloads":[{"id":"w","source":"app","arrival":{"process":"poisson","rate_per_s":20}}]})";

} // namespace

class ExplanationModelTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController::CatalogSource source = [] { return catalog::Catalog::builtIn(); };
        studio::DocumentController document{source};
        studio::EstimateController estimate{document, source};
        studio::ExplanationModel explanation{estimate};
        Bench() { document.replace(design::decode(text).value().design, QStringLiteral("open")); }
        bool ready() {
            return QTest::qWaitFor([this] { return estimate.available() && !estimate.busy(); }, 60'000);
        }
    };

private slots:
    void everyFigureHasATreeThatOpensAndCloses() {
        Bench bench;
        QVERIFY(bench.ready());
        QAbstractItemModelTester tester(bench.explanation.rows(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const std::string& figure : insight::figures(*bench.estimate.estimate(), bench.document.design())) {
            bench.explanation.show(QString::fromStdString(figure));
            QVERIFY2(bench.explanation.error().isEmpty(), figure.c_str());
            QVERIFY2(bench.explanation.rows()->count() >= 1, figure.c_str());
            bench.explanation.expandAll();
            const int all = bench.explanation.rows()->count();
            bench.explanation.toggle("0");
            QCOMPARE(bench.explanation.rows()->count(), 1);
            bench.explanation.toggle("0");
            QCOMPARE(bench.explanation.rows()->count(), all); // what was open below is open again
        }
    }

    void itFollowsTheDesign() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.explanation.show("components.s.utilisation");
        const QString before = bench.explanation.value(); // 20/s × 5 ms
        QVERIFY(bench.document.apply(design::SetValue{"s.service_time_ms", 10}));
        QVERIFY(bench.ready());
        QVERIFY(bench.explanation.value() != before);
    }

    void aFigureThatDoesNotExistSaysSo() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.explanation.show("components.nobody.utilisation");
        QVERIFY(!bench.explanation.error().isEmpty());
        QCOMPARE(bench.explanation.rows()->count(), 0);
        bench.explanation.show("components.s.utilisation");
        QVERIFY(bench.explanation.error().isEmpty());
    }

    void backGoesToTheFigureBefore() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.explanation.show("components.s.utilisation");
        QVERIFY(!bench.explanation.canGoBack());
        bench.explanation.show("components.s.waiting_ms");
        bench.explanation.back();
        QCOMPARE(bench.explanation.figure(), QStringLiteral("components.s.utilisation"));
        QVERIFY(!bench.explanation.canGoBack());
    }

    void aFigureTakesThePlaceOfTheEnvelope() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.explanation.setPage("envelope");
        QVERIFY(bench.explanation.envelope()->active());
        bench.explanation.show("components.s.utilisation");
        QCOMPARE(bench.explanation.page(), QStringLiteral("why"));
        QVERIFY(!bench.explanation.envelope()->active());
        bench.explanation.clear();
        QCOMPARE(bench.explanation.page(), QString());
    }

    void noRowHasALongNumber() {
        Bench bench;
        QVERIFY(bench.ready());
        const QRegularExpression longNumber(QStringLiteral("[1-9][0-9.]{6,}"));
        for (const std::string& figure : insight::figures(*bench.estimate.estimate(), bench.document.design())) {
            bench.explanation.show(QString::fromStdString(figure));
            bench.explanation.expandAll();
            for (int row = 0; row < bench.explanation.rows()->count(); ++row)
                for (const char* role : {"label", "value", "formula"}) {
                    const QString words = bench.explanation.rows()->at(row, role).toString();
                    QVERIFY2(!words.contains(longNumber), qPrintable(words));
                }
        }
    }

    void whatTheEngineComputedNamesItsMethod() {
        Bench bench;
        design::Component ranker;
        ranker.id = design::ComponentId("m");
        ranker.kind = "model_server";
        design::Connection call;
        call.id = design::ConnectionId("s-m");
        call.from = design::ComponentId("s");
        call.to = ranker.id;
        QVERIFY(bench.document.apply(design::AddComponent{ranker}));
        QVERIFY(bench.document.apply(design::AddConnection{call}));
        QVERIFY(bench.ready());
        bool found = false;
        for (const std::string& figure : insight::figures(*bench.estimate.estimate(), bench.document.design())) {
            const auto tree = insight::explain(figure, *bench.estimate.estimate(), bench.document.design(),
                                               *bench.estimate.catalog());
            QVERIFY(tree.has_value());
            if (tree->operation != insight::Operation::Engine || !std::isfinite(tree->value)) continue;
            found = true;
            bench.explanation.show(QString::fromStdString(figure));
            QVERIFY(bench.explanation.rows()->at(0, "formula").toString().startsWith(QStringLiteral("computed by: ")));
        }
        QVERIFY(found);
    }

    void whatIsNotDefinedSaysWhy() {
        Bench bench;
        QVERIFY(bench.document.apply(design::SetValue{"workloads.w.arrival.rate_per_s", 1000})); // of 200/s
        QVERIFY(bench.ready());
        QVERIFY(!bench.estimate.stable());
        bench.explanation.show("workloads.w.latency_p50_ms");
        QCOMPARE(bench.explanation.value(), QStringLiteral("–"));
        QVERIFY(!bench.explanation.reason().isEmpty());
        QCOMPARE(bench.explanation.rows()->count(), 1);
        QCOMPARE(bench.explanation.rows()->at(0, "source").toString(), QString());
    }

    void theEnvelopeIsFilledWhileItIsOnTheScreen() {
        Bench bench;
        QVERIFY(bench.ready());
        studio::EnvelopeModel* envelope = bench.explanation.envelope();
        QCOMPARE(envelope->rows()->count(), 0);
        envelope->setActive(true);
        QVERIFY(envelope->rows()->count() > 0);
        QVERIFY(envelope->rows()->rowOf("w") >= 0);
    }
};

QTEST_GUILESS_MAIN(ExplanationModelTest)
#include "explanation_model_test.moc"
