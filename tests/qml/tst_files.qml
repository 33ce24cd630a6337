// SPDX-License-Identifier: Apache-2.0
// Saving and opening by keyboard, and what is said about it.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio
    readonly property var chooser: window?.files.chooser ?? null

    name: "Files"
    when: true

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio, width: 1280, height: 800});
        window.newDesign();
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
    function type(text: string): void {
        for (const letter of text) keyClick(letter);
    }
    /// Opens the save dialog, in the folder of this run.
    function beginSave(): void {
        window.saveAs();
        tryVerify(() => chooser.opened && chooser.nameField.activeFocus);
        chooser.pathField.text = testFolder;
        chooser.takePlace();
        tryVerify(() => chooser.nameField.activeFocus);
    }
    function saved(): bool {
        return !studio.document.busy && !studio.document.modified;
    }

    function test_theNameIsSuggestedAndEnterSaves(): void {
        studio.actions.add("service", 0, 0);
        studio.document.rename("By Enter");
        beginSave();
        compare(chooser.nameField.text, "by-enter.catenary");
        keyClick(Qt.Key_Return);
        tryVerify(() => saved());
        compare(studio.document.path, testFolder + "/by-enter.catenary");
        verify(!chooser.opened);
    }
    function test_aFileThatIsThereIsReplacedOnlyAfterAQuestion(): void {
        studio.actions.add("service", 0, 0);
        beginSave();
        chooser.nameField.text = "";
        type("twice");
        keyClick(Qt.Key_Return);
        tryVerify(() => saved());
        studio.actions.add("service", 300, 0);
        beginSave();
        chooser.nameField.text = "twice";
        keyClick(Qt.Key_Return);
        tryVerify(() => chooser.question.opened);
        keyClick(Qt.Key_Return); // the keyboard is on Cancel
        tryVerify(() => !chooser.question.visible);
        verify(studio.document.modified);
        verify(chooser.opened);
        chooser.nameField.forceActiveFocus();
        keyClick(Qt.Key_Return);
        tryVerify(() => chooser.question.opened);
        chooser.question.saveWanted(null);
        tryVerify(() => saved());
    }
    function test_anEmptyNameAndAMissingFolderAreSaidInPlace(): void {
        beginSave();
        chooser.nameField.text = "none/at-all";
        keyClick(Qt.Key_Return);
        verify(chooser.problem !== "");
        verify(chooser.opened);
        keyClick(Qt.Key_Escape);
        tryVerify(() => !chooser.visible);
        compare(studio.document.path, "");
    }
    function test_enterInTheListOpensTheFile(): void {
        studio.actions.add("service", 0, 0);
        beginSave();
        chooser.nameField.text = "zz-open";
        keyClick(Qt.Key_Return);
        tryVerify(() => saved());
        window.newDesign();
        window.openFile();
        tryVerify(() => chooser.opened && chooser.view.activeFocus);
        tryVerify(() => chooser.view.count > 0);
        type("zz");
        compare(chooser.view.currentItem.name, "zz-open.catenary");
        keyClick(Qt.Key_Return);
        tryVerify(() => studio.document.path === testFolder + "/zz-open.catenary");
    }
    function test_aTypedPathOpens(): void {
        studio.actions.add("service", 0, 0);
        beginSave();
        chooser.nameField.text = "typed";
        keyClick(Qt.Key_Return);
        tryVerify(() => saved());
        window.newDesign();
        window.openFile();
        tryVerify(() => chooser.opened);
        tryVerify(() => chooser.view.activeFocus);
        type(testFolder + "/typed.catenary"); // the slash goes on in the path field
        compare(chooser.pathField.text, testFolder + "/typed.catenary");
        keyClick(Qt.Key_Return);
        tryVerify(() => studio.document.path === testFolder + "/typed.catenary");
        tryVerify(() => !chooser.visible && window.canvas.activeFocus);
    }
    function test_aNoticeGoesByItselfAndWithThePage(): void {
        for (const tone of ["good", "close", "missed"]) {
            window.message.show("Message", "Hint", tone);
            verify(window.message.lasts <= 10000);
        }
        verify(window.message.shown);
        window.goHome();
        verify(!window.message.shown);
    }
    function test_unsavedWorkNamesItsFile(): void {
        studio.actions.add("service", 0, 0);
        studio.document.rename("With a file");
        beginSave();
        keyClick(Qt.Key_Return);
        tryVerify(() => saved());
        verify(window.title.includes("with-a-file.catenary"));
        compare(studio.recents.at(0, "file"), "with-a-file.catenary");
    }
}
