// SPDX-License-Identifier: Apache-2.0
// The head of the inspector: sign, name to be changed in place, what it is.
import QtQuick
import Catenary
import Catenary.Studio

Item {
    id: header

    required property SelectionInspector inspector
    property string kind: inspector.kindTitle
    property string detail: inspector.detail

    implicitHeight: words.implicitHeight + 2 * Theme.s3

    Rectangle {
        id: sign
        x: Theme.s4
        y: Theme.s4
        width: visible ? 36 : 0
        height: 36
        radius: Theme.radius
        visible: header.inspector.icon !== ""
        color: Theme.sunken
        Glyph {
            anchors.centerIn: parent
            width: 22
            height: 22
            name: header.inspector.icon
            group: header.inspector.group
            color: Theme.groupColour(header.inspector.group)
        }
    }
    Column {
        id: words
        x: sign.visible ? 64 : Theme.s4
        y: Theme.s3
        width: parent.width - x - Theme.s4
        spacing: 4
        InputField {
            width: parent.width
            label: qsTr("Name")
            value: header.inspector.name
            placeholder: header.inspector.placeholder
            onCommitted: text => header.inspector.rename(text)
        }
        PlainText {
            visible: text !== ""
            width: parent.width
            text: header.kind
            quiet: true
            font.pixelSize: Theme.small
        }
        PlainText {
            visible: text !== ""
            width: parent.width
            text: header.detail
            quiet: true
            font.pixelSize: Theme.small
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
}
