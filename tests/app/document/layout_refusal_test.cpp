// SPDX-License-Identifier: Apache-2.0
// A program of its own: Graphviz asks once per process where its plugins are.
#include "app/studio/document/edit_actions.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QtTest>

using namespace catenary;

class LayoutRefusalTest : public QObject {
    Q_OBJECT

private slots:
    void aLayoutThatFailsIsToldInWordsAndMovesNothing() {
        qputenv("GVBINDIR", "/nonexistent");
        const auto catalog = [] { return catalog::Catalog::builtIn(); };
        studio::DocumentController document(catalog);
        studio::Selection selection(document);
        studio::EditActions actions(document, selection, catalog);
        document.newDesign();
        actions.add("service", 40, 80);
        const design::Design before = document.design();
        QSignalSpy refused(&document, &studio::DocumentController::editRefused);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("Graphviz could not"));
        actions.tidyUp();
        QVERIFY(QTest::qWaitFor([&] { return !actions.tidying(); }, 20'000));
        QCOMPARE(refused.count(), 1);
        const QString said = refused[0][0].toString() + refused[0][1].toString();
        QVERIFY2(said.contains("by hand"), qPrintable(said));
        QVERIFY2(!said.contains("Layout type"), qPrintable(said)); // Graphviz's own words are for the log
        QVERIFY(document.design() == before);
    }
};

QTEST_MAIN(LayoutRefusalTest)
#include "layout_refusal_test.moc"
