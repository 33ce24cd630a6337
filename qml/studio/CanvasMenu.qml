// SPDX-License-Identifier: Apache-2.0
// What can be done here, by the right mouse button.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

PopupCard {
    id: menu

    required property Studio studio
    required property DiagramCanvas canvas
    property string element: ""
    property point at
    property var chosen: null ///< what is done once the menu is gone and the keyboard is back on the canvas
    readonly property bool some: studio.selection.count > 0
    readonly property var entries: some ? [
        {text: qsTr("Rename"), key: "F2", run: () => canvas.renameSelected()},
        {text: qsTr("Connect from here"), key: "C", run: () => canvas.connectSelected()},
        {text: qsTr("Duplicate"), key: "Ctrl+D", run: () => studio.actions.duplicate()},
        {text: qsTr("Copy"), key: "Ctrl+C", run: () => studio.actions.copy()},
        {text: qsTr("Cut"), key: "Ctrl+X", run: () => studio.actions.cut()},
        {text: qsTr("Group"), key: "Ctrl+G", run: () => studio.actions.group()},
        {text: qsTr("Ungroup"), key: "Ctrl+Shift+G", run: () => studio.actions.ungroup()},
        {text: qsTr("Delete"), key: "Del", run: () => studio.actions.remove()}
    ] : [
        {text: qsTr("Add a component"), key: "/", run: () => canvas.openChooserAt(at.x, at.y)},
        {text: qsTr("Add a note"), key: "", run: () => canvas.dropKind("note", at.x, at.y)},
        {text: qsTr("Paste here"), key: "Ctrl+V", run: () => canvas.pasteAt(at.x, at.y)},
        {text: qsTr("Select all"), key: "Ctrl+A", run: () => studio.selection.selectAll()},
        {text: qsTr("Tidy up the layout"), key: "Ctrl+L", run: () => studio.actions.tidyUp()},
        {text: qsTr("Show everything"), key: "Shift+1", run: () => canvas.zoomToFit()}
    ]

    function show(at: point, id: string): void {
        menu.at = at;
        element = id;
        if (id === "") studio.selection.clear();
        x = Math.max(4, Math.min(at.x, canvas.width - width - 4));
        y = Math.max(4, Math.min(at.y, canvas.height - implicitHeight - 4));
        open();
    }

    width: 232
    padding: Theme.s1
    onClosed: {
        canvas.forceActiveFocus();
        const run = chosen;
        chosen = null;
        if (run) run();
    }

    Column {
        width: parent.width
        Repeater {
            model: menu.entries
            delegate: ListRow {
                required property var modelData
                width: parent?.width ?? 0
                text: modelData.text
                trailing: modelData.key
                onClicked: {
                    menu.chosen = modelData.run;
                    menu.close();
                }
            }
        }
    }
}
