// SPDX-License-Identifier: Apache-2.0
// A state of the file: a small picture, when it was saved, how it differs from what is open now.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.ItemDelegate {
    id: row

    required property string key
    required property string when
    required property string differs
    required property var thumbnail

    implicitHeight: 84
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: when + ". " + differs
    Keys.onReturnPressed: row.clicked()
    Keys.onEnterPressed: row.clicked()

    background: Rectangle {
        radius: Theme.radius
        color: row.highlighted ? Theme.accentTint : row.down ? Theme.pressed : row.hovered ? Theme.hover : "transparent"
        FocusRing {
            shown: row.visualFocus
            anchors.margins: 0
        }
    }
    contentItem: Item {
        Rectangle {
            id: frame
            width: 112
            height: 70
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.s2
            radius: 4
            color: Theme.canvas
            border.width: 1
            border.color: Theme.line
            ImageView {
                anchors.fill: parent
                anchors.margins: 3
                image: row.thumbnail
            }
        }
        Column {
            anchors.left: frame.right
            anchors.leftMargin: Theme.s3
            anchors.right: parent.right
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2
            PlainText {
                width: parent.width
                text: row.when
            }
            PlainText {
                width: parent.width
                quiet: true
                font.pixelSize: Theme.small
                text: row.differs
            }
        }
    }
}
