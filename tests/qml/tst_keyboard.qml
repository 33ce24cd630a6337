// SPDX-License-Identifier: Apache-2.0
// Where the keyboard goes from pane to pane, and that what was begun by it can be ended by it.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio

    name: "Keyboard"
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
        window.canvas.forceActiveFocus();
    }
    function cleanup(): void {
        studio.document.closeDocument();
        window.destroy();
        window = null;
        wait(0);
    }
    function paneOf(item: Item): string {
        for (let at = item; at; at = at.parent)
            if (at.Accessible && [Accessible.Pane, Accessible.ToolBar, Accessible.Canvas].includes(at.Accessible.role)) return at.Accessible.name;
        return "";
    }

    function test_enterOnACardGoesToTheInspectorAndEscapeBack(): void {
        keyClick(Qt.Key_Return);
        tryVerify(() => paneOf(window.activeFocusItem) === "Inspector");
        verify(window.activeFocusItem.activeFocusOnTab || window.activeFocusItem instanceof TextInput);
        keyClick(Qt.Key_Escape);
        tryVerify(() => window.canvas.activeFocus);
        compare(studio.selection.count, 1);
    }
    function test_f6GoesThroughEveryPaneAndComesBack_data(): var {
        return [{tag: "forwards", modifiers: Qt.NoModifier}, {tag: "back", modifiers: Qt.ShiftModifier}];
    }
    function test_f6GoesThroughEveryPaneAndComesBack(data: var): void {
        const seen = [];
        for (let i = 0; i < 8 && (i === 0 || !window.canvas.activeFocus); ++i) {
            keyClick(Qt.Key_F6, data.modifiers);
            seen.push(paneOf(window.activeFocusItem));
        }
        verify(window.canvas.activeFocus, seen.join(" › "));
        for (const pane of ["Main bar", "Palette of components", "Inspector"])
            verify(seen.includes(pane), `${pane}: ${seen.join(" › ")}`);
    }
    function test_whatIsAddedByNameIsAComponentOfTheDesign(): void {
        keyClick(Qt.Key_K, Qt.ControlModifier);
        tryVerify(() => window.activeFocusItem instanceof TextInput);
        for (const letter of "vector da") keyClick(letter);
        keyClick(Qt.Key_Return);
        tryVerify(() => studio.actions.titleOf(studio.selection.current) === "Vector database");
        tryVerify(() => window.canvas.activeFocus);
    }
    function test_whatIsAddedByKeysLiesBesideWhatIsThere(): void {
        const added = [];
        for (const name of ["cache", "cache"]) {
            keyClick(Qt.Key_Slash);
            tryVerify(() => window.activeFocusItem instanceof TextInput);
            for (const letter of name) keyClick(letter);
            keyClick(Qt.Key_Return);
            tryVerify(() => window.canvas.activeFocus);
            added.push(studio.selection.current);
        }
        const [first, second] = added.map(id => window.canvas.elementRect(id));
        verify(first.width > 0);
        verify(second.x >= first.x + first.width, `${first} and ${second}`);
    }
    function test_aNoteThatIsAddedIsWrittenAtOnce(): void {
        keyClick(Qt.Key_Slash);
        tryVerify(() => window.activeFocusItem instanceof TextInput);
        for (const letter of "note") keyClick(letter);
        keyClick(Qt.Key_Return);
        tryVerify(() => window.activeFocusItem instanceof TextEdit);
        for (const letter of "why") keyClick(letter);
        keyClick(Qt.Key_Return);
        compare(studio.actions.nameOf(studio.selection.current), "why");
        tryVerify(() => window.canvas.activeFocus);
    }
    function test_theExportDialogIsWorkedByKeysAndGivesTheKeyboardBack(): void {
        keyClick(Qt.Key_E, Qt.ControlModifier);
        tryVerify(() => window.activeFocusItem?.text === "SVG");
        keyClick(Qt.Key_Right);
        keyClick(Qt.Key_Space);
        compare(studio.exporter.format, "png");
        keyClick(Qt.Key_Escape);
        tryVerify(() => window.canvas.activeFocus);
    }
    function test_anotherDesignBeginsWithNothingSelected(): void {
        studio.selection.selectAll();
        verify(studio.selection.count > 0);
        studio.document.closeDocument();
        window.newDesign();
        compare(studio.selection.count, 0);
    }
    function test_arrowsGoThroughTheGallery(): void {
        studio.document.closeDocument();
        window.page = "home";
        tryVerify(() => studio.templates.count > 1);
        waitForRendering(window.contentItem);
        const cardOf = () => window.activeFocusItem?.summary !== undefined ? window.activeFocusItem.index : -1;
        for (let i = 0; i < 12 && cardOf() < 0; ++i) keyClick(Qt.Key_Tab);
        compare(cardOf(), 0);
        keyClick(Qt.Key_Right);
        compare(cardOf(), 1);
        keyClick(Qt.Key_Left);
        compare(cardOf(), 0);
        keyClick(Qt.Key_Left);
        compare(cardOf(), 0);
    }
}
