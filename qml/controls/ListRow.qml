// SPDX-License-Identifier: Apache-2.0
// One row of a list: glyph, title, quiet second line, something at the right.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.ItemDelegate {
    id: row

    property string glyph: ""
    property color glyphColour: Theme.quiet
    property string note: ""
    property string trailing: ""
    property bool wrapNote: false

    implicitHeight: Math.max(Theme.rowHeight, lines.implicitHeight + 12)
    implicitWidth: 160
    leftPadding: glyph === "" ? Theme.s3 : 38
    rightPadding: Theme.s3
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus && focusPolicy !== Qt.NoFocus) PageRelay.press(row)

    Accessible.role: Accessible.ListItem
    Accessible.name: note === "" ? text : text + ". " + note

    Keys.onReturnPressed: row.clicked()
    Keys.onEnterPressed: row.clicked()

    background: Rectangle {
        radius: Theme.radius
        color: row.highlighted ? Theme.accentTint : row.down ? Theme.pressed : row.hovered ? Theme.hover : "transparent"
        FocusRing {
            shown: row.visualFocus
            anchors.margins: 0
        }
        Glyph {
            visible: row.glyph !== ""
            x: 12
            anchors.verticalCenter: parent.verticalCenter
            width: 18
            height: 18
            name: row.glyph
            color: row.glyphColour
        }
    }
    contentItem: Item {
        Column {
            id: lines
            width: parent.width - (trail.visible ? trail.implicitWidth + 8 : 0)
            anchors.verticalCenter: parent.verticalCenter
            spacing: 1
            Text {
                width: parent.width
                text: row.text
                elide: Text.ElideRight
                color: Theme.text
                font.family: Theme.family
                font.pixelSize: Theme.body
            }
            Text {
                visible: row.note !== ""
                width: parent.width
                text: row.note
                elide: row.wrapNote ? Text.ElideNone : Text.ElideRight
                wrapMode: row.wrapNote ? Text.Wrap : Text.NoWrap
                color: Theme.quiet
                font.family: Theme.family
                font.pixelSize: Theme.small
            }
        }
        Text {
            id: trail
            visible: row.trailing !== ""
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: row.trailing
            color: Theme.quiet
            font.family: Theme.family
            font.pixelSize: Theme.small
        }
    }
}
