// SPDX-License-Identifier: Apache-2.0
// The file dialog of the platform, or Qt's own.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Dialogs
import Catenary.Studio

Item {
    id: chooser

    required property Studio studio

    signal rejected()

    function open(): void {
        dialog.fileMode = FileDialog.OpenFile;
        dialog.title = qsTr("Open a design");
        dialog.open();
    }
    function save(): void {
        dialog.fileMode = FileDialog.SaveFile;
        dialog.title = qsTr("Save the design");
        dialog.open();
    }

    FileDialog {
        id: dialog
        nameFilters: [qsTr("Catenary designs (*.catenary)"), qsTr("All files (*)")]
        defaultSuffix: "catenary"
        onAccepted: {
            if (fileMode === FileDialog.SaveFile) chooser.studio.document.saveAs(selectedFile);
            else chooser.studio.document.open(selectedFile);
        }
        onRejected: chooser.rejected()
    }
}
