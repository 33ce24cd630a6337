// SPDX-License-Identifier: Apache-2.0
// One past drill.
import QtQuick
import Catenary

Item {
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
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ", " + when + ", " + length + ", " + mode + ", " + score

    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 400
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        text: row.title
        Accessible.ignored: true
    }
    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        x: parent.width - 392
        width: 132
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        quiet: true
        text: row.when
        Accessible.ignored: true
    }
    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        x: parent.width - 252
        width: 120
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
