// SPDX-License-Identifier: Apache-2.0
// One file in two windows, and a file that others write.
#include "app/studio/document/document_controller.h"

#include "core/design/codec.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;

class DocumentSharingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    using Controller = studio::DocumentController;
    static Controller::CatalogSource catalog() {
        return [] { return catalog::Catalog::builtIn(); };
    }
    [[nodiscard]] QString file() const { return m_folder.filePath("shared.catenary"); }
    static design::Design titled(const std::string& title) {
        design::Design design;
        design.title = title;
        design::Component one;
        one.id = design::ComponentId("one");
        one.kind = "service";
        one.at = design::Point{0, 0};
        design.components.add(one);
        return design;
    }
    void write(const std::string& title) const { QVERIFY(design::save(titled(title), file().toStdString())); }
    void open(Controller& controller) const {
        QSignalSpy opened(&controller, &Controller::opened);
        controller.openPath(file());
        QVERIFY(opened.wait(60'000));
    }
    static bool rename(Controller& controller, const char* title) {
        return controller.apply(design::SetHeader{title, ""});
    }

private slots:
    void initTestCase() {
        qputenv("XDG_STATE_HOME", m_folder.filePath("state").toUtf8());
        qputenv("XDG_DATA_HOME", m_folder.filePath("data").toUtf8());
    }
    void init() { write("First"); }

    void theSecondWindowIsReadOnlyUntilItTakesOver() {
        Controller first(catalog()), second(catalog());
        open(first);
        open(second);
        QVERIFY(!first.isReadOnly());
        QVERIFY(second.isReadOnly());
        QSignalSpy refused(&second, &Controller::editRefused);
        QVERIFY(!rename(second, "Mine"));
        second.replace(titled("Mine"), "put");
        QVERIFY(!second.save());
        QCOMPARE(refused.count(), 3);
        QCOMPARE(second.title(), QStringLiteral("First"));

        second.takeOver();
        QVERIFY(!second.isReadOnly());
        QTRY_VERIFY(first.isReadOnly());
        QVERIFY(rename(second, "Mine"));
        QVERIFY(!rename(first, "Theirs"));
    }

    void aWindowThatClosesLetsTheOtherEdit() {
        Controller second(catalog());
        {
            Controller first(catalog());
            open(first);
            open(second);
            QVERIFY(second.isReadOnly());
        }
        QTRY_VERIFY(!second.isReadOnly());
    }

    void aProgramThatEndsWithoutLettingGoKeepsNobodyOut() {
        Controller first(catalog());
        open(first);
        const QDir locks(m_folder.filePath("state/catenary/open"));
        QCOMPARE(locks.entryList(QDir::Files).size(), 1);
        QFile lock(locks.filePath(locks.entryList(QDir::Files).first()));
        QProcess other;
        other.start("sleep", {"1000"});
        QVERIFY(other.waitForStarted());
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.write(QStringLiteral(R"({"process":%1,"at_ms":%2,"token":"other"})")
                       .arg(other.processId())
                       .arg(QDateTime::currentMSecsSinceEpoch() + 1000)
                       .toUtf8());
        lock.close();
        QTRY_VERIFY(first.isReadOnly());
        other.kill();
        QVERIFY(other.waitForFinished());
        QTRY_VERIFY_WITH_TIMEOUT(!first.isReadOnly(), 60'000);
    }

    void otherFilesAreNobodysBusiness() {
        Controller first(catalog()), second(catalog());
        open(first);
        second.newDesign();
        QVERIFY(!second.isReadOnly());
        QVERIFY(rename(second, "Mine"));
    }

    void whatOthersWriteIsShownWhereNothingIsLostByIt() {
        Controller controller(catalog());
        open(controller);
        QSignalSpy reread(&controller, &Controller::reread);
        write("Second");
        QVERIFY(reread.wait(60'000));
        QCOMPARE(controller.title(), QStringLiteral("Second")); // said once it is shown
        QVERIFY(!controller.modified());
        controller.undo(); // and can be taken back
        QCOMPARE(controller.title(), QStringLiteral("First"));
    }

    void whatOthersBreakIsNotSaidToBeShown() {
        Controller controller(catalog());
        open(controller);
        QSignalSpy failed(&controller, &Controller::failed);
        QSignalSpy reread(&controller, &Controller::reread);
        QFile broken(file());
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{ \"format\": ");
        broken.close();
        QVERIFY(failed.wait(60'000));
        QCOMPARE(reread.count(), 0);
        QCOMPARE(controller.title(), QStringLiteral("First"));
    }

    void aDesignIsOursWhateverItIsCalled() {
        const QString other = m_folder.filePath("design.txt");
        QVERIFY(design::save(titled("By another name"), other.toStdString()));
        Controller controller(catalog());
        QSignalSpy opened(&controller, &Controller::opened);
        controller.openPath(other);
        QVERIFY(opened.wait(60'000));
        QCOMPARE(controller.path(), other);
    }

    void unsavedChangesStayWhenOthersWrite() {
        Controller controller(catalog());
        open(controller);
        QVERIFY(rename(controller, "Mine"));
        write("Theirs");
        QTRY_VERIFY(controller.isChangedOutside());
        QCOMPARE(controller.title(), QStringLiteral("Mine"));
        controller.keepOutside();
        QVERIFY(!controller.isChangedOutside());
        QSignalSpy asked(&controller, &Controller::fileChanged);
        QVERIFY(!controller.save()); // never over a version it did not read
        QCOMPARE(asked.count(), 1);
        controller.revert();
        QTRY_COMPARE(controller.title(), QStringLiteral("Theirs"));
        QVERIFY(!controller.modified());
    }

    void ownSavesAreNoChangesFromOutside() {
        Controller controller(catalog());
        open(controller);
        QVERIFY(rename(controller, "Mine"));
        QSignalSpy saved(&controller, &Controller::saved);
        QSignalSpy reread(&controller, &Controller::reread);
        QVERIFY(controller.save());
        QVERIFY(saved.wait(60'000));
        QVERIFY(rename(controller, "More"));
        QVERIFY(controller.save());
        QVERIFY(saved.wait(60'000));
        QTest::qWait(600); // for a sign that must not come
        QCOMPARE(reread.count(), 0);
        QVERIFY(!controller.isChangedOutside());
    }
};

QTEST_MAIN(DocumentSharingTest)
#include "document_sharing_test.moc"
