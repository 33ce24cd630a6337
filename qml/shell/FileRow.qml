// SPDX-License-Identifier: Apache-2.0
// A folder or a file in the file dialog. The list holds the keyboard.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.ItemDelegate {
    id: row

    required property string key
    required property string name
    required property bool folder
    required property string when
    property bool ringed: false

    implicitHeight: Theme.controlHeight
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    text: name
    Accessible.role: Accessible.ListItem
    Accessible.name: folder ? qsTr("%1, folder").arg(name) : name + ", " + when

    background: Rectangle {
        radius: Theme.radius
        color: row.highlighted ? Theme.accentTint : row.hovered ? Theme.hover : "transparent"
        FocusRing {
            shown: row.ringed
            anchors.margins: 0
        }
        Glyph {
            x: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            name: row.folder ? "folder" : "file"
            color: row.folder ? Theme.accent : Theme.quiet
        }
    }
    contentItem: Item {
        PlainText {
            x: 32
            width: parent.width - x - date.implicitWidth - Theme.s5
            anchors.verticalCenter: parent.verticalCenter
            text: row.name
            wrapMode: Text.NoWrap
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        PlainText {
            id: date
            anchors.right: parent.right
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            text: row.when
            wrapMode: Text.NoWrap
            quiet: true
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
}
