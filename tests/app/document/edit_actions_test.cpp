// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/edit_actions.h"
#include "core/design/codec.h"
#include "core/interchange/embedded.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QtTest>

using namespace catenary;

class EditActionsTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::Selection selection{document};
        studio::EditActions actions{document, selection, [] { return catalog::Catalog::builtIn(); }};
        Bench() { document.newDesign(); }
        [[nodiscard]] const design::Component& component(const QString& id) const {
            return *document.design().component(design::ComponentId(id.toStdString()));
        }
    };

    using Refusal = QSignalSpy;
    static QString said(const Refusal& refused) {
        return refused.isEmpty() ? QString()
                                 : refused.last()[0].toString() + QLatin1Char('\n') + refused.last()[1].toString();
    }

private slots:
    void whatCannotBePastedIsToldInWords() {
        const auto design = [](const char* parts) {
            return QStringLiteral(R"({"format":"catenary-design","version":1,%1})").arg(QLatin1String(parts));
        };
        const std::pair<QString, QString> cases[] = {
            {design(R"("connections":[{"id":"x-y","from":"x_1","to":"y_1"}])"), "components it joins"},
            {design(
                 R"("components":[{"id":"x_1","kind":"service"}],"connections":[{"id":"x-y","from":"x_1","to":"y_1"}])"),
             "components it joins"},
            {design(R"("components":[{"id":"x_1","kind":"service"},{"id":"x_1","kind":"service"}])"), "same id"},
            {design(R"("title":"Empty")"), "no component"},
            {QStringLiteral("{\"hello\": 1}"), "no part of a design"},
            {QStringLiteral("   \n"), "nothing to paste"},
            {QStringLiteral("sequenceDiagram\nA->>B: x"), "only flowcharts"},
        };
        for (const auto& [clipboard, expected] : cases) {
            Bench bench;
            Refusal refused(&bench.document, &studio::DocumentController::editRefused);
            QGuiApplication::clipboard()->setText(clipboard);
            bench.actions.paste();
            QCOMPARE(refused.count(), 1);
            QVERIFY2(said(refused).contains(expected), qPrintable(said(refused)));
            QVERIFY2(!said(refused).contains("x_1") && !said(refused).contains("x-y"), qPrintable(said(refused)));
            QVERIFY(bench.document.design() == design::Design{});
        }
    }

    void aGroupIsCutAndRemovedWithWhatIsInIt() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 300, 0, a);
        const QString outside = bench.actions.add("service", 0, 300);
        bench.selection.set({a, b});
        bench.actions.group();
        const QString group = bench.selection.current();
        const design::Design whole = bench.document.design();
        bench.actions.cut();
        QCOMPARE(bench.document.design().components.size(), std::size_t(1));
        QCOMPARE(bench.document.design().components[0].id.str(), outside.toStdString());
        bench.actions.paste();
        QCOMPARE(bench.document.design().components.size(), std::size_t(3));
        QCOMPARE(bench.document.design().connections.size(), std::size_t(1));
        bench.document.undo();
        bench.document.undo();
        QVERIFY(bench.document.design() == whole);
        QCOMPARE(bench.selection.current(), group); // which carries its members
    }

    void nudgesOfOneSelectionAreOneStepUntilSomethingComesBetween() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 300, 0);
        const auto x = [&](const QString& id) { return bench.component(id).at->x; };
        const auto nudgeTwice = [&] {
            bench.actions.nudge(4, 0);
            bench.actions.nudge(4, 0);
        };
        bench.selection.select(a);
        nudgeTwice();
        bench.selection.select(b); // another selection
        nudgeTwice();
        bench.actions.rename(b, "B"); // another edit
        nudgeTwice();
        bench.actions.endNudges(); // the key was let go
        nudgeTwice();
        QCOMPARE(x(b), 324.0);
        bench.document.undo();
        QCOMPARE(x(b), 316.0);
        bench.document.undo();
        QCOMPARE(x(b), 308.0);
        bench.document.undo(); // the name
        bench.document.undo();
        QCOMPARE(x(b), 300.0);
        bench.document.undo();
        QCOMPARE(x(a), 0.0);
    }

    void undoAndRedoSelectWhatTheyChanged() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 300, 0);
        QVERIFY(bench.actions.connectElements(a, b));
        const QString wire = bench.selection.current();
        bench.selection.select(a);
        bench.actions.remove();
        QCOMPARE(bench.selection.count(), 0);
        bench.document.undo();
        QCOMPARE(bench.selection.ids(), QStringList{a}); // and not the connection that went with it
        bench.document.redo();
        QCOMPARE(bench.selection.count(), 0);
        bench.document.undo();
        bench.selection.select(b);
        bench.document.undo();                           // the connection
        QCOMPARE(bench.selection.ids(), QStringList{b}); // nothing to select is left of it
        bench.document.redo();
        QCOMPARE(bench.selection.ids(), QStringList{wire});
        bench.actions.rename(b, "B");
        bench.document.undo();
        QCOMPARE(bench.selection.ids(), QStringList{b});
        bench.selection.select(a);
        bench.document.redo();
        QCOMPARE(bench.selection.ids(), QStringList{b});
        bench.document.rename("A title");
        bench.selection.select(a);
        bench.document.undo(); // of no element: the selection stays
        QCOMPARE(bench.selection.ids(), QStringList{a});
    }

    void aSourceOfRequestsComesWithAWorkload() {
        Bench bench;
        const QString id = bench.actions.add("client", 0, 0);
        QVERIFY(!id.isEmpty());
        QCOMPARE(bench.document.design().workloads.size(), std::size_t(1));
        QCOMPARE(bench.document.design().workloads[0].source.str(), id.toStdString());
        bench.document.undo();
        QVERIFY(bench.document.design() == design::Design{}); // one undo step takes back both
    }

    void addingFromAConnectionConnects() {
        Bench bench;
        const QString from = bench.actions.add("client", 0, 0);
        const QString to = bench.actions.add("service", 300, 0, from);
        QCOMPARE(bench.document.design().connections.size(), std::size_t(1));
        QCOMPARE(bench.document.design().connections[0].from.str(), from.toStdString());
        QCOMPARE(bench.document.design().connections[0].to.str(), to.toStdString());
        QCOMPARE(bench.selection.current(), to);
    }

    void anUnknownKindIsRefusedInWords() {
        Bench bench;
        QSignalSpy refused(&bench.document, &studio::DocumentController::editRefused);
        QVERIFY(bench.actions.add("no-such-kind", 0, 0).isEmpty());
        QCOMPARE(refused.count(), 1);
    }

    void pastedElementsAreNewAndKeepTheirConnections() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 300, 0, a);
        bench.selection.set({a, b});
        bench.actions.copy();
        bench.actions.paste();
        const design::Design& design = bench.document.design();
        QCOMPARE(design.components.size(), std::size_t(4));
        QCOMPARE(design.connections.size(), std::size_t(2));
        QCOMPARE(bench.selection.count(), 2);
        for (const QString& id : bench.selection.ids()) QVERIFY(id != a && id != b);
        // step aside, so that the copy does not hide the original
        QVERIFY(*bench.component(bench.selection.ids()[0]).at != *bench.component(a).at);
    }

    void pastedWordsThatAreNoDiagramAreANote() {
        Bench bench;
        QGuiApplication::clipboard()->setText("a shopping list");
        bench.actions.paste();
        QCOMPARE(bench.document.design().notes.size(), std::size_t(1));
        QCOMPARE(bench.document.design().notes[0].text, std::string("a shopping list"));
        QVERIFY(bench.document.design().components.empty());
    }

    void pastedArrowsAreADiagramThatIsOneStep() {
        Bench bench;
        QGuiApplication::clipboard()->setText("User -> API gateway -> Feature cache, Ranking model");
        bench.actions.paste();
        const design::Design& design = bench.document.design();
        QCOMPARE(design.components.size(), std::size_t(4));
        QCOMPARE(design.connections.size(), std::size_t(3));
        QCOMPARE(design.workloads.size(), std::size_t(1));
        QCOMPARE(design.workloads[0].source, design.components[0].id);
        QCOMPARE(bench.selection.count(), 4);
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t j = 0; j < i; ++j) QVERIFY(design.components[i].at != design.components[j].at);
        bench.document.undo();
        QVERIFY(bench.document.design() == design::Design{});
    }

    void aPictureWithADesignInItIsPastedAsThat() {
        Bench bench;
        design::Component one;
        one.id = design::ComponentId("one");
        one.kind = "service";
        one.name = "One";
        design::Design held;
        held.components.add(one);
        auto* data = new QMimeData;
        data->setData("image/svg+xml",
                      QByteArray::fromStdString("<svg>" + interchange::svgMetadata(design::encode(held)) + "</svg>"));
        data->setText("beside it");
        QGuiApplication::clipboard()->setMimeData(data);
        bench.actions.paste();
        QCOMPARE(bench.document.design().components.size(), std::size_t(1));
        QCOMPARE(bench.document.design().components[0].name, std::string("One"));
    }

    void alignLeftPutsEveryLeftEdgeOnTheLeftmost() {
        Bench bench;
        const QString a = bench.actions.add("service", 40, 0);
        const QString b = bench.actions.add("service", 10, 200);
        bench.selection.set({a, b});
        bench.actions.align("left");
        QCOMPARE(bench.component(a).at->x, 10.0);
        QCOMPARE(bench.component(b).at->x, 10.0);
        QCOMPARE(bench.component(b).at->y, 200.0);
    }

    void distributeMakesEqualGaps() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 250, 0);
        const QString c = bench.actions.add("service", 800, 0);
        bench.selection.set({a, b, c});
        bench.actions.distribute("horizontal");
        // gap = (span − widths) / 2, so the middle one lies in the middle of the span: (0 + 800) / 2
        QCOMPARE(bench.component(b).at->x, 400.0);
        QCOMPARE(bench.component(a).at->x, 0.0);
        QCOMPARE(bench.component(c).at->x, 800.0);
    }

    void aGroupHoldsTheSelectionAndUngroupingSelectsItsMembers() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 300, 0);
        bench.selection.set({a, b});
        bench.actions.group();
        QCOMPARE(bench.document.design().groups.size(), std::size_t(1));
        QCOMPARE(bench.document.design().groups[0].members.size(), std::size_t(2));
        bench.actions.ungroup();
        QVERIFY(bench.document.design().groups.empty());
        QCOMPARE(bench.selection.ids(), (QStringList{a, b}));
    }

    void tidyUpIsOneUndoStep() {
        Bench bench;
        const QString a = bench.actions.add("client", 0, 0);
        const QString b = bench.actions.add("service", 5, 5, a);
        bench.actions.add("service", 10, 10, b);
        const design::Design before = bench.document.design();
        bench.actions.tidyUp();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.actions.tidying(), 20000);
        QVERIFY(bench.document.design() != before);
        bench.document.undo();
        QVERIFY(bench.document.design() == before);
    }

    void selectionForgetsWhatLeavesTheDesign() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        QCOMPARE(bench.selection.current(), a);
        bench.actions.remove();
        QCOMPARE(bench.selection.count(), 0);
    }
};

QTEST_MAIN(EditActionsTest)
#include "edit_actions_test.moc"
