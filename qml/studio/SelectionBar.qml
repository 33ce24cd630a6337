// SPDX-License-Identifier: Apache-2.0
// Align, distribute, same size, pack; there while several elements are selected.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: bar

    required property Studio studio
    readonly property int count: studio.selection.count

    visible: count > 1
    width: row.width + 8
    height: 36
    radius: Theme.radius + 2
    color: Theme.panel
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Arrange the selection")

    Row {
        id: row
        anchors.centerIn: parent
        Repeater {
            model: [
                {edge: "left", label: qsTr("Align left edges")},
                {edge: "centre", label: qsTr("Align centres across")},
                {edge: "right", label: qsTr("Align right edges")},
                {edge: "top", label: qsTr("Align top edges")},
                {edge: "middle", label: qsTr("Align middles down")},
                {edge: "bottom", label: qsTr("Align bottom edges")}
            ]
            delegate: IconButton {
                required property var modelData
                label: modelData.label
                glyph: "align-" + modelData.edge
                onClicked: bar.studio.actions.align(modelData.edge)
            }
        }
        IconButton {
            enabled: bar.count > 2
            label: qsTr("Equal gaps across")
            glyph: "distribute-horizontal"
            onClicked: bar.studio.actions.distribute("horizontal")
        }
        IconButton {
            enabled: bar.count > 2
            label: qsTr("Equal gaps down")
            glyph: "distribute-vertical"
            onClicked: bar.studio.actions.distribute("vertical")
        }
        IconButton {
            label: qsTr("Same size")
            shortcut: "Shift+S"
            glyph: "same-size"
            onClicked: bar.studio.actions.makeSame("size")
        }
        IconButton {
            label: qsTr("Pack")
            shortcut: "Shift+P"
            glyph: "pack"
            onClicked: bar.studio.actions.pack()
        }
        IconButton {
            label: qsTr("Group")
            shortcut: "Ctrl+G"
            glyph: "group"
            onClicked: bar.studio.actions.group()
        }
    }
}
