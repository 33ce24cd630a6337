// SPDX-License-Identifier: Apache-2.0
// The earlier states of a file as the history shows them.
#include "app/studio/library/revision_model.h"

#include "core/design/codec.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;

class RevisionModelTest : public QObject {
    Q_OBJECT

    struct Bench {
        QTemporaryDir folder;
        studio::DocumentController::CatalogSource source = [] { return catalog::Catalog::builtIn(); };
        studio::DocumentController document{source};
        studio::RevisionModel revisions{document, source, folder.filePath("library.db")};
        Bench() {
            document.newDesign();
            add("one", 0);
            save();
        }
        void add(const char* id, double x) {
            design::Component component;
            component.id = design::ComponentId(id);
            component.kind = "service";
            component.at = design::Point{x, 0};
            QVERIFY(document.apply(design::AddComponent{component}));
        }
        void save() {
            QSignalSpy saved(&document, &studio::DocumentController::saved);
            document.saveAsPath(folder.filePath("a.catenary"));
            QVERIFY(saved.wait(60'000));
        }
        void load() {
            revisions.load("light");
            QTRY_VERIFY_WITH_TIMEOUT(!revisions.busy(), 60'000);
        }
    };

private slots:
    void initTestCase() {
        static QTemporaryDir home;
        qputenv("XDG_STATE_HOME", home.path().toUtf8());
    }

    void eachSaveKeepsAStateTheNewestFirst() {
        Bench bench;
        bench.add("two", 300);
        bench.save();
        bench.save(); // nothing new
        bench.add("three", 600);
        bench.load();
        QCOMPARE(bench.revisions.count(), 2);
        QCOMPARE(bench.revisions.at(0, "differs").toString(), QStringLiteral("1 added since"));
        QCOMPARE(bench.revisions.at(1, "differs").toString(), QStringLiteral("2 added since"));
        QVERIFY(!bench.revisions.at(0, "thumbnail").value<QImage>().isNull());
        QCOMPARE(bench.revisions.shown(), bench.revisions.rows()[0].key);
        QVERIFY(!bench.revisions.comparison().isNull());
        QCOMPARE(bench.revisions.error(), QString());
    }

    void aStateIsPutBackAsOneStep() {
        Bench bench;
        bench.add("two", 300);
        bench.save();
        const design::Design now = bench.document.design();
        bench.load();
        bench.revisions.restore(bench.revisions.rows()[1].key);
        QCOMPARE(bench.document.design().components.size(), std::size_t(1));
        bench.document.undo();
        QVERIFY(bench.document.design() == now);
    }

    void whatWasInTheFileWhenItWasOpenedIsKept() {
        Bench bench;
        design::Design other = bench.document.design();
        other.title = "Of another program";
        const QString path = bench.folder.filePath("b.catenary");
        QVERIFY(design::save(other, path.toStdString()));
        QSignalSpy opened(&bench.document, &studio::DocumentController::opened);
        bench.document.openPath(path);
        QVERIFY(opened.wait(60'000));
        QVERIFY(bench.document.apply(design::SetHeader{"Mine", ""}));
        bench.load();
        QCOMPARE(bench.revisions.count(), 1);
        QCOMPARE(bench.revisions.at(0, "title").toString(), QStringLiteral("Of another program"));
    }

    void whatAnotherProgramWroteIsKeptToo() {
        Bench bench;
        design::Design other = bench.document.design();
        other.title = "Of another program";
        QSignalSpy reread(&bench.document, &studio::DocumentController::reread);
        QVERIFY(design::save(other, bench.folder.filePath("a.catenary").toStdString()));
        QVERIFY(reread.wait(60'000));
        bench.load();
        QCOMPARE(bench.revisions.count(), 2);
        QCOMPARE(bench.revisions.at(0, "title").toString(), QStringLiteral("Of another program"));
    }

    void aLibraryThatCannotBeReadIsSaid() {
        Bench bench;
        bench.revisions.finish();
        QFile::remove(bench.folder.filePath("library.db"));
        QFile file(bench.folder.filePath("library.db"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no database, but long enough to be looked at as one by whoever opens it as such");
        file.close();
        bench.load();
        QCOMPARE(bench.revisions.count(), 0);
        QVERIFY(!bench.revisions.error().isEmpty());
    }
};

QTEST_MAIN(RevisionModelTest)
#include "revision_model_test.moc"
