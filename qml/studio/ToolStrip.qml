// SPDX-License-Identifier: Apache-2.0
// The tools of the canvas and which one is in force; each is also taken up by its key.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: strip

    required property DiagramCanvas canvas

    width: 36
    height: column.height + 8
    radius: Theme.radius + 2
    color: Theme.panel
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Tools")

    Column {
        id: column
        anchors.centerIn: parent
        Repeater {
            model: ToolList.all
            delegate: IconButton {
                required property var modelData
                label: modelData.title
                shortcut: modelData.keys
                glyph: modelData.glyph
                checked: strip.canvas.tool === modelData.id
                onClicked: strip.canvas.tool = modelData.id
            }
        }
    }
}
