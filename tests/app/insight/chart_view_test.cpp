// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/chart_view.h"
#include "core/design/codec.h"
#include "core/insight/simulated.h"
#include "core/support/files.h"

#include <QtTest>

using namespace catenary;

class ChartViewTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::EstimateController estimate{document, [] { return catalog::Catalog::builtIn(); }};
        studio::ChartView view;
        explicit Bench(const char* chart) {
            const char* text = R"({"format":"catenary-design","version":1,"components":[
                {"id":"c","kind":"client"},
                {"id":"s","kind":"service","name":"Ranker","parameters":{"service_time_ms":10}}],
                "connections":[{"id":"c-s","from":"c","to":"s","distance":"none"}],
                "workloads":[{"id":"w","source":"c","arrival":{"process":"poisson","rate_per_s":50}}]})";
            document.replace(design::decode(text).value().design, QStringLiteral("open"));
            view.setProperty("chart", QString::fromLatin1(chart));
            view.setEstimate(&estimate);
            view.setWidth(420);
        }
        bool drawn() {
            return QTest::qWaitFor([this] { return !estimate.busy() && !view.busy() && view.implicitHeight() > 0; },
                                   60'000);
        }
    };

private slots:
    void drawsEachChartInItsOwnHeight() {
        for (const char* chart : {"load", "mean", "slow", "moves"}) {
            Bench bench(chart);
            QVERIFY2(bench.drawn(), chart);
            QVERIFY(bench.view.implicitHeight() > 60);
            QVERIFY(!bench.view.summary().isEmpty());
        }
    }

    void saysWhatIsUnderThePointer() {
        Bench bench("mean");
        QVERIFY(bench.drawn());
        bool found = false;
        for (int y = 0; y < bench.view.implicitHeight(); y += 4)
            found = found || bench.view.wordsAt(200, y).startsWith(QStringLiteral("Ranker: "));
        QVERIFY(found);
        QCOMPARE(bench.view.wordsAt(-5, -5), QString());
    }

    void savesThePictureItShows() {
        Bench bench("load");
        QVERIFY(bench.drawn());
        const QTemporaryDir folder;
        const QString svg = folder.filePath(QStringLiteral("a.svg"));
        QCOMPARE(bench.view.save(svg), QString());
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("Latency against load"));
        const QString png = folder.filePath(QStringLiteral("a.png"));
        QCOMPARE(bench.view.save(png), QString());
        QVERIFY(!QImage(png).isNull());
        QVERIFY(!bench.view.save(folder.filePath(QStringLiteral("none/a.svg"))).isEmpty());
    }

    void saysNothingOfACurveThatIsNotComputedYet() {
        Bench bench("load");
        QVERIFY(QTest::qWaitFor([&] { return bench.view.busy(); }, 60'000));
        const QTemporaryDir folder;
        const auto drawn = [&] {
            const QString path = folder.filePath(QStringLiteral("a.svg"));
            QFile file(path);
            return bench.view.save(path).isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        bench.view.setWidth(400); // composes what is known by now
        QVERIFY(drawn().contains("Computing"));
        QVERIFY(!drawn().contains("stable"));
        QVERIFY(bench.drawn());
        QVERIFY(!drawn().contains("Computing"));
    }

    void runsWhatHappensOnlyWhenAskedAndDrawsIt() {
        Bench bench("time");
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary().contains(QStringLiteral("Choose what happens")));
        bench.view.setIncident(QStringLiteral("spike"));
        QVERIFY(bench.view.busy());
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary().contains(QStringLiteral("Worst p99")));
        bench.view.setIncident(QStringLiteral("cold")); // there is no cache
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary().contains(QStringLiteral("none can be cold")));
    }

    void dropsARunThatIsNoLongerWanted() {
        Bench bench("time");
        QVERIFY(bench.drawn());
        bench.view.setIncident(QStringLiteral("start"));
        bench.view.setIncident(QStringLiteral("spike")); // the newest wins
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary().contains(QStringLiteral("Worst p99")));
        bench.view.setIncident(QStringLiteral("start"));
        QVERIFY(bench.view.busy());
        QVERIFY(!bench.view.summary().contains(QStringLiteral("Worst p99"))); // that was of the spike
        bench.view.setIncident(QString());
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary().contains(QStringLiteral("Choose what happens")));
    }

    void runsAgainWhenTheDesignChanges() {
        Bench bench("time");
        bench.view.setIncident(QStringLiteral("start"));
        QVERIFY(bench.drawn());
        const QString before = bench.view.summary();
        design::Design design = bench.document.design();
        design::Workload workload = design.workloads[0];
        workload.name = "Renamed";
        design.workloads.replace(0, std::move(workload));
        bench.document.replace(std::move(design), QStringLiteral("rename"));
        QVERIFY(QTest::qWaitFor([&] { return bench.view.busy(); }, 60'000));
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary() != before);
        QVERIFY(bench.view.summary().contains(QStringLiteral("Renamed")));
    }

    void showsOneSlowRequestOfTheSimulation() {
        Bench bench("request");
        QVERIFY(QTest::qWaitFor([&] { return !bench.estimate.busy() && bench.estimate.available(); }, 60'000));
        QVERIFY(bench.view.busy()); // until the simulation is there
        simulation::Options options;
        options.requests = 20'000;
        auto simulated = insight::simulated(bench.estimate.estimatedDesign(), *catalog::Catalog::builtIn(), options);
        QVERIFY(simulated.has_value());
        bench.estimate.setSimulated(std::make_shared<const insight::Estimate>(std::move(*simulated)));
        QVERIFY(bench.drawn());
        QVERIFY(bench.view.summary().startsWith(QStringLiteral("One slow request: ")));
        QVERIFY(bench.view.wordsAt(100, bench.view.implicitHeight() - 20).contains(QStringLiteral("own work")));
    }

    void drawsTheChartsOfAModelServer() {
        for (const char* chart : {"roofline", "serving-time", "batches", "memory"}) {
            Bench bench(chart);
            design::Design design = bench.document.design();
            design::Component server = *design.component(design::ComponentId("s"));
            server.kind = "llm_server";
            server.parameters = {{"model", "llama-3.1-8b"},
                                 {"hardware", "aws:p5.48xlarge"},
                                 {"input_tokens", 900},
                                 {"output_tokens", 100}};
            design.components.replace(1, std::move(server));
            bench.document.replace(std::move(design), QStringLiteral("serve"));
            bench.view.setProperty("component", QStringLiteral("s"));
            QVERIFY2(bench.drawn(), chart);
            QVERIFY(bench.view.implicitHeight() > 60);
            QVERIFY(!bench.view.summary().isEmpty());
            QCOMPARE(bench.estimate.modelServers().size(), 1);
            bench.view.setProperty("component", QStringLiteral("c")); // serves nothing
            QCOMPARE(bench.view.implicitHeight(), 0.0);
        }
    }

    void isEmptyWhereThereIsNoEstimate() {
        Bench bench("mean");
        QVERIFY(bench.drawn());
        bench.document.newDesign();
        QVERIFY(QTest::qWaitFor([&] { return !bench.estimate.busy() && bench.view.implicitHeight() == 0; }, 60'000));
    }
};

QTEST_MAIN(ChartViewTest)
#include "chart_view_test.moc"
