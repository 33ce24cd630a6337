// SPDX-License-Identifier: Apache-2.0
// One element of the outline, moved to the right by how deep it lies in groups.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.ItemDelegate {
    id: row

    required property string key
    required property int index
    required property string title
    required property string note
    required property string glyph
    required property string group
    required property int depth
    property bool current: false
    property bool selected: false

    implicitHeight: 32
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    text: title
    Accessible.role: Accessible.TreeItem
    Accessible.name: title + ", " + note
    Accessible.selected: selected

    background: Rectangle {
        radius: Theme.radius
        color: row.selected ? Theme.accentTint : row.hovered || row.current ? Theme.hover : "transparent"
        FocusRing {
            shown: row.current
            anchors.margins: 0
        }
    }
    contentItem: Item {
        Glyph {
            id: sign
            x: Theme.s3 + Math.min(row.depth, 6) * Theme.s4
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            name: row.glyph
            color: row.group === "" ? Theme.quiet : Theme.groupColour(row.group)
        }
        PlainText {
            anchors.left: sign.right
            anchors.leftMargin: Theme.s2
            anchors.right: parent.right
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            text: row.title
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
    }
    Tip {
        text: row.note
        visible: row.hovered
    }
}
