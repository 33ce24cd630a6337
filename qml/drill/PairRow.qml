// SPDX-License-Identifier: Apache-2.0
// A name and a quiet word about it.
import QtQuick
import Catenary

Item {
    id: row

    property string label: ""
    property string value: ""

    implicitHeight: Math.max(20, name.implicitHeight)
    Accessible.role: Accessible.ListItem
    Accessible.name: label + ", " + value

    PlainText {
        id: name
        width: parent.width - note.implicitWidth - Theme.s3
        text: row.label
        Accessible.ignored: true
    }
    PlainText {
        id: note
        anchors.right: parent.right
        wrapMode: Text.NoWrap
        quiet: true
        font.pixelSize: Theme.small
        text: row.value
        Accessible.ignored: true
    }
}
