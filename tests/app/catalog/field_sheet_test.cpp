// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/distribution_field.h"
#include "app/studio/catalog/field_sheet.h"
#include "app/studio/catalog/workload_edits.h"
#include "core/design/codec.h"
#include "core/design/path.h"

#include <QtTest>

#include <cmath>

using namespace catenary;
using support::Json;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"components":[
    {"id":"app","kind":"client"},{"id":"s","kind":"service"},{"id":"m","kind":"model_server"}],
    "connections":[{"id":"app-s","from":"app","to":"s"},{"id":"s-m","from":"s","to":"m"}],
    "workloads":[{"id":"w","source":"app","arrival":{"process":"poisson","rate_per_s":200}}]})";

} // namespace

class FieldSheetTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::FieldSheet sheet{document, [] { return catalog::Catalog::builtIn(); }};
        Bench() {
            document.replace(design::decode(text).value().design, QStringLiteral("open"));
            QObject::connect(&document, &studio::DocumentController::changed, &sheet, [this] { refresh(); });
            refresh();
        }
        void refresh() {
            const auto catalog = catalog::Catalog::builtIn();
            const design::Design& design = document.design();
            QList<studio::Field> fields;
            for (const char* id : {"s", "m"})
                fields += studio::componentFields(*design.component(design::ComponentId(id)), *catalog);
            fields += studio::connectionFields(*design.connection(design::ConnectionId("app-s")), design, *catalog);
            fields += studio::workloadFields(*design.workload(design::WorkloadId("w")), design);
            sheet.setFields(fields);
        }
        [[nodiscard]] Json at(const char* path) const { return design::getPath(document.design(), path).value(); }
        [[nodiscard]] QString cell(const QString& section, const QString& path, const QString& role) {
            studio::KeyedModel* model = sheet.section(section);
            return model->at(model->rowOf(path), role).toString();
        }
    };

