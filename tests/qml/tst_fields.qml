// SPDX-License-Identifier: Apache-2.0
// The keyboard in the fields of the inspector: what is typed, what is undone, where it goes afterwards.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio

    name: "Fields"
    when: true

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio, width: 1500, height: 900});
        window.newDesign();
        studio.actions.add("service", 0, 0);
        waitForRendering(window.contentItem);
        window.requestActivate();
        tryVerify(() => window.active);
    }
    function cleanup(): void {
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
    function field(label: string): Item {
        let found = null;
        tryVerify(() => (found = find(window.contentItem, item => item.label === label && item.selectAll !== undefined && item.visible)) !== null);
        return found;
    }
    function type(text: string): void {
        for (const letter of text) keyClick(letter);
    }

    function test_undoAfterEnterTakesTheEditBack(): void {
        const replicas = field("Replicas");
        const before = replicas.text;
        replicas.selectAll();
        type("5");
        keyClick(Qt.Key_Return);
        compare(replicas.value, "5");
        compare(replicas.text, "5");
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        compare(replicas.value, before);
        compare(replicas.text, before);
        keyClick(Qt.Key_Z, Qt.ControlModifier | Qt.ShiftModifier);
        compare(replicas.value, "5");
        compare(replicas.text, "5");
    }
    function test_undoWhileTypingIsTheFieldsOwn(): void {
        const replicas = field("Replicas");
        const before = replicas.text;
        const label = studio.document.undoLabel;
        replicas.selectAll();
        type("57");
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        compare(replicas.text, before);
        compare(studio.document.undoLabel, label);
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        verify(studio.document.undoLabel !== label);
    }
    function test_aRefusalIsSeenWhole(): void {
        window.height = 600;
        waitForRendering(window.contentItem);
        const replicas = field("Replicas");
        replicas.forceActiveFocus(Qt.TabFocusReason);
        replicas.selectAll();
        type("0");
        keyClick(Qt.Key_Return);
        let refusal = null;
        tryVerify(() => (refusal = find(window.contentItem, item => item.message !== undefined && item.warning === false && item.visible && item.message !== "")) !== null);
        let pane = refusal;
        while (pane && pane.gutter === undefined) pane = pane.parent;
        tryVerify(() => refusal.mapToItem(pane, 0, refusal.height).y <= pane.height);
        verify(refusal.mapToItem(pane, 0, 0).y >= 0);
    }
    function test_twoValuesEnteredAreTwoSteps(): void {
        const replicas = field("Replicas");
        replicas.selectAll();
        type("5");
        keyClick(Qt.Key_Return);
        type("6");
        keyClick(Qt.Key_Return);
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        compare(replicas.text, "5");
    }
    function test_aRefusedTextStaysUntilTheOldOneIsTyped(): void {
        const replicas = field("Replicas");
        const before = replicas.value;
        replicas.selectAll();
        type("0");
        keyClick(Qt.Key_Return);
        compare(replicas.text, "0");
        verify(replicas.refused);
        compare(replicas.value, before);
        type(before);
        keyClick(Qt.Key_Return);
        compare(replicas.text, before);
        verify(!replicas.refused);
    }
    function test_whileTypingShortcutsAreTheFieldsOwn(): void {
        studio.selection.clear();
        let box = null;
        tryVerify(() => (box = find(window.contentItem, item => item.label !== undefined && item.textFormat === TextEdit.PlainText && item.visible)) !== null);
        box.forceActiveFocus();
        type("told");
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        compare(studio.document.summary, "told");
        compare(window.page, "studio");
        studio.selection.selectAll();
        const replicas = field("Replicas");
        replicas.selectAll();
        keyClick(Qt.Key_D, Qt.ControlModifier);
        compare(studio.selection.count, 1);
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        compare(window.page, "studio");
        window.canvas.forceActiveFocus();
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        compare(window.page, "drill");
    }
    function test_whatIsBeingTypedIsSaved(): void {
        const replicas = field("Replicas");
        replicas.selectAll();
        type("7");
        window.takeTyping();
        compare(replicas.value, "7");
        verify(replicas.editing);
        type("1");
        compare(replicas.text, "71");
        window.close();
        verify(studio.document.isOpen); // it asks
        compare(replicas.value, "71");
        keyClick(Qt.Key_Escape);
    }
    function test_thePalettesSearchPassesUndoOn(): void {
        const search = find(window.contentItem, item => item.label === "Search components" && item.pick !== undefined);
        search.forceActiveFocus();
        type("cache");
        keyClick(Qt.Key_Return);
        const label = studio.document.undoLabel;
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        verify(studio.document.undoLabel !== label);
        compare(search.text, "cache");
    }
    function test_aPressedButtonLeavesTheKeyboardToTheCanvas(): void {
        const replicas = field("Replicas");
        replicas.selectAll();
        type("7");
        const fit = find(window.contentItem, item => item.label === "Show everything" && item.glyph === "fit");
        mouseClick(fit);
        verify(window.canvas.activeFocus);
        compare(replicas.value, "7");
    }
    function test_aListIsSearchedByTypingAndGoneThroughByKeys(): void {
        studio.inspector.goTo(`${studio.selection.current}.discipline`);
        let box = null;
        tryVerify(() => (box = find(window.contentItem, item => item.seek !== undefined && item.activeFocus)) !== null);
        keyClick(Qt.Key_Space);
        tryVerify(() => box.popup.opened);
        type("pri");
        const marked = () => box.choices[box.popup.contentItem.currentIndex];
        compare(marked().value, "priority");
        keyClick(Qt.Key_End);
        compare(marked().value, box.choices[box.choices.length - 1].value);
        keyClick(Qt.Key_Home);
        compare(marked().value, box.choices[0].value);
        keyClick(Qt.Key_Down);
        const wanted = marked().value;
        keyClick(Qt.Key_Return);
        tryVerify(() => !box.popup.visible);
        compare(box.value, wanted);
    }
    function test_theChooserDoesNotLieOverTheCardItConnectsFrom(): void {
        const id = studio.selection.current;
        tryVerify(() => window.canvas.ready && window.canvas.elementRect(id).width > 0);
        const card = window.canvas.elementRect(id);
        window.canvas.growSelected("below");
        const search = find(window.contentItem.parent ?? window.contentItem, item => item.pick !== undefined && item.label.startsWith("Add and connect from"));
        verify(search !== null);
        const at = search.mapToItem(window.canvas, 0, 0);
        verify(at.y >= card.y + card.height || at.x >= card.x + card.width || at.x + search.width <= card.x, `${at} over ${card}`);
        keyClick(Qt.Key_Escape);
    }
    function test_aFigureOpensItsExplanationOverTheEnvelope(): void {
        tryVerify(() => studio.estimate.available && !studio.estimate.busy, 20000);
        studio.explanation.page = "envelope";
        studio.explanation.show("system.usd_per_month");
        compare(studio.explanation.page, "why");
        compare(studio.explanation.figure, "system.usd_per_month");
        keyClick(Qt.Key_Escape);
        compare(studio.explanation.page, "");
        verify(window.canvas.activeFocus);
    }
}
