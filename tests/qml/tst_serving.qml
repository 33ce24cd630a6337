// SPDX-License-Identifier: Apache-2.0
// A model server by keyboard alone: its model, hardware and engine out of pickers, and measurements pasted.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio

    name: "Serving"
    when: true

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio, width: 1500, height: 900});
        window.openTemplate("rag-legal-assistant");
        tryVerify(() => studio.estimate.modelServers.length > 0 && !studio.estimate.busy, 20000);
        studio.selection.select(studio.estimate.modelServers[0].value);
        tryVerify(() => studio.inspector.serving.count > 0);
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
    function find(item: Item, test: var): Item {
        if (test(item)) return item;
        for (let i = 0; i < item.children.length; ++i) {
            const found = find(item.children[i], test);
            if (found) return found;
        }
        return null;
    }
    /// Anywhere in the window, popups too.
    function shown(test: var): Item {
        return find(window.contentItem.parent ?? window.contentItem, item => item.visible && test(item));
    }
    function type(text: string): void {
        for (const letter of text) keyClick(letter);
    }
    function pickerOf(label: string): Item {
        studio.inspector.goTo(`${studio.selection.current}.${label.toLowerCase()}`);
        let picker = null;
        tryVerify(() => (picker = find(window.contentItem, item => item.label === label && item.openWith !== undefined)) !== null);
        tryVerify(() => picker.activeFocus);
        return picker;
    }
    function openedList(): ListView {
        let list = null;
        tryVerify(() => (list = shown(item => item.model instanceof ChoiceModel)) !== null);
        return list;
    }
    function open(picker: Item): ListView {
        keyClick(Qt.Key_Space);
        tryVerify(() => picker.opened);
        verify(window.activeFocusItem instanceof TextInput);
        return openedList();
    }
    function putOnClipboard(text: string): void {
        const source = Qt.createQmlObject("import QtQuick; TextEdit { visible: false }", window.contentItem);
        source.text = text;
        source.selectAll();
        source.copy();
        source.destroy();
    }

    function test_aPickerIsSearchedAndChosenFromByKeys_data(): var {
        return [{tag: "Hardware", words: "h200 141", value: "H200"}, {tag: "Model", words: "qwen3 32", value: "qwen3-32b"},
                {tag: "Engine", words: "sglang", value: "sglang"}];
    }
    function test_aPickerIsSearchedAndChosenFromByKeys(data: var): void {
        const picker = pickerOf(data.tag);
        const list = open(picker);
        verify(list.count > 5);
        const label = studio.document.undoLabel;
        type(data.words);
        verify(list.count >= 1);
        compare(list.currentItem.value, data.value);
        keyClick(Qt.Key_Return);
        tryVerify(() => !picker.opened);
        tryCompare(picker, "value", data.value);
        tryVerify(() => picker.activeFocus);
        verify(studio.document.undoLabel !== label);
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        tryVerify(() => picker.value !== data.value);
    }
    function test_theChosenOneIsInViewUnderItsHeading(): void {
        const picker = pickerOf("Hardware");
        picker.chosen("azure:Standard_ND96isr_H100_v5");
        tryCompare(picker, "value", "azure:Standard_ND96isr_H100_v5");
        const list = open(picker);
        compare(list.currentItem.value, picker.value);
        const at = list.currentItem.mapToItem(list, 0, 0).y;
        verify(at >= 0 && at + list.currentItem.height <= list.height, at);
        for (let row = list.currentIndex; list.itemAtIndex(row); --row)
            if (list.itemAtIndex(row).heading !== "") {
                compare(list.itemAtIndex(row).heading, "Azure machines with accelerators");
                break;
            }
        verify(list.currentItem.trailing.includes("GiB") || list.currentItem.trailing.includes("TB"), list.currentItem.trailing);
        keyClick(Qt.Key_Escape);
        tryVerify(() => !picker.opened);
    }
    function test_whatIsNotThereIsSaidAndChangesNothing(): void {
        const picker = pickerOf("Model");
        const before = picker.value;
        open(picker);
        type("no such");
        verify(shown(item => item.text === "Nothing found for “no such”.") !== null);
        keyClick(Qt.Key_Return);
        verify(picker.opened);
        keyClick(Qt.Key_Escape); // clears
        verify(picker.opened);
        compare(shown(item => item.pick !== undefined && item.label === "Search model").text, "");
        keyClick(Qt.Key_Escape);
        tryVerify(() => !picker.opened);
        compare(picker.value, before);
        verify(picker.activeFocus);
    }
    function test_aLetterOnTheButtonBeginsTheSearch(): void {
        const picker = pickerOf("Hardware");
        keyClick("m");
        tryVerify(() => picker.opened);
        type("i300");
        const list = openedList();
        compare(list.currentItem.value, "MI300X");
        keyClick(Qt.Key_Escape);
        keyClick(Qt.Key_Escape);
        tryVerify(() => !picker.opened);
    }
    function test_hundredsOfChoicesAreGoneThroughByKeys(): void {
        const choices = [];
        for (let i = 0; i < 600; ++i)
            choices.push({value: `v${i}`, text: `Choice ${i}`, detail: "some", trailing: `${i} GB`, group: `Group ${Math.floor(i / 100)}`});
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/controls/Picker.qml");
        compare(component.status, Component.Ready, component.errorString());
        const picker = component.createObject(window.contentItem, {label: "Many", choices: choices, value: "v599"});
        picker.forceActiveFocus(Qt.TabFocusReason);
        const list = open(picker);
        compare(list.count, 600);
        compare(list.currentIndex, 599);
        verify(list.contentItem.children.length < 60, "only what is seen is made");
        keyClick(Qt.Key_Down);
        compare(list.currentIndex, 599);
        keyClick(Qt.Key_PageUp);
        const page = 599 - list.currentIndex;
        verify(page > 2 && page < 20, page);
        keyClick(Qt.Key_PageDown);
        compare(list.currentIndex, 599);
        let chosen = "";
        picker.chosen.connect(value => chosen = value);
        keyClick(Qt.Key_Up);
        keyClick(Qt.Key_Return);
        compare(chosen, "v598");
        picker.destroy();
    }
    function test_measurementsArePastedCorrectedTakenAndUndone(): void {
        const label = studio.document.undoLabel;
        keyClick(Qt.Key_K, Qt.ControlModifier);
        tryVerify(() => window.activeFocusItem instanceof TextInput);
        type("paste my meas");
        keyClick(Qt.Key_Return);
        let box = null;
        tryVerify(() => (box = shown(item => item.label === "Measured rows")) !== null && box.activeFocus);
        const sheet = studio.inspector.measurements;
        const right = sheet.example;
        const lines = right.split("\n");
        // The second row says a word where a number is wanted.
        const wrong = [lines[0], lines[1], lines[2].replace(/[0-9.]+$/, "slow")].join("\n");
        putOnClipboard(wrong);
        keyClick(Qt.Key_V, Qt.ControlModifier);
        compare(sheet.rows.count, 2);
        verify(shown(item => item.text === "line 2") !== null);
        verify(shown(item => item.text === "line 3") !== null);
        verify(shown(item => item.message !== undefined && item.message.includes("slow")) !== null);
        verify(shown(item => item.message === "One row cannot be used.") !== null);
        const accept = shown(item => item.text === "Calibrate by these");
        verify(!accept.enabled);

        for (let i = 0; i < 4; ++i) keyClick(Qt.Key_Backspace);
        type("310");
        tryVerify(() => accept.enabled);
        verify(shown(item => item.text !== undefined && String(item.text).startsWith("Every computed time ×")) !== null);
        keyClick(Qt.Key_Tab);
        for (let i = 0; i < 6 && !accept.activeFocus; ++i) keyClick(Qt.Key_Tab);
        verify(accept.activeFocus);
        keyClick(Qt.Key_Return);
        tryVerify(() => !box.visible);
        tryVerify(() => window.canvas.activeFocus);
        verify(studio.document.undoLabel !== label);

        keyClick(Qt.Key_Z, Qt.ControlModifier);
        compare(studio.document.undoLabel, label);
        studio.inspector.measure();
        compare(sheet.text, "");
        tryVerify(() => box.visible);
        keyClick(Qt.Key_Escape);
        tryVerify(() => !box.visible);
    }
}
