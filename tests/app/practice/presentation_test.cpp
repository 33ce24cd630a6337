// SPDX-License-Identifier: Apache-2.0
// A design told step by step.
#include "app/studio/practice/presentation.h"

#include "core/design/codec.h"

#include <QtTest>

using namespace catenary;

namespace {

const char* const text = R"({"format":"catenary-design","version":1,
 "components":[{"id":"app","kind":"client","name":"App"},{"id":"api","kind":"service","name":"API","notes":"Stateless."},
               {"id":"db","kind":"relational_db","name":"Store"},{"id":"side","kind":"cache","name":"Aside"}],
 "connections":[{"id":"a","from":"app","to":"api"},{"id":"b","from":"api","to":"db"},{"id":"c","from":"api","to":"side"}],
 "groups":[{"id":"g","name":"Backend","members":["api","db"]}],
 "workloads":[{"id":"w","source":"app","arrival":{"process":"poisson","rate_per_s":10}}]})";

} // namespace

class PresentationTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController::CatalogSource source = [] { return catalog::Catalog::builtIn(); };
        studio::DocumentController document{source};
        studio::EstimateController estimate{document, source};
        studio::Presentation talk{document, estimate};
        Bench() { document.replace(design::decode(text).value().design, QStringLiteral("open")); }
    };

private slots:
    void eachStepAddsToWhatIsShown() {
        Bench bench;
        bench.talk.begin();
        QCOMPARE(bench.talk.title(), QStringLiteral("App"));
        QCOMPARE(bench.talk.shown(), QStringList{"app"});
        bench.talk.back();
        QCOMPARE(bench.talk.step(), 0);
        bench.talk.next();
        QCOMPARE(bench.talk.title(), QStringLiteral("API"));
        QCOMPARE(bench.talk.notes(), QStringLiteral("Stateless."));
        QCOMPARE(bench.talk.fresh(), (QStringList{"api", "a"}));
        QCOMPARE(bench.talk.shown(), (QStringList{"app", "api", "a", "g"})); // its group with it
        bench.talk.setStep(100);
        QCOMPARE(bench.talk.step(), bench.talk.count() - 1);
        QCOMPARE(bench.talk.shown().size(), 4 + 3 + 1);
    }

    void theCriticalPathIsAnotherOrder() {
        Bench bench;
        QTRY_VERIFY_WITH_TIMEOUT(bench.estimate.available(), 60'000);
        bench.talk.begin();
        QVERIFY(bench.talk.hasCriticalPath());
        bench.talk.setStep(2);
        bench.talk.setOrder("critical");
        QCOMPARE(bench.talk.step(), 0);
        QCOMPARE(bench.talk.title(), QStringLiteral("App"));
        bench.talk.setStep(bench.talk.count() - 1);
        QCOMPARE(bench.talk.shown().size(), 4 + 3 + 1);
    }

    void anEmptyDesignHasNoSteps() {
        Bench bench;
        bench.document.newDesign();
        bench.talk.begin();
        QCOMPARE(bench.talk.count(), 0);
        QCOMPARE(bench.talk.title(), QString());
        bench.talk.next();
        QVERIFY(bench.talk.shown().isEmpty());
    }
};

QTEST_MAIN(PresentationTest)
#include "presentation_test.moc"
