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
    readonly property bool one: studio.selection.count === 1
    property bool locked: false
    readonly property string sort: studio.selection.sort
    readonly property var entries: !some ? ground : one ? (single[sort] ?? []).concat(common) : several.concat(common)
    readonly property var ground: [
        {text: qsTr("Add a component"), key: "/", run: () => canvas.openChooserAt(at.x, at.y)},
        {text: qsTr("Add a note"), key: "", run: () => canvas.dropKind("note", at.x, at.y)},
        {text: qsTr("Paste here"), key: "Ctrl+V", run: () => canvas.pasteAt(at.x, at.y)},
        {text: qsTr("Select all"), key: "Ctrl+A", run: () => studio.selection.selectAll()},
        {text: qsTr("Tidy up the layout"), key: "Ctrl+L", run: () => studio.actions.tidyUp()},
        {text: studio.settings.gridShown ? qsTr("Hide the grid") : qsTr("Show the grid"), key: "Ctrl+'", run: () => studio.settings.gridShown = !studio.settings.gridShown},
        {text: qsTr("Show everything"), key: "Shift+1", run: () => canvas.zoomToFit()}
    ]
    readonly property var rename: ({text: qsTr("Rename"), key: "F2", run: () => canvas.renameSelected()})
    readonly property var single: ({
        component: [
            rename,
            {text: qsTr("Change kind…"), key: "K", run: () => canvas.changeKindOfSelected()},
            {text: qsTr("Connect from here"), key: "C", run: () => canvas.connectSelected()},
            {text: qsTr("Add what comes next"), key: "Ctrl+→", run: () => canvas.growSelected("right")},
            {text: qsTr("Duplicate with connections"), key: "Ctrl+Shift+D", run: () => studio.actions.duplicateConnected()}
        ],
        connection: [rename, {text: qsTr("Insert a component"), key: "/", run: () => canvas.openChooser()}],
        group: [rename, {text: qsTr("Ungroup"), key: "Ctrl+Shift+G", run: () => studio.actions.ungroup()}],
        note: [rename]
    })
    readonly property var several: [
        {text: qsTr("Same width"), key: "Shift+W", run: () => studio.actions.makeSame("width")},
        {text: qsTr("Same height"), key: "Shift+H", run: () => studio.actions.makeSame("height")},
        {text: qsTr("Pack"), key: "Shift+P", run: () => studio.actions.pack()},
        {text: qsTr("Duplicate with connections"), key: "Ctrl+Shift+D", run: () => studio.actions.duplicateConnected()},
        {text: qsTr("Ungroup"), key: "Ctrl+Shift+G", run: () => studio.actions.ungroup()}
    ]
    readonly property var common: (sort === "connection" ? [] : [
        {text: qsTr("Duplicate"), key: "Ctrl+D", run: () => studio.actions.duplicate()},
        {text: qsTr("Copy"), key: "Ctrl+C", run: () => studio.actions.copy()},
        {text: qsTr("Cut"), key: "Ctrl+X", run: () => studio.actions.cut()}
    ]).concat(sort === "connection" || sort === "note" ? [] : [
        {text: qsTr("Group"), key: "Ctrl+G", run: () => studio.actions.group()},
        {text: locked ? qsTr("Unlock") : qsTr("Lock in place"), key: "Ctrl+Shift+L", run: () => studio.actions.toggleLock()},
        {text: qsTr("Bring to front"), key: "Ctrl+Shift+]", run: () => studio.actions.restack(true)},
        {text: qsTr("Send to back"), key: "Ctrl+Shift+[", run: () => studio.actions.restack(false)}
    ]).concat([{text: qsTr("Delete"), key: "Del", run: () => studio.actions.remove()}])

    function show(at: point, id: string): void {
        menu.at = at;
        element = id;
        if (id === "") studio.selection.clear();
        locked = studio.actions.locked();
        x = Math.max(4, Math.min(at.x, canvas.width - width - 4));
        y = Math.max(4, Math.min(at.y, canvas.height - implicitHeight - 4));
        open();
    }

    width: 296
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
