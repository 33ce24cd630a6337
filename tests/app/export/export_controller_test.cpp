// SPDX-License-Identifier: Apache-2.0
#include "app/studio/export/export_controller.h"
#include "core/design/codec.h"

#include <QFileInfo>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace catenary;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"title":"Two boxes","components":[
    {"id":"app","kind":"client","name":"App","at":[0,0]},{"id":"s","kind":"service","name":"Ranker","at":[300,0]}],
    "connections":[{"id":"app-s","from":"app","to":"s"}]})";

} // namespace

class ExportControllerTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController::CatalogSource source = [] { return catalog::Catalog::builtIn(); };
        studio::DocumentController document{source};
        studio::Selection selection{document};
        studio::EstimateController estimate{document, source};
        studio::ExportController exporter{document, selection, estimate, source};
        QTemporaryDir folder;
        Bench() {
            document.replace(design::decode(text).value().design, QStringLiteral("open"));
            exporter.begin("light");
        }
        bool written(const QString& name) {
            QSignalSpy done(&exporter, &studio::ExportController::written);
            exporter.setPath(folder.filePath(name));
            exporter.write();
            return done.wait(60'000);
        }
    };

private slots:
    void anSvgIsValidXmlThatNamesTheComponents() {
        Bench bench;
        QVERIFY(bench.written("a.svg"));
        QFile file(bench.folder.filePath("a.svg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.contains("Ranker"));
        QXmlStreamReader xml(content);
        while (!xml.atEnd()) xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    }

    void aPngHasThePixelsOfItsScale() {
        Bench bench;
        bench.exporter.setFormat("png");
        QVERIFY(QTest::qWaitFor([&] { return !bench.exporter.sizeText().isEmpty(); }, 60'000));
        bench.exporter.setScale(1);
        QVERIFY(bench.written("one.png"));
        bench.exporter.setScale(4);
        QVERIFY(bench.written("four.png"));
        const QImage one(bench.folder.filePath("one.png")), four(bench.folder.filePath("four.png"));
        QVERIFY(!one.isNull() && !four.isNull());
        QVERIFY(std::abs(four.width() - 4 * one.width()) <= 4);
        QCOMPARE(bench.exporter.sizeText(), QStringLiteral("%1 × %2 px").arg(four.width()).arg(four.height()));
    }

    void whatWasExportedCanBeOpenedAgain() {
        for (const char* name : {"again.svg", "again.png"}) {
            Bench bench;
            bench.exporter.setFormat(QString::fromLatin1(name).section('.', 1));
            QVERIFY(bench.written(name));
            const design::Design before = bench.document.design();
            bench.document.newDesign();
            QSignalSpy opened(&bench.document, &studio::DocumentController::opened);
            bench.document.openPath(bench.folder.filePath(name));
            QVERIFY(opened.wait(60'000));
            QVERIFY(bench.document.design() == before);
            QVERIFY(bench.document.path().isEmpty()); // a save does not overwrite the picture
            bench.exporter.setEditable(false);
            QVERIFY(bench.written(name));
            QSignalSpy failed(&bench.document, &studio::DocumentController::failed);
            bench.document.openPath(bench.folder.filePath(name));
            QVERIFY(failed.wait(60'000));
            QVERIFY(failed.last()[0].toString().contains("no design"));
        }
    }

    void aPdfIsOnePage() {
        Bench bench;
        bench.exporter.setFormat("pdf");
        QVERIFY(bench.written("a.pdf"));
        QFile file(bench.folder.filePath("a.pdf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.startsWith("%PDF-"));
        QCOMPARE(content.count("/Type /Page\n"), 1);
        QVERIFY(content.contains("/EmbeddedFile"));
        QVERIFY(content.contains("/FontFile")); // text, not outlines
    }

    void theSuffixFollowsTheFormat() {
        Bench bench;
        bench.exporter.setPath("/tmp/picture.svg");
        bench.exporter.setFormat("png");
        QCOMPARE(bench.exporter.property("path").toString(), QStringLiteral("/tmp/picture.png"));
        bench.exporter.setPathFromUrl(QUrl::fromLocalFile("/tmp/other.svg"));
        QCOMPARE(bench.exporter.property("format").toString(), QStringLiteral("svg"));
    }

    void theFolderOfTheLastExportIsRememberedAndAlwaysExists() {
        const QTemporaryDir home, pictures;
        qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
        studio::Settings settings;
        Bench bench;
        studio::ExportController exporter(bench.document, bench.selection, bench.estimate, bench.source, &settings);
        exporter.begin("light");
        QVERIFY(QFileInfo(exporter.folder()).isDir());
        QSignalSpy done(&exporter, &studio::ExportController::written);
        exporter.setPath(pictures.filePath("kept.svg"));
        exporter.write();
        QVERIFY(done.wait(60'000));
        exporter.begin("light");
        QCOMPARE(exporter.folder(), pictures.path());
        QCOMPARE(exporter.fileName(), QStringLiteral("two-boxes.svg"));
        settings.store().setValue("export/folder", "/no/such/folder");
        exporter.begin("light");
        QVERIFY(QFileInfo(exporter.folder()).isDir());
    }

    void onlyAFileOfSomeoneElseNeedsAQuestion() {
        Bench bench;
        QVERIFY(bench.written("mine.svg"));
        QVERIFY(!bench.exporter.replaces());
        QFile other(bench.folder.filePath("other.svg"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        bench.exporter.setPath(bench.folder.filePath("other"));
        QVERIFY(bench.exporter.replaces());
        bench.exporter.choose(other.fileName());
        QVERIFY(!bench.exporter.replaces());
    }

    void aFileThatCannotBeWrittenSaysWhyInPlace() {
        Bench bench;
        QSignalSpy failed(&bench.exporter, &studio::ExportController::errorChanged);
        bench.exporter.setPath("/no/such/folder/a.svg");
        bench.exporter.write();
        QVERIFY(failed.wait(60'000));
        QVERIFY(!bench.exporter.error().isEmpty());
        QVERIFY(!bench.exporter.busy());
    }

    void onlyTheSelectionIsSmaller() {
        Bench bench;
        bench.selection.select("s");
        QVERIFY(bench.written("all.svg"));
        bench.exporter.setOnlySelection(true);
        QVERIFY(bench.written("one.svg"));
        QFile all(bench.folder.filePath("all.svg")), one(bench.folder.filePath("one.svg"));
        QVERIFY(all.open(QIODevice::ReadOnly) && one.open(QIODevice::ReadOnly));
        const QByteArray content = one.readAll();
        QVERIFY(all.readAll().contains(">App<"));
        QVERIFY(!content.contains(">App<"));
        QVERIFY(content.contains("Ranker"));
    }
};

QTEST_MAIN(ExportControllerTest)
#include "export_controller_test.moc"
