// SPDX-License-Identifier: Apache-2.0
// Why there are no numbers, or why they cannot hold: in words, with the way there.
import QtQuick
import Catenary
import Catenary.Studio

Item {
    id: notice

    required property string message
    required property string hint
    required property string place

    signal placeWanted(place: string)

    visible: message !== ""
    height: Math.max(32, words.implicitHeight + 12)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: message

    Glyph {
        x: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        name: "error"
        color: Theme.missed
    }
    PlainText {
        id: words
        x: 40
        width: parent.width - x - (go.visible ? go.width + Theme.s4 : Theme.s4)
        anchors.verticalCenter: parent.verticalCenter
        text: notice.hint === "" ? notice.message : notice.message + " " + notice.hint
        color: Theme.missed
    }
    PushButton {
        id: go
        visible: notice.place !== ""
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        plain: true
        glyph: "goto"
        text: qsTr("Go there")
        onClicked: notice.placeWanted(notice.place)
    }
}
