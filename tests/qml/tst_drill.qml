// SPDX-License-Identifier: Apache-2.0
// Pointing on the stage of a drill, and the way from its review.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio
    readonly property var drill: studio.drill

    name: "Drill"
    when: true

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio, width: 1280, height: 800});
        window.newDesign();
        studio.actions.add("client", 0, 0);
        studio.actions.add("service", 400, 0);
        waitForRendering(window.contentItem);
        window.requestActivate();
        tryVerify(() => window.active);
        window.startDrill();
        drill.prepare();
        drill.begin();
        drill.next();
        tryCompare(drill, "stage", "running", 20000);
        waitForRendering(window.contentItem);
    }
    function cleanup(): void {
        drill.abort();
        drill.prepare();
        studio.document.closeDocument();
        window.destroy();
        window = null;
        wait(0);
    }
    function find(item: Item, test: var): Item {
        if (test(item)) return item;
        for (let i = 0; i < item.children.length; ++i) {
            const found = find(item.children[i], test);
            if (found) return found;
        }
        return null;
    }
    function diagram(): Item {
        let found = null;
        tryVerify(() => (found = find(window.drillPage, item => item.highlighted !== undefined && item.elementRect !== undefined)) !== null && found.ready);
        return found;
    }

    function test_theKeysPointAfterTheMouseWasUsed(): void {
        const canvas = diagram();
        mouseClick(canvas, 4, 4);
        keyClick(Qt.Key_Right);
        keyClick(Qt.Key_Return);
        compare(drill.touched.length, 1);
        mouseClick(find(window.drillPage, item => item.text === "Next" && item.primary !== undefined));
        const phase = drill.phaseTitle;
        keyClick(Qt.Key_Right);
        keyClick(Qt.Key_Return); // points; the button does not have the keyboard
        compare(drill.phaseTitle, phase);
        compare(drill.touched.length, 2);
    }
    function test_aPointerAtRestPoints(): void {
        const canvas = diagram();
        const place = canvas.elementRect(drill.components[1]);
        mouseMove(canvas, place.x + place.width / 2, place.y + place.height / 2);
        tryVerify(() => drill.touched.length === 1, 10000);
        compare(drill.touched[0], drill.components[1]);
    }
    function finish(): void {
        tryVerify(() => {
            if (drill.running) drill.next();
            return drill.stage === "self-rate";
        });
    }
    function test_aRatingIsGivenByKeysAlone(): void {
        finish();
        const level = row => drill.rubric.at(row, "level");
        waitForRendering(window.contentItem);
        keyClick(Qt.Key_Space);
        compare(level(0), 0); // that of the stage, pressed once too often
        for (let row = 0; row < drill.rubric.count; ++row) {
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_3);
        }
        for (let row = 0; row < drill.rubric.count; ++row) compare(level(row), 3);
        keyClick(Qt.Key_Up);
        keyClick(Qt.Key_Right);
        keyClick(Qt.Key_Space);
        compare(level(drill.rubric.count - 2), 2);
        verify(drill.rated);
    }
    function test_theReviewLeadsToTheProgress(): void {
        finish();
        for (let row = 0; row < drill.rubric.count; ++row) drill.rate(drill.rubric.at(row, "key"), 2);
        drill.finishRating();
        tryVerify(() => drill.review.shown, 20000);
        const pane = find(window.drillPage, item => item.reveal !== undefined && item.visible);
        tryVerify(() => pane.contentHeight > pane.height);
        keyClick(Qt.Key_PageDown);
        verify(pane.contentY > 0, "all of it can be read by the keyboard");
        keyClick(Qt.Key_PageUp);
        compare(pane.contentY, 0);
        mouseClick(find(window.drillPage, item => item.text === "Your progress" && item.visible && item.primary !== undefined));
        compare(window.page, "progress");
        tryVerify(() => studio.progress.count > 0);
    }
    function test_aPastDrillOpensItsReview(): void {
        drill.abort();
        window.page = "progress";
        tryVerify(() => studio.progress.count > 0);
        waitForRendering(window.contentItem);
        const row = find(window.contentItem, item => item.removeWanted !== undefined);
        row.forceActiveFocus();
        keyClick(Qt.Key_Return);
        verify(studio.progress.review.shown);
        tryVerify(() => find(window.contentItem, item => item.past === true) !== null);
        keyClick(Qt.Key_Escape);
        compare(window.page, "progress");
        tryVerify(() => find(window.contentItem, item => item.past === true) === null);
        keyClick(Qt.Key_Escape);
        compare(window.page, "studio");
    }
}
