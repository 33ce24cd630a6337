// SPDX-License-Identifier: Apache-2.0
// The design as a tree of words, found and replaced.
#include "app/studio/document/outline_model.h"

#include "core/design/codec.h"

#include <QtTest>

using namespace catenary;

namespace {

const char* const text = R"({"format":"catenary-design","version":1,
 "components":[{"id":"app","kind":"client","name":"Shop app","at":[0,0]},
               {"id":"rank","kind":"model_server","name":"Shop ranker","at":[300,0]},
               {"id":"store","kind":"cache","name":"Features","at":[600,0]}],
 "connections":[{"id":"c1","from":"app","to":"rank","label":"asks the shop"},{"id":"c2","from":"rank","to":"store"}],
 "groups":[{"id":"inner","name":"Stores","members":["store"]},{"id":"outer","name":"Online","members":["rank","inner"]}],
 "notes":[{"id":"n","text":"First line\nof the shop","at":[0,200]}]})";

} // namespace

class OutlineModelTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::OutlineModel outline{document, [] { return catalog::Catalog::builtIn(); }};
        Bench() { document.replace(design::decode(text).value().design, QStringLiteral("open")); }
        /// "  Title" with its depth as blanks.
        [[nodiscard]] QStringList rows() const {
            QStringList list;
            for (int i = 0; i < outline.count(); ++i)
                list.append(QString(outline.at(i, "depth").toInt(), ' ') + outline.at(i, "title").toString());
            return list;
        }
    };

private slots:
    void theTreeFollowsTheGroups() {
        const Bench bench;
        QCOMPARE(bench.rows(),
                 (QStringList{"Online", " Shop ranker", " Stores", "  Features", "Shop app", "First line"}));
    }

    void itFollowsEdits() {
        Bench bench;
        bench.document.apply(design::RenameElement{"store", "Profiles"});
        bench.document.apply(design::RemoveElements{{"n"}});
        QCOMPARE(bench.rows(), (QStringList{"Online", " Shop ranker", " Stores", "  Profiles", "Shop app"}));
    }

    void aQueryFindsNamesKindsLabelsAndNotes() {
        Bench bench;
        bench.outline.setQuery("shop");
        QCOMPARE(bench.rows(),
                 (QStringList{"First line", "Shop app", "Shop ranker", "asks the shop", "Shop ranker to Features"}));
        bench.outline.setQuery("CACHE");
        QCOMPARE(bench.rows(), QStringList{"Features"});
        bench.outline.setQuery("rank feat"); // "Shop ranker to Features"
        QCOMPARE(bench.rows(), QStringList{"Shop ranker to Features"});
        bench.outline.setQuery("  ");
        QCOMPARE(bench.outline.count(), 6);
    }

    void replacingIsOneStepAndLeavesTheRestAlone() {
        Bench bench;
        const design::Design before = bench.document.design();
        QCOMPARE(bench.outline.replaceAll("SHOP", "Store"), 4);
        QCOMPARE(bench.document.design().component(design::ComponentId("rank"))->name, std::string("Store ranker"));
        QCOMPARE(bench.document.design().connections[0].label, std::string("asks the Store"));
        QCOMPARE(bench.document.design().notes[0].text, std::string("First line\nof the Store"));
        QCOMPARE(bench.document.design().connections[1], before.connections[1]);
        bench.document.undo();
        QVERIFY(bench.document.design() == before);
        QCOMPARE(bench.outline.replaceAll("nowhere", "x"), 0);
        QCOMPARE(bench.outline.replaceAll("", "x"), 0);
    }
};

QTEST_MAIN(OutlineModelTest)
#include "outline_model_test.moc"
