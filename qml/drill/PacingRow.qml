// SPDX-License-Identifier: Apache-2.0
// One phase: the budget as an outline, the time taken as a bar over it.
import QtQuick
import Catenary

Item {
    id: row

    required property string title
    required property real budgetShare
    required property real actualShare
    required property string text
    property color ink: Theme.accent

    implicitHeight: 24
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ": " + text

    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        width: 148
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        text: row.title
        Accessible.ignored: true
    }
    Item {
        id: track
        anchors.verticalCenter: parent.verticalCenter
        x: 156
        width: parent.width - x - 92
        height: 12
        Rectangle {
            width: parent.width * row.budgetShare
            height: parent.height
            radius: 3
            color: "transparent"
            border.width: 1
            border.color: Theme.lineStrong
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width * row.actualShare
            height: 6
            radius: 3
            color: row.ink
        }
    }
    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        wrapMode: Text.NoWrap
        font.pixelSize: Theme.small
        text: row.text
        Accessible.ignored: true
    }
}
