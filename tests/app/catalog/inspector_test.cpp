// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/inspector.h"
#include "app/studio/catalog/palette_model.h"
#include "core/design/codec.h"
#include "core/insight/explanation.h"
#include "core/support/files.h"

#include <QSignalSpy>
#include <QtTest>

using namespace catenary;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"title":"T","components":[
    {"id":"app","kind":"client","name":"App"},{"id":"s","kind":"service","parameters":{"service_time_ms":5}}],
    "connections":[{"id":"app-s","from":"app","to":"s"}],"notes":[{"id":"n","text":"why","at":[0,0]}],
    "workloads":[{"id":"w","source":"app","arrival":{"process":"poisson","rate_per_s":20}}],
    "objectives":[{"workload":"w","metric":"latency_p99_ms","at_most":100}],
    "variants":[{"id":"peak","name":"Ten times the traffic","set":{"load":10}}]})";

} // namespace

class InspectorTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController::CatalogSource source = [] { return catalog::Catalog::builtIn(); };
        studio::DocumentController document{source};
        studio::Selection selection{document};
        studio::EstimateController estimate{document, source};
        studio::Inspector inspector{document, selection, estimate, source};
        Bench() { document.replace(design::decode(text).value().design, QStringLiteral("open")); }
    };

private slots:
    void itShowsWhatIsSelected() {
        Bench bench;
        QCOMPARE(bench.inspector.mode(), QStringLiteral("design"));
        bench.selection.select("s");
        QCOMPARE(bench.inspector.mode(), QStringLiteral("component"));
        QCOMPARE(bench.inspector.kindTitle(), QStringLiteral("Service"));
        QVERIFY(bench.inspector.sheet()->countIn("capacity") > 0);
        bench.selection.select("app-s");
        QCOMPARE(bench.inspector.mode(), QStringLiteral("connection"));
        QCOMPARE(bench.inspector.detail(), QStringLiteral("App → s"));
        bench.selection.set({"app", "s", "n"});
        QCOMPARE(bench.inspector.mode(), QStringLiteral("several"));
        QCOMPARE(bench.inspector.placed(), 3);
        QCOMPARE(bench.inspector.sheet()->fields().size(), 0);
    }

    void theNumbersOfAComponentFollowTheEstimate() {
        Bench bench;
        bench.selection.select("s");
        QVERIFY(QTest::qWaitFor([&] { return bench.estimate.available(); }, 60'000));
        studio::KeyedModel* figures = bench.inspector.figures();
        const int row = figures->rowOf("utilisation");
        // ρ = λ × S = 20/s × 5 ms = 0.1
        QVERIFY(std::fabs(figures->at(row, "value").toDouble() - 0.1) < 1e-9);
        QCOMPARE(figures->at(row, "figure").toString(), QStringLiteral("components.s.utilisation"));
    }

    void everyNumberOfEveryTemplateOpensAnExplanationThatComesToIt() {
        const auto catalog = catalog::Catalog::builtIn();
        int told = 0;
        for (const auto& file : support::embeddedFiles()) {
            if (!file.path.starts_with("templates/")) continue;
            const design::Design design = design::decode(file.content, std::string(file.path)).value().design;
            const insight::Estimate estimate = insight::estimate(design, *catalog).value();
            QList<studio::KeyedModel::Row> rows;
            for (const auto& part : design.components) rows += studio::componentFigures(estimate, part->id);
            for (const auto& part : design.components) rows += studio::servingFigures(estimate, part->id);
            for (const auto& part : design.connections) rows += studio::connectionFigures(estimate, part->id);
            for (const auto& part : design.groups) rows += studio::groupFigures(estimate, design, *catalog, part->id);
            for (const studio::KeyedModel::Row& row : rows) {
                const std::string figure = row.cells[3].toString().toStdString();
                const auto tree = insight::explain(figure, estimate, design, *catalog);
                QVERIFY2(tree, figure.c_str());
                const double value = row.cells[1].toDouble();
                if (!std::isfinite(value)) continue;
                QVERIFY2(std::fabs(insight::evaluate(*tree) - value) <= 1e-9 * std::fabs(value), figure.c_str());
                ++told;
            }
        }
        QVERIFY(told > 200);
    }

    void aPathOfAnExplanationSelectsItsElement() {
        Bench bench;
        QSignalSpy asked(&bench.inspector, &studio::Inspector::focusRequested);
        bench.inspector.goTo("s.service_time_ms");
        QCOMPARE(bench.selection.current(), QStringLiteral("s"));
        QCOMPARE(bench.inspector.focusedPath(), QStringLiteral("s.service_time_ms"));
        bench.inspector.goTo("workloads.w.arrival.rate_per_s");
        QCOMPARE(bench.selection.count(), 0);
        QCOMPARE(bench.inspector.design()->workload(), QStringLiteral("w"));
        QCOMPARE(asked.count(), 2);
    }

    void pastedMeasurementsAreOneUndoStepAndCanBeTakenAwayAgain() {
        Bench bench;
        design::Design design = bench.document.design();
        design::Component server = *design.component(design::ComponentId("s"));
        server.kind = "model_server";
        server.parameters = {{"model", "bert-base"}, {"hardware", "aws:g6.xlarge"}, {"max_batch", 16}};
        design.components.replace(1, std::move(server));
        bench.document.replace(std::move(design), QStringLiteral("serve"));
        bench.inspector.goTo("s.calibration");
        studio::MeasurementSheet& sheet = *bench.inspector.measurements();
        QVERIFY(!sheet.ready());
        sheet.setText(QStringLiteral("batch;time_ms;note\n4;50;a\n8;slow;b"));
        QCOMPARE(sheet.rows()->count(), 2);
        QVERIFY(sheet.rows()->at(0, "factor").toString().startsWith(QStringLiteral("computed × ")));
        QCOMPARE(sheet.rows()->at(1, "line").toInt(), 3);
        QVERIFY(sheet.rows()->at(1, "problem").toString().contains(QStringLiteral("slow")));
        QVERIFY(sheet.note().contains(QStringLiteral("note")));
        QVERIFY(!sheet.ready());
        QVERIFY(!sheet.take());

        sheet.setText(QStringLiteral("batch;time_ms\n4;50\n8;90"));
        QVERIFY2(sheet.problem().isEmpty(), qPrintable(sheet.problem()));
        QVERIFY(!sheet.summary().isEmpty());
        QVERIFY(sheet.take());
        const auto calibration = [&]() -> const design::Json* {
            return design::findParameter(bench.document.design().component(design::ComponentId("s"))->parameters,
                                         "calibration");
        };
        QCOMPARE(calibration()->size(), std::size_t(2));
        // What it was measured with stays with it when the component changes.
        QCOMPARE((*calibration())[0]["hardware"].get<std::string>(), std::string("aws:g6.xlarge"));
        QCOMPARE((*calibration())[0]["model"].get<std::string>(), std::string("bert-base"));
        bench.document.undo();
        QVERIFY(calibration() == nullptr);
        bench.document.redo();
        bench.inspector.goTo("s.calibration");
        QVERIFY(sheet.text().startsWith(QStringLiteral("batch")));
        QVERIFY(!sheet.ready()); // nothing is new
        sheet.setText({});
        QVERIFY(sheet.take());
        QVERIFY(calibration() == nullptr);
    }

    void aVariantIsOneUndoStep() {
        Bench bench;
        QVERIFY(bench.inspector.design()->applyVariant("peak"));
        QCOMPARE(bench.document.design().workloads[0].arrival.rate_per_s, std::optional(200.0));
        bench.document.undo();
        QCOMPARE(bench.document.design().workloads[0].arrival.rate_per_s, std::optional(20.0));
    }

    void objectivesAreAddedChangedAndTakenAway() {
        Bench bench;
        studio::ObjectivesSheet* sheet = bench.inspector.design()->objectives();
        QVERIFY(sheet->add());
        QVERIFY(sheet->setMetric(1, "success_ratio"));
        QCOMPARE(bench.document.design().objectives[1].at_least, std::optional(0.999));
        QVERIFY(sheet->setMetric(0, "latency_p95_ms")); // of the same unit: the bound stays
        QCOMPARE(bench.document.design().objectives[0].at_most, std::optional(100.0));
        QVERIFY(!sheet->setBound(0, "-5"));
        QVERIFY(!sheet->rows()->at(0, "error").toString().isEmpty());
        QCOMPARE(bench.document.design().objectives[0].at_most, std::optional(100.0));
        QVERIFY(sheet->setBound(0, "80"));
        QCOMPARE(bench.document.design().objectives[0].at_most, std::optional(80.0));
        QVERIFY(sheet->remove(0));
        QCOMPARE(bench.document.design().objectives.size(), std::size_t(1));
    }

    void theChooserOffersANoteUnlessItConnects() {
        Bench bench;
        studio::PaletteModel palette(bench.source, bench.document);
        const auto last = [&](const QString& from) {
            return palette.choices({}, from).last().toMap().value("id").toString();
        };
        QCOMPARE(last({}), QStringLiteral("note"));
        design::Component added;
        added.id = design::ComponentId("guard");
        added.kind = "waf";
        QVERIFY(bench.document.apply(design::AddComponent{added}));
        QCOMPARE(palette.choices({}, {}).front().toMap().value("id").toString(), QStringLiteral("waf"));
        QVERIFY(last("s") != QStringLiteral("note"));
        QCOMPARE(palette.choices("not", {}).front().toMap().value("id").toString(), QStringLiteral("note"));
        QCOMPARE(palette.choices("redis", {}).front().toMap().value("group").toString(), QStringLiteral("data"));
    }

    void notesOfAComponentAreEdited() {
        Bench bench;
        bench.selection.select("s");
        QVERIFY(bench.inspector.setNotes("measured in May\n"));
        QCOMPARE(bench.inspector.notes(), QStringLiteral("measured in May"));
        bench.document.undo();
        QCOMPARE(bench.inspector.notes(), QString());
    }

    void aGroupShowsWhatItsMembersComeTo() {
        Bench bench;
        design::Group inner, outer;
        inner.id = design::GroupId("inner");
        inner.members = {"s"};
        outer.id = design::GroupId("outer");
        outer.members = {"app", "inner"};
        QVERIFY(bench.document.apply(design::AddGroup{inner}));
        QVERIFY(bench.document.apply(design::AddGroup{outer}));
        bench.selection.select("outer");
        QVERIFY(QTest::qWaitFor([&] { return bench.estimate.available() && !bench.estimate.busy(); }, 60'000));
        studio::KeyedModel* figures = bench.inspector.figures();
        QCOMPARE(figures->at(figures->rowOf("members"), "value").toDouble(), 2.0);
        // ρ = λ × S = 20/s × 5 ms = 0.1
        const int fullest = figures->rowOf("largest utilisation");
        QVERIFY(std::fabs(figures->at(fullest, "value").toDouble() - 0.1) < 1e-9);
        QCOMPARE(figures->at(fullest, "figure").toString(), QStringLiteral("groups.outer.utilisation"));
    }

    void thePaletteFindsAKindByWhatItDoes() {
        studio::DocumentController document([] { return catalog::Catalog::builtIn(); });
        studio::PaletteModel palette([] { return catalog::Catalog::builtIn(); }, document);
        QVERIFY(QTest::qWaitFor([&] { return palette.rows()->count() > 0; }, 60'000));
        palette.setQuery("triton");
        QVERIFY(palette.rows()->rowOf("model_server") >= 0); // by a keyword, not by its title
        QVERIFY(palette.rows()->rowOf("client") < 0);
        palette.setQuery("zzzzzz");
        QCOMPARE(palette.rows()->count(), 0);
        palette.setQuery("");
        QSet<QString> kinds;
        for (const studio::KeyedModel::Row& row : palette.rows()->rows()) kinds.insert(row.key);
        for (const catalog::Kind& kind : catalog::Catalog::builtIn()->kinds())
            QVERIFY2(kinds.contains(QString::fromStdString(kind.id)), kind.id.c_str());
    }
};

QTEST_GUILESS_MAIN(InspectorTest)
#include "inspector_test.moc"
