// SPDX-License-Identifier: Apache-2.0
// What a file dialog lists, and how it reads what is typed.
#include "app/studio/library/folder_list.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;

namespace {

void touch(const QString& path) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

QStringList namesOf(studio::FolderList& list) {
    QStringList names;
    for (const auto& row : list.entries()->rows()) names.append(row.cells.first().toString());
    return names;
}

} // namespace

class FolderListTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    bool lists(studio::FolderList& list, const QString& path) {
        QSignalSpy listed(&list, &studio::FolderList::listed);
        list.setPath(path);
        return listed.wait();
    }

private slots:
    void initTestCase() {
        for (const char* name : {"b.catenary", "A.json", "c.CATENARY", "notes.txt", ".hidden.catenary"})
            touch(m_folder.filePath(QLatin1String(name)));
        QVERIFY(QDir(m_folder.path()).mkdir("zoo"));
    }

    void foldersComeFirstThenTheFilesOfTheKindByName() {
        studio::FolderList list;
        list.setSuffixes({"catenary", "json"});
        QVERIFY(lists(list, m_folder.path()));
        QCOMPARE(namesOf(list), (QStringList{"zoo", "A.json", "b.catenary", "c.CATENARY"}));
        QVERIFY(list.error().isEmpty());
    }

    void aRefreshSeesWhatWasMadeSince() {
        studio::FolderList list;
        list.setSuffixes({"catenary"});
        QVERIFY(lists(list, m_folder.filePath("zoo")));
        QCOMPARE(list.entries()->count(), 0);
        touch(m_folder.filePath("zoo/new.catenary"));
        QSignalSpy listed(&list, &studio::FolderList::listed);
        list.refresh();
        QVERIFY(listed.wait());
        QCOMPARE(namesOf(list), QStringList{"new.catenary"});
    }

    void aFolderThatIsNotThereSaysSo() {
        studio::FolderList list;
        QVERIFY(lists(list, m_folder.filePath("none")));
        QVERIFY(!list.error().isEmpty());
    }

    void whatIsTypedIsRelativeToTheFolder() {
        studio::FolderList list;
        list.setSuffixes({"catenary", "json"});
        QVERIFY(lists(list, m_folder.path()));
        QCOMPARE(list.resolved("zoo"), m_folder.filePath("zoo"));
        QCOMPARE(list.resolved(" ../x.json "), QDir::cleanPath(m_folder.filePath("../x.json")));
        QCOMPARE(list.resolved("/tmp/a"), QStringLiteral("/tmp/a"));
        QCOMPARE(list.resolved("~/a"), QDir::homePath() + "/a");
        QCOMPARE(list.suffixed("/tmp/a", "catenary"), QStringLiteral("/tmp/a.catenary"));
        QCOMPARE(list.suffixed("/tmp/v1.2", "catenary"), QStringLiteral("/tmp/v1.2.catenary"));
        QCOMPARE(list.suffixed("/tmp/a.json", "catenary"), QStringLiteral("/tmp/a.json"));
    }

    void aTitleBecomesAFileName() {
        QCOMPARE(studio::fileNameFrom("Two words / of 3"), QStringLiteral("two-words-of-3"));
        QCOMPARE(studio::fileNameFrom("Café"), QStringLiteral("café"));
        QCOMPARE(studio::fileNameFrom("../.."), QStringLiteral("design"));
    }
};

QTEST_MAIN(FolderListTest)
#include "folder_list_test.moc"
