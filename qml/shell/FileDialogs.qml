// SPDX-License-Identifier: Apache-2.0
// Open and save dialogs, made when first needed. `afterSave` runs once after the next save that succeeds.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary.Studio

Item {
    id: files

    required property Studio studio
    property var afterSave: null
    readonly property alias chooser: loader.item ///< null before the first dialog

    function open(): void {
        if (ready()) loader.item.openAt(studio.recents.folder);
    }
    function save(): void {
        if (!ready()) return;
        const path = studio.document.path;
        loader.item.saveAt(path !== "" ? studio.recents.folderOf(path) : studio.recents.folder, studio.document.fileName);
    }
    function ready(): bool {
        if (loader.status === Loader.Null) loader.setSource("FileChooser.qml");
        return loader.item !== null;
    }

    Connections {
        target: files.studio.document
        function onSaved(): void {
            const action = files.afterSave;
            files.afterSave = null;
            if (action) action();
        }
        function onFailed(): void {
            files.afterSave = null;
        }
    }
    Loader {
        id: loader
    }
    Binding {
        target: loader.item
        property: "title"
        value: !loader.item ? "" : loader.item.saving ? qsTr("Save the design") : qsTr("Open a design")
        when: loader.item !== null
    }
    Binding {
        target: loader.item
        property: "suffixes"
        value: !loader.item || loader.item.saving ? ["catenary"] : ["catenary", "json", "png", "svg", "mmd", "txt"]
        when: loader.item !== null
    }
    Connections {
        target: loader.item
        function onRejected(): void {
            files.afterSave = null;
        }
        function onChosen(path: string): void {
            if (loader.item.saving) files.studio.document.saveAsPath(path);
            else files.studio.document.openPath(path);
        }
    }
}