private slots:
    void aValueWithinItsRangeIsSet() {
        Bench bench;
        QVERIFY(bench.sheet.edit("s.replicas", "4"));
        QCOMPARE(bench.at("s.replicas"), Json(4));
        QCOMPARE(bench.cell("capacity", "s.replicas", "text"), QStringLiteral("4"));
        QCOMPARE(bench.cell("capacity", "s.replicas", "origin"), QStringLiteral("author"));
        QCOMPARE(bench.cell("capacity", "s.replicas", "unit"), QStringLiteral("replicas"));
        QCOMPARE(bench.cell("capacity", "s.replicas", "standard"), QStringLiteral("1 replica"));
    }

    void aValueOutOfRangeIsRefusedInPlaceAndNothingChanges() {
        Bench bench;
        const design::Design before = bench.document.design();
        for (const char* wrong : {"0", "-3", "1.5", "many", "1,5", "9999999999999999999999"}) {
            QVERIFY2(!bench.sheet.edit("m.replicas", wrong), wrong);
            QVERIFY2(!bench.cell("capacity", "m.replicas", "error").isEmpty(), wrong);
        }
        QVERIFY(bench.document.design() == before);
        QVERIFY(bench.sheet.edit("m.replicas", "2"));
        QVERIFY(bench.cell("capacity", "m.replicas", "error").isEmpty());
    }

    void emptyingAFieldTakesTheAuthorsValueAway() {
        Bench bench;
        QVERIFY(bench.sheet.edit("s.replicas", "4"));
        QVERIFY(bench.sheet.edit("s.replicas", ""));
        QVERIFY(bench.at("s.replicas").is_null());
        QCOMPARE(bench.cell("capacity", "s.replicas", "authored"), QStringLiteral("false"));
    }

    void editsOfOneFieldAreOneUndoStep() {
        Bench bench;
        bench.sheet.begin();
        for (int i = 0; i < 5; ++i) QVERIFY(bench.sheet.step("s.replicas", 1));
        bench.sheet.end();
        QCOMPARE(bench.at("s.replicas"), Json(6));
        bench.document.undo();
        QVERIFY(bench.at("s.replicas").is_null());
    }

    void aStepMovesTheLeadingDigits() {
        Bench bench;
        QVERIFY(bench.sheet.edit("workloads.w.arrival.rate_per_s", "3k"));
        QVERIFY(bench.sheet.step("workloads.w.arrival.rate_per_s", 1));
        QCOMPARE(bench.at("workloads.w.arrival.rate_per_s").get<double>(), 3100.0);
        QVERIFY(bench.sheet.edit("workloads.w.arrival.rate_per_s", "0.3"));
        QVERIFY(bench.sheet.step("workloads.w.arrival.rate_per_s", -1));
        QCOMPARE(bench.at("workloads.w.arrival.rate_per_s").get<double>(), 0.29);
    }

    void anotherLawKeepsTheMean() {
        const catalog::Parameter& parameter =
            *catalog::Catalog::builtIn()->parameter(*catalog::Catalog::builtIn()->kind("service"), "service_time_ms");
        const Json before = {{"distribution", "gamma"}, {"mean", 40}, {"cv", 0.5}};
        for (const QVariant& choice : studio::lawChoices(parameter)) {
            const QString law = choice.toMap().value("value").toString();
            const Json made = studio::withLaw(parameter, before, law);
            QCOMPARE(studio::lawOf(made), law);
            const auto distribution = support::Distribution::fromJson(made);
            QVERIFY2(distribution.has_value(), qPrintable(law));
            // Laws given by percentiles keep those, so their mean moves a little.
            const double tolerance = law.contains(':') || law == QLatin1String("quantiles") ? 0.25 : 1e-3;
            QVERIFY2(std::fabs(distribution->mean() / 40 - 1) < tolerance, qPrintable(law));
        }
    }

    void aDistributionIsEditedByItsArguments() {
        Bench bench;
        QVERIFY(bench.sheet.edit("s.service_time_ms", "12"));
        QVERIFY(bench.sheet.setLaw("s.service_time_ms", "lognormal"));
        QVERIFY(bench.sheet.setArgument("s.service_time_ms", "cv", "2"));
        QCOMPARE(bench.at("s.service_time_ms"), Json({{"distribution", "lognormal"}, {"mean", 12.0}, {"cv", 2.0}}));
        QVERIFY(!bench.sheet.setArgument("s.service_time_ms", "cv", "-1"));
        QVERIFY(!bench.cell("capacity", "s.service_time_ms", "error").isEmpty());
        QCOMPARE(bench.at("s.service_time_ms")["cv"], Json(2.0));
    }

    void aStructureIsEditedByItsParts() {
        Bench bench;
        QVERIFY(bench.sheet.setPart("s.autoscaling", "max", "8"));
        QCOMPARE(bench.at("s.autoscaling.max"), Json(8));
        QVERIFY(bench.sheet.setPart("s.autoscaling", "max", ""));
        QVERIFY(bench.at("s.autoscaling").is_null());
    }

    void connectionFieldsReachTheConnection() {
        Bench bench;
        QVERIFY(bench.sheet.choose("connections.app-s.mode", "async"));
        QCOMPARE(bench.document.design().connections[0].mode, design::Mode::Async);
        QVERIFY(bench.sheet.choose("connections.app-s.mode", "sync"));
        QVERIFY(bench.sheet.edit("connections.app-s.policy.timeout_ms", "80"));
        QCOMPARE(bench.document.design().connections[0].policy->timeout_ms, std::optional(80.0));
        QVERIFY(bench.sheet.choose("connections.app-s.distance", "custom"));
        QVERIFY(bench.sheet.edit("connections.app-s.distance.latency_ms", "7"));
        QCOMPARE(bench.document.design().connections[0].distance.latency_ms.mean(), 7.0);
        QVERIFY(!bench.sheet.edit("connections.app-s.stage", "0"));
    }

    void everyArrivalProcessCanBeChosenAndKeepsTheRate() {
        for (const char* process : {"constant", "renewal", "bursty", "diurnal", "batch", "schedule", "poisson"}) {
            Bench bench;
            bench.sheet.choose("workloads.w.arrival.process", process);
            const design::Arrival& arrival = bench.document.design().workloads[0].arrival;
            QCOMPARE(QString::fromLatin1(design::toString(arrival.process)), QString::fromLatin1(process));
            const double requests =
                studio::meanRate(arrival) * (arrival.process == design::Process::Batch ? arrival.size.mean() : 1);
            QVERIFY2(std::fabs(requests - 200) < 1e-6, process);
        }
    }

    void aRateAsPopulationIsTheSameRate() {
        Bench bench;
        QVERIFY(bench.sheet.choose("workloads.w.arrival.given_as", "population"));
        const design::Arrival& arrival = bench.document.design().workloads[0].arrival;
        QVERIFY(arrival.population && !arrival.rate_per_s);
        QVERIFY(std::fabs(studio::meanRate(arrival) - 200) < 1e-9);
        QVERIFY(bench.sheet.choose("workloads.w.arrival.given_as", "rate"));
        QCOMPARE(bench.document.design().workloads[0].arrival.rate_per_s, std::optional(200.0));
    }

    void everyParameterOfEveryKindHasLabelMeaningAndSection() {
        const auto catalog = catalog::Catalog::builtIn();
        const QSet<QString> sections{"load", "capacity", "cost", "reliability"};
        for (const catalog::Kind& kind : catalog->kinds()) {
            design::Component component;
            component.id = design::ComponentId("x");
            component.kind = kind.id;
            for (const studio::Field& field : studio::componentFields(component, *catalog)) {
                QVERIFY2(!field.parameter->label.empty() && !field.parameter->meaning.empty(), qPrintable(field.path));
                QVERIFY2(sections.contains(field.section),
                         qPrintable(QString::fromStdString(kind.id) + ' ' + field.path));
            }
        }
    }

    void aFieldGoesBackOnlyToADefaultThatItIsNot() {
        Bench bench;
        const auto resettable = [&](const char* section, const char* path) {
            return bench.cell(section, path, "resettable") == QStringLiteral("true");
        };
        QVERIFY(!resettable("about", "workloads.w.arrival.rate_per_s"));
        QVERIFY(!resettable("about", "workloads.w.source"));
        QVERIFY(!resettable("about", "connections.app-s.mode"));
        QVERIFY(!resettable("capacity", "s.replicas"));
        QVERIFY(bench.sheet.edit("s.replicas", "4"));
        QVERIFY(resettable("capacity", "s.replicas"));
        QVERIFY(bench.sheet.choose("connections.app-s.mode", "async"));
        QVERIFY(resettable("about", "connections.app-s.mode"));
        QVERIFY(bench.sheet.reset("connections.app-s.mode"));
        QCOMPARE(bench.document.design().connections[0].mode, design::Mode::Sync);
    }

    void whatIsNeededCannotBeEmptied() {
        Bench bench;
        QVERIFY(!bench.sheet.edit("workloads.w.arrival.rate_per_s", ""));
        QVERIFY(!bench.cell("about", "workloads.w.arrival.rate_per_s", "error").isEmpty());
        QCOMPARE(bench.document.design().workloads[0].arrival.rate_per_s, std::optional(200.0));
    }

    void aDistanceThatIsNotGivenSaysWhichHoldsAndWhy() {
        Bench bench;
        bench.sheet.section("network");
        const auto choices = [&] {
            studio::KeyedModel* model = bench.sheet.section("network");
            return model->at(model->rowOf("connections.app-s.distance"), "choices").toList();
        };
        QCOMPARE(choices().front().toMap().value("value").toString(), QString());
        QVERIFY(choices().front().toMap().value("text").toString().startsWith(QStringLiteral("Internet")));
        const auto unset = [&] { return bench.cell("network", "connections.app-s.distance", "unset"); };
        QVERIFY2(unset().startsWith("Internet, ") && unset().contains("begins at a client"), qPrintable(unset()));
        const QString note = bench.cell("network", "connections.app-s.distance", "note");
        QVERIFY2(note.contains(QStringLiteral("p99")), qPrintable(note));
        QVERIFY(bench.sheet.choose("connections.app-s.distance", "same_zone"));
        QVERIFY(bench.cell("network", "connections.app-s.distance", "note") != note);
        QVERIFY(unset().isEmpty());
        QVERIFY(bench.sheet.choose("connections.app-s.distance", ""));
        QCOMPARE(bench.document.design().connections[0].distance.kind, design::Distance::Kind::Unset);
    }

    void retriesCanBeWithoutLimit() {
        Bench bench;
        QVERIFY(bench.sheet.setFlag("connections.app-s.policy.retry_forever", true));
        QVERIFY(bench.document.design().connections[0].policy);
        QVERIFY(!bench.document.design().connections[0].policy->retries);
        QVERIFY(!bench.sheet.has("connections.app-s.policy.retries"));
        QVERIFY(bench.sheet.setFlag("connections.app-s.policy.retry_forever", false));
        QVERIFY(!bench.document.design().connections[0].policy);
    }

    void aRefusalNamesTheArgumentItIsAbout() {
        Bench bench;
        QVERIFY(bench.sheet.setLaw("s.service_time_ms", "gamma"));
        QVERIFY(!bench.sheet.setArgument("s.service_time_ms", "cv", "many"));
        QCOMPARE(bench.cell("capacity", "s.service_time_ms", "errorPart"), QStringLiteral("cv"));
        QVERIFY(bench.sheet.setArgument("s.service_time_ms", "cv", "0.5"));
        QVERIFY(bench.cell("capacity", "s.service_time_ms", "error").isEmpty());
    }

    void aLawIsFoundAsItWasLeft() {
        Bench bench;
        QVERIFY(bench.sheet.edit("s.service_time_ms", "12"));
        QVERIFY(bench.sheet.setLaw("s.service_time_ms", "lognormal"));
        QVERIFY(bench.sheet.setArgument("s.service_time_ms", "cv", "2"));
        const Json left = bench.at("s.service_time_ms");
        QVERIFY(bench.sheet.setLaw("s.service_time_ms", "constant"));
        QVERIFY(bench.sheet.setLaw("s.service_time_ms", "lognormal"));
        QCOMPARE(bench.at("s.service_time_ms"), left);
    }

    void componentsOfAKindAreChangedTogetherInOneStep() {
        Bench bench;
        design::Component twin = *bench.document.design().component(design::ComponentId("s"));
        twin.id = design::ComponentId("t");
        QVERIFY(bench.document.apply(design::AddComponent{twin}));
        QVERIFY(bench.document.apply(design::SetValue{"t.replicas", 3}));
        const auto catalog = catalog::Catalog::builtIn();
        studio::FieldSheet sheet{bench.document, [] { return catalog::Catalog::builtIn(); }};
        const design::Design before = bench.document.design();
        sheet.setFields(studio::sharedFields(
            {before.component(design::ComponentId("s")), before.component(design::ComponentId("t"))}, *catalog));
        studio::KeyedModel* model = sheet.section("capacity");
        QCOMPARE(model->at(model->rowOf("s.replicas"), "text").toString(), QString()); // 1 and 3
        QVERIFY(sheet.edit("s.replicas", "5"));
        QCOMPARE(bench.at("s.replicas"), Json(5));
        QCOMPARE(bench.at("t.replicas"), Json(5));
        bench.document.undo();
        QVERIFY(bench.document.design() == before);
    }

    void numbersAreReadAsPeopleTypeThem() {
        QCOMPARE(studio::parseNumber("3k").value(), 3000.0);
        QCOMPARE(studio::parseNumber("1.5 M").value(), 1.5e6);
        QCOMPARE(studio::parseNumber("12 000").value(), 12000.0);
        QCOMPARE(studio::parseNumber("1e-3").value(), 0.001);
        QVERIFY(!studio::parseNumber("1,5"));
        QVERIFY(!studio::parseNumber("nan"));
        QVERIFY(!studio::parseNumber(""));
    }
};

QTEST_GUILESS_MAIN(FieldSheetTest)
#include "field_sheet_test.moc"
