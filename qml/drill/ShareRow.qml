// SPDX-License-Identifier: Apache-2.0
// A name, a bar from 0 to 1, the share in words.
import QtQuick
import Catenary

Item {
    id: row

    required property real share
    required property string text
    property string label: ""
    property string note: ""
    property color ink: Theme.accent

    implicitHeight: 24
    Accessible.role: Accessible.ListItem
    Accessible.name: label + ": " + text

    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        width: 84
        text: row.label
        Accessible.ignored: true
    }
    Rectangle {
        id: track
        anchors.verticalCenter: parent.verticalCenter
        x: 92
        width: parent.width - x - 104
        height: 8
        radius: 4
        color: Theme.sunken
        border.width: 1
        border.color: Theme.line
        Rectangle {
            width: parent.width * row.share
            height: parent.height
            radius: 4
            color: row.ink
        }
    }
    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: weight.left
        width: 48
        horizontalAlignment: Text.AlignRight
        wrapMode: Text.NoWrap
        text: row.text
        Accessible.ignored: true
    }
    PlainText {
        id: weight
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        width: 52
        horizontalAlignment: Text.AlignRight
        wrapMode: Text.NoWrap
        quiet: true
        font.pixelSize: Theme.tiny
        text: row.note === "" ? "" : "× " + row.note
        Accessible.ignored: true
    }
}
