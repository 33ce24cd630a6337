// SPDX-License-Identifier: Apache-2.0
#include "app/studio/commands/command_model.h"
#include "core/design/codec.h"

#include <QSignalSpy>
#include <QtTest>

using namespace catenary;

class FakeAction : public QObject {
    Q_OBJECT
    Q_PROPERTY(QString text MEMBER m_text)
    Q_PROPERTY(QString shortcut MEMBER m_shortcut)
    Q_PROPERTY(bool enabled MEMBER m_enabled)
public:
    FakeAction(const QString& text, const QString& shortcut, bool enabled)
        : m_text(text), m_shortcut(shortcut), m_enabled(enabled) {}
    Q_INVOKABLE void trigger() { emit triggered(); }
signals:
    void triggered();

private:
    QString m_text, m_shortcut;
    bool m_enabled;
};

class CommandModelTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::KeyedModel templates{{"title"}};
        studio::PaletteModel palette{[] { return catalog::Catalog::builtIn(); }, document};
        studio::CommandModel commands{document, palette, templates};
        FakeAction tidy{"Tidy up the layout", "Ctrl+L", true}, undo{"Undo", "Ctrl+Z", false};
        Bench() {
            templates.replace({{"rag", {QStringLiteral("Legal assistant")}}});
            document.replace(
                design::decode(
                    R"({"format":"catenary-design","version":1,"components":[{"id":"r","kind":"service","name":"Ranker"}]})")
                    .value()
                    .design,
                "open");
            commands.add(&tidy, "Arrange");
            commands.add(&undo, "Edit");
            commands.refresh();
        }
    };

private slots:
    void lettersInOrderMatchAndBeginningsOfWordsCountMore() {
        QVERIFY(studio::fuzzyScore("tul", "Tidy up the layout") > 0);
        QVERIFY(studio::fuzzyScore("xyz", "Tidy up the layout") < 0);
        QVERIFY(studio::fuzzyScore("tu", "Tidy up") > studio::fuzzyScore("tu", "Structure"));
        QVERIFY(studio::fuzzyScore("SAVE", "Save as…") > 0);
        QVERIFY(studio::fuzzyScore("save", "Save") > studio::fuzzyScore("save", "Save as…"));
    }

    void withoutAQueryOnlyCommandsAreOffered() {
        Bench bench;
        QCOMPARE(bench.commands.rows()->count(), 2);
        QCOMPARE(bench.commands.rows()->at(0, "shortcut").toString(), QStringLiteral("Ctrl+L"));
    }

    void componentsAndTemplatesAreFoundByName() {
        Bench bench;
        QSignalSpy component(&bench.commands, &studio::CommandModel::componentChosen),
            chosen(&bench.commands, &studio::CommandModel::templateChosen);
        bench.commands.setQuery("rank");
        QCOMPARE(bench.commands.rows()->rows().front().key, QStringLiteral("component:r"));
        QVERIFY(bench.commands.run("component:r"));
        QCOMPARE(component.takeFirst().front().toString(), QStringLiteral("r"));
        bench.commands.setQuery("legal");
        QVERIFY(bench.commands.run(bench.commands.rows()->rows().front().key));
        QCOMPARE(chosen.takeFirst().front().toString(), QStringLiteral("rag"));
    }

    void kindsAreFoundByNameAndProductWhereTheyCanBePlaced() {
        Bench bench;
        QSignalSpy chosen(&bench.commands, &studio::CommandModel::kindChosen);
        const auto offered = [&](const char* query) {
            bench.commands.setQuery(query);
            return bench.commands.rows()->count() > 0 ? bench.commands.rows()->rows().front().key : QString();
        };
        QCOMPARE(offered("vector database"), QString());
        bench.commands.setProperty("placing", true);
        QCOMPARE(offered("vector data"), QStringLiteral("kind:vector_db"));
        QVERIFY(bench.commands.run("kind:vector_db"));
        QCOMPARE(chosen.takeFirst().front().toString(), QStringLiteral("vector_db"));
        QVERIFY(offered("qdrant").startsWith(QLatin1String("kind:")));
        QCOMPARE(offered("note"), QStringLiteral("kind:note"));
        QCOMPARE(offered("ranker"), QStringLiteral("component:r"));
    }

    void aCommandThatIsNotAvailableIsNotRun() {
        Bench bench;
        QSignalSpy tidied(&bench.tidy, &FakeAction::triggered), undone(&bench.undo, &FakeAction::triggered);
        QVERIFY(bench.commands.run("action:0"));
        QVERIFY(!bench.commands.run("action:1"));
        QCoreApplication::processEvents();
        QCOMPARE(tidied.count(), 1);
        QCOMPARE(undone.count(), 0);
    }
};

QTEST_GUILESS_MAIN(CommandModelTest)
#include "command_model_test.moc"
