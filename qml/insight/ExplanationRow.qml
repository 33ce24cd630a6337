// SPDX-License-Identifier: Apache-2.0
// A node of the tree: label and value; under it the formula of a branch, the source of a leaf.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.AbstractButton {
    id: row

    required property int index
    required property string key
    required property string label
    required property string value
    required property string exact
    required property string formula
    required property string operation
    required property string source
    required property string place
    required property bool assumption
    required property int depth
    required property bool branch
    required property bool expanded
    property bool current: false
    readonly property real indent: Theme.s3 + Math.min(depth, 8) * 14

    signal toggled(all: bool)
    signal placeWanted(path: string)
    signal picked()

    function toggle(): void {
        if (branch) toggled(false);
    }
    function activate(): void {
        if (branch) toggled(false);
        else if (place !== "") placeWanted(place);
    }

    implicitHeight: words.implicitHeight + 10
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    onClicked: {
        picked();
        toggle();
    }
    onDoubleClicked: if (branch) toggled(true)
    Accessible.role: Accessible.TreeItem
    Accessible.name: label + " " + value
    Accessible.description: formula !== "" ? formula : source

    background: Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.s2
        anchors.rightMargin: Theme.s2
        radius: Theme.radius
        color: row.current ? Theme.accentTint : row.hovered ? Theme.hover : "transparent"
    }
    contentItem: Item {
        Glyph {
            visible: row.branch
            x: row.indent
            y: 8
            width: 12
            height: 12
            name: "chevron"
            rotation: row.expanded ? 90 : 0
            color: Theme.quiet
        }
        Column {
            id: words
            x: row.indent + 18
            y: 5
            width: parent.width - x - number.width - (go.visible ? 34 : 0) - Theme.s5
            spacing: 2
            PlainText {
                width: parent.width
                text: row.label
                font.pixelSize: row.depth === 0 ? Theme.body : Theme.small
                font.weight: row.branch ? Font.Medium : Font.Normal
            }
            PlainText {
                visible: text !== "" && row.label !== text
                width: parent.width
                text: row.branch ? row.formula : row.source
                quiet: true
                font.pixelSize: Theme.tiny
            }
            PlainText {
                visible: row.branch && row.source !== ""
                width: parent.width
                text: row.source
                quiet: true
                font.pixelSize: Theme.tiny
                font.italic: true
            }
            Badge {
                visible: row.assumption
                text: qsTr("assumption")
                tone: "close"
            }
        }
        Text {
            id: number
            anchors.right: parent.right
            anchors.rightMargin: Theme.s4 + (go.visible ? 34 : 0)
            y: 5
            text: row.value
            color: Theme.text
            font.family: Theme.family
            font.pixelSize: row.depth === 0 ? Theme.body : Theme.small
            font.weight: Font.DemiBold
            HoverHandler { id: overNumber }
            Tip {
                visible: overNumber.hovered && row.exact !== "" && row.exact !== row.value
                text: qsTr("exactly %1").arg(row.exact)
            }
        }
        IconButton {
            id: go
            visible: row.place !== ""
            anchors.right: parent.right
            anchors.rightMargin: Theme.s3
            y: 0
            label: qsTr("Go to where this is set")
            glyph: "goto"
            onClicked: row.placeWanted(row.place)
        }
    }
}
