// SPDX-License-Identifier: Apache-2.0
// One past drill; press it, or Enter, for its review.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.ItemDelegate {
    id: row

    required property string key
    required property string title
    required property string when
    required property string length
    required property string mode
    required property string score
    required property string tone
    required property bool complete

    signal removeWanted(key: string)

    implicitHeight: Theme.rowHeight
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ", " + when + ", " + length + ", " + mode + ", " + score
    Accessible.description: qsTr("Opens the review of this drill")
    Keys.onReturnPressed: row.clicked()
    Keys.onEnterPressed: row.clicked()

    background: Rectangle {
        anchors.fill: parent
        anchors.leftMargin: -Theme.s2
        anchors.rightMargin: -Theme.s2
        radius: Theme.radius
        color: row.down ? Theme.pressed : row.hovered ? Theme.hover : "transparent"
        FocusRing {
            shown: row.visualFocus
            anchors.margins: 0
        }
    }
    contentItem: Item {
        PlainText {
            anchors.left: parent.left
            anchors.right: date.left
            anchors.rightMargin: Theme.s4
            anchors.verticalCenter: parent.verticalCenter
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            text: row.title
            Accessible.ignored: true
        }
        PlainText {
            id: date
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: kind.left
            width: Math.max(160, implicitWidth + Theme.s4)
            wrapMode: Text.NoWrap
            quiet: true
            text: row.when
            Accessible.ignored: true
        }
        PlainText {
            id: kind
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: remove.left
            anchors.rightMargin: 112
            width: 112
            wrapMode: Text.NoWrap
            quiet: true
            text: row.length + " · " + row.mode
            Accessible.ignored: true
        }
        Badge {
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: remove.left
            anchors.rightMargin: Theme.s2
            text: row.score
            tone: row.tone
        }
        IconButton {
            id: remove
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            label: qsTr("Remove this drill")
            glyph: "trash"
            onClicked: row.removeWanted(row.key)
        }
    }
}
