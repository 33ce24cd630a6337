// SPDX-License-Identifier: Apache-2.0
// Open and save dialogs, made when first needed. `afterSave` runs once after the next save that succeeds.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary.Studio

Item {
    id: files

    required property Studio studio
    property var afterSave: null

    function open(): void {
        loader.show(false);
    }
    function save(): void {
        loader.show(true);
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

        function show(saving: bool): void {
            if (status === Loader.Null) setSource("FileChooser.qml", {studio: files.studio});
            if (!item) return;
            if (saving) item.save();
            else item.open();
        }
    }
    Connections {
        target: loader.item
        function onRejected(): void {
            files.afterSave = null;
        }
    }
}
