// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/document_controller.h"
#include "core/design/codec.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;
using studio::DocumentController;

namespace {

design::AddComponent service(const char* id, double x, double y) {
    design::Component component;
    component.id = design::ComponentId(id);
    component.kind = "service";
    component.at = design::Point{x, y};
    return {component};
}

} // namespace

class DocumentControllerTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<DocumentController> m_document;

    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    bool opens(const QString& path) {
        QSignalSpy opened(m_document.get(), &DocumentController::opened);
        m_document->openPath(path);
        return opened.wait();
    }
    bool saves(const QString& path) {
        QSignalSpy saved(m_document.get(), &DocumentController::saved);
        m_document->saveAs(QUrl::fromLocalFile(path));
        return saved.wait();
    }

    /// A working copy of a program that ended, `seconds` after the file was written (before, if negative).
    void leaveCopy(const std::string& key, const QString& path, qint64 seconds) {
        design::Design design;
        design.title = "Recovered";
        const qint64 at = QFileInfo(path).lastModified().toMSecsSinceEpoch() + 1000 * seconds;
        QVERIFY(design::Autosave().write(key, design, path.toStdString(), at).has_value());
    }

private slots:
    void initTestCase() {
        qputenv("XDG_STATE_HOME", m_folder.filePath("state").toUtf8());
        qputenv("XDG_DATA_HOME", m_folder.filePath("data").toUtf8());
    }
    void init() {
        m_document = std::make_unique<DocumentController>([] { return catalog::Catalog::builtIn(); });
        m_document->newDesign();
    }
    void cleanup() { m_document.reset(); }

    void aFileThatSomethingElseChangedIsReplacedOnlyWhenAsked() {
        const QString path = file("shared.catenary");
        QVERIFY(m_document->apply(service("a", 0, 0)));
        QVERIFY(saves(path));
        const auto write = [&](const QByteArray& content) {
            QFile other(path);
            QVERIFY(other.open(QIODevice::WriteOnly));
            QCOMPARE(other.write(content), content.size());
        };
        const auto content = [&] {
            QFile kept(path);
            return kept.open(QIODevice::ReadOnly) ? kept.readAll() : QByteArray();
        };
        const QByteArray own = content();
        write("theirs");
        QVERIFY(m_document->apply(service("b", 300, 0)));
        QSignalSpy asked(m_document.get(), &DocumentController::fileChanged);
        QVERIFY(!m_document->save());
        QCOMPARE(asked.count(), 1);
        QCOMPARE(content(), QByteArray("theirs"));
        QVERIFY(m_document->modified());

        QSignalSpy saved(m_document.get(), &DocumentController::saved);
        m_document->saveOver();
        QVERIFY(saved.wait());
        QVERIFY(content().contains("\"b\""));

        // Written anew with the same content, it is no change; nor is a file that is gone.
        write(content());
        QVERIFY(m_document->apply(service("c", 600, 0)));
        QVERIFY(m_document->save());
        QVERIFY(saved.wait());
        QVERIFY(QFile::remove(path));
        QVERIFY(m_document->save());
        QVERIFY(saved.wait());
        QCOMPARE(asked.count(), 1);
        QVERIFY(content() != own);
    }

    void undoTakesBackAnEditAndRedoBringsItAgain() {
        QVERIFY(m_document->apply(service("a", 0, 0)));
        const design::Design after = m_document->design();
        QVERIFY(m_document->canUndo());
        m_document->undo();
        QVERIFY(m_document->design().components.empty());
        m_document->redo();
        QVERIFY(m_document->design() == after);
    }

    void editsOfOneGestureAreOneUndoStep() {
        m_document->apply(service("a", 0, 0));
        const quint64 gesture = m_document->beginGesture();
        for (int i = 0; i < 10; ++i) m_document->apply(design::MoveElements{{"a"}, 3, 1}, gesture);
        m_document->endGesture();
        QCOMPARE(m_document->design().components[0].at->x, 30.0);
        m_document->undo();
        QCOMPARE(m_document->design().components[0].at->x, 0.0);
        QCOMPARE(m_document->design().components.size(), std::size_t(1));
    }

    void anEditThatCannotBeMadeChangesNothingAndSaysWhy() {
        m_document->apply(service("a", 0, 0));
        const design::Design before = m_document->design();
        const quint64 revision = m_document->revision();
        QSignalSpy refused(m_document.get(), &DocumentController::editRefused);
        QVERIFY(!m_document->apply(service("a", 10, 10))); // the id is taken
        QCOMPARE(refused.count(), 1);
        QVERIFY(!refused[0][0].toString().isEmpty());
        QVERIFY(m_document->design() == before);
        QCOMPARE(m_document->revision(), revision);
    }

    void changedNamesTheElementsThatChanged() {
        m_document->apply(service("a", 0, 0));
        m_document->apply(service("b", 0, 0));
        design::ChangeSet last;
        connect(m_document.get(), &DocumentController::changed, this,
                [&](const design::ChangeSet& changes) { last = changes; });
        m_document->apply(design::MoveElements{{"b"}, 5, 5});
        QCOMPARE(last.changed, std::vector<std::string>{"b"});
        QVERIFY(!last.semantic);
    }

    void aSavedDesignOpensAsItWas() {
        m_document->apply(service("a", 12, 34));
        m_document->rename("Two words");
        const design::Design before = m_document->design();
        QVERIFY(saves(file("saved.catenary")));
        QVERIFY(!m_document->modified());
        m_document->newDesign();
        QVERIFY(opens(file("saved.catenary")));
        QVERIFY(m_document->design() == before);
        QCOMPARE(m_document->title(), QStringLiteral("Two words"));
    }

    void undoingBackToTheSavedDesignIsNotAChange() {
        m_document->apply(service("a", 0, 0));
        QVERIFY(saves(file("clean.catenary")));
        m_document->apply(design::MoveElements{{"a"}, 5, 5});
        QVERIFY(m_document->modified());
        m_document->undo();
        QVERIFY(!m_document->modified());
    }

    void saveWithoutAFileAsksForOne() {
        m_document->apply(service("a", 0, 0));
        QSignalSpy needs(m_document.get(), &DocumentController::needsPath);
        QVERIFY(!m_document->save());
        QCOMPARE(needs.count(), 1);
    }

    void aFileThatCannotBeReadLeavesTheDocumentAloneAndNamesThePlace() {
        m_document->apply(service("a", 0, 0));
        const design::Design before = m_document->design();
        QFile broken(file("broken.catenary"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"format\": \"catenary-design\",\n \"version\": 1,\n \"components\": [");
        broken.close();
        QSignalSpy failed(m_document.get(), &DocumentController::failed);
        m_document->openPath(broken.fileName());
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].toString().contains("broken.catenary"));
        QVERIFY(m_document->design() == before);
    }

    void theLastOfTwoOpensWins() {
        m_document->apply(service("first", 0, 0));
        QVERIFY(saves(file("first.catenary")));
        m_document->newDesign();
        m_document->apply(service("second", 0, 0));
        QVERIFY(saves(file("second.catenary")));
        QSignalSpy opened(m_document.get(), &DocumentController::opened);
        m_document->openPath(file("first.catenary"));
        m_document->openPath(file("second.catenary"));
        QVERIFY(opened.wait());
        QTRY_VERIFY(!m_document->busy());
        QCOMPARE(opened.count(), 1);
        QVERIFY(m_document->design().component(design::ComponentId("second")) != nullptr);
    }

    void aWorkingCopyNewerThanTheOpenedFileIsOffered() {
        m_document->apply(service("a", 0, 0));
        QVERIFY(saves(file("copied.catenary")));
        leaveCopy("newer", file("copied.catenary"), 60);
        leaveCopy("older", file("copied.catenary"), -60);
        init(); // the next start
        QTRY_COMPARE(m_document->recoverable().size(), 2);
        QVERIFY(m_document->newerCopy().isEmpty());
        QVERIFY(opens(file("copied.catenary")));
        QCOMPARE(m_document->newerCopy().value("id").toString(), QStringLiteral("newer"));
        QCOMPARE(m_document->newerCopy().value("file").toString(), QStringLiteral("copied.catenary"));
        QSignalSpy opened(m_document.get(), &DocumentController::opened);
        m_document->recover("newer");
        QVERIFY(opened.wait());
        QCOMPARE(m_document->title(), QStringLiteral("Recovered"));
        QCOMPARE(m_document->path(), file("copied.catenary"));
        QVERIFY(m_document->modified());
        QVERIFY(m_document->newerCopy().isEmpty());
        m_document->discardRecovery("older");
        m_document->closeDocument();
        m_document->finishWriting();
    }

    void aWorkingCopyThatIsGivenUpIsNotOfferedAgain() {
        m_document->apply(service("a", 0, 0));
        QVERIFY(saves(file("given-up.catenary")));
        leaveCopy("unwanted", file("given-up.catenary"), 60);
        init();
        QVERIFY(opens(file("given-up.catenary")));
        QTRY_VERIFY(!m_document->newerCopy().isEmpty());
        m_document->discardRecovery("unwanted");
        QVERIFY(m_document->newerCopy().isEmpty());
        m_document->finishWriting();
        support::Findings findings;
        QVERIFY(design::Autosave().list(findings).empty());
    }

    void aFileNameIsSuggestedFromTheTitle() {
        m_document->rename("Search, v2");
        QCOMPARE(m_document->fileName(), QStringLiteral("search-v2.catenary"));
        QVERIFY(saves(file("other.catenary")));
        QCOMPARE(m_document->fileName(), QStringLiteral("other.catenary"));
    }

    void everyTemplateOpensWithAPlaceForEveryComponent() {
        QSignalSpy opened(m_document.get(), &DocumentController::opened);
        m_document->openTemplate("restaurant-recommendation");
        QVERIFY(opened.wait(20000));
        QVERIFY(m_document->design().components.size() > 3);
        for (const auto& component : m_document->design().components) QVERIFY(component->at.has_value());
        QVERIFY(m_document->path().isEmpty());
    }
};

QTEST_MAIN(DocumentControllerTest)
#include "document_controller_test.moc"
