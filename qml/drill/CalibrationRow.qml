// SPDX-License-Identifier: Apache-2.0
// One area: a mark for the own rating and one for the machine's, on a line from 0 to 1.
import QtQuick
import Catenary

Item {
    id: row

    required property string title
    required property real self
    required property real machine
    required property string text

    implicitHeight: 40
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ": " + text

    PlainText {
        wrapMode: Text.NoWrap
        text: row.title
        Accessible.ignored: true
    }
    PlainText {
        anchors.right: parent.right
        wrapMode: Text.NoWrap
        quiet: true
        font.pixelSize: Theme.small
        text: row.text
        Accessible.ignored: true
    }
    Rectangle {
        id: line
        y: 29
        width: parent.width - 12
        x: 6
        height: 2
        color: Theme.line
        CalibrationMark {
            x: row.machine * parent.width - width / 2
            y: -5
        }
        CalibrationMark {
            own: true
            x: row.self * parent.width - width / 2
            y: -5
        }
    }
}
