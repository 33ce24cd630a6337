// SPDX-License-Identifier: Apache-2.0
// Ways of looking at a design: the outline with its search, step by step, requests as they flow, the history of the file.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio

    name: "Looking"
    when: true

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio, width: 1500, height: 900});
        window.newDesign();
        const client = studio.actions.add("client", 0, 0);
        studio.actions.add("service", 300, 0, client);
        studio.actions.rename(studio.selection.current, "Ranker");
        waitForRendering(window.contentItem);
        window.requestActivate();
        tryVerify(() => window.active);
        window.canvas.forceActiveFocus();
    }
    function cleanup(): void {
        studio.document.closeDocument();
        window.destroy();
        window = null;
        wait(0);
    }
    function type(text: string): void {
        for (const letter of text) keyClick(letter);
    }

    function test_ctrlFFindsAndEnterGoesThere(): void {
        studio.selection.clear();
        keyClick(Qt.Key_F, Qt.ControlModifier);
        tryVerify(() => window.activeFocusItem instanceof TextInput);
        type("rank");
        tryCompare(studio.outline, "count", 2); // the component, and the connection to it
        keyClick(Qt.Key_Return);
        tryVerify(() => studio.actions.titleOf(studio.selection.current) === "Ranker");
        keyClick(Qt.Key_Escape); // the words go first
        compare(studio.outline.query, "");
        keyClick(Qt.Key_Escape);
        tryVerify(() => window.canvas.activeFocus);
    }
    function test_whatIsFoundIsReplaced(): void {
        compare(studio.outline.replaceAll("rank", "Scor"), 1);
        compare(studio.actions.titleOf(studio.selection.current), "Scorer");
    }
    function test_f5TellsTheDesignStepByStep(): void {
        keyClick(Qt.Key_F5);
        compare(window.page, "present");
        tryCompare(studio.presentation, "count", 2);
        compare(studio.presentation.title, "Client");
        keyClick(Qt.Key_Space);
        compare(studio.presentation.title, "Ranker");
        keyClick(Qt.Key_Right);
        compare(studio.presentation.step, 1);
        keyClick(Qt.Key_L);
        keyClick(Qt.Key_N);
        keyClick(Qt.Key_Left);
        compare(studio.presentation.step, 0);
        keyClick(Qt.Key_Escape);
        compare(window.page, "studio");
    }
    function test_requestsFlowUntilTheyAreStopped(): void {
        tryVerify(() => studio.estimate.available);
        keyClick(Qt.Key_P, Qt.AltModifier);
        const film = findChild(window.contentItem, "film");
        verify(film !== null);
        verify(film.playing);
        tryVerify(() => film.status.startsWith("One second here is"), 60000);
        keyClick(Qt.Key_P, Qt.AltModifier);
        verify(!film.playing);
    }
    function test_theHistoryShowsWhatChangedSinceAndRestoresIt(): void {
        studio.document.saveAsPath(testFolder + "/history.catenary");
        tryVerify(() => !studio.document.modified);
        studio.actions.add("cache", 300, 200);
        window.openHistory();
        tryCompare(studio.revisions, "count", 1, 60000);
        compare(studio.revisions.at(0, "differs"), "1 added since");
        tryVerify(() => !studio.revisions.busy);
        studio.revisions.restore(studio.revisions.shown);
        verify(studio.document.canUndo);
        window.closePopups();
        studio.document.undo();
        compare(studio.selection.count, 1);
    }
}
