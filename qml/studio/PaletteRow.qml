// SPDX-License-Identifier: Apache-2.0
// A row of the palette: the heading of a group, or a kind that can be dragged away.
import QtQuick
import Catenary
import Catenary.Studio

Item {
    id: row

    required property int index
    required property string key
    required property bool heading
    required property string title
    required property string summary
    required property string icon
    required property string group
    required property bool open
    required property string products
    property bool current: false
    readonly property string kind: key ///< what a drop reads of its source

    signal toggled()
    signal placed()
    signal picked()

    implicitHeight: heading ? 32 : Math.max(44, lines.implicitHeight + 12)
    Accessible.role: heading ? Accessible.Heading : Accessible.ListItem
    Accessible.name: heading ? title : title + ". " + summary

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.s2
        anchors.rightMargin: Theme.s2
        radius: Theme.radius
        color: row.current ? Theme.accentTint : area.containsMouse ? Theme.hover : "transparent"
    }
    Glyph {
        visible: row.heading
        x: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        width: 12
        height: 12
        name: "chevron"
        rotation: row.open ? 90 : 0
        color: Theme.quiet
    }
    PlainText {
        visible: row.heading
        x: 30
        anchors.verticalCenter: parent.verticalCenter
        text: row.title
        quiet: true
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
    }
    Glyph {
        id: picture
        visible: !row.heading
        x: 18
        anchors.verticalCenter: parent.verticalCenter
        width: 20
        height: 20
        name: row.icon
        group: row.group
        color: Theme.groupColour(row.group)
    }
    Column {
        id: lines
        visible: !row.heading
        x: 50
        width: parent.width - x - Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 1
        PlainText {
            width: parent.width
            text: row.title
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
        PlainText {
            width: parent.width
            text: row.summary
            quiet: true
            font.pixelSize: Theme.tiny
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
    }
    // The picture that travels with the pointer.
    Rectangle {
        id: ghost
        visible: area.drag.active
        width: 176
        height: 44
        radius: Theme.cardRadius
        color: Theme.raised
        border.width: 1
        border.color: Theme.accent
        parent: row.Window.contentItem
        z: 1000
        Drag.active: area.drag.active
        Drag.source: row
        Drag.hotSpot.x: width / 2
        Drag.hotSpot.y: height / 2
        Drag.mimeData: {"application/x-catenary-kind": row.key}
        Drag.supportedActions: Qt.CopyAction
        Glyph {
            x: 12
            anchors.verticalCenter: parent.verticalCenter
            width: 20
            height: 20
            name: row.icon
            group: row.group
            color: Theme.groupColour(row.group)
        }
        PlainText {
            x: 42
            width: parent.width - x - 8
            anchors.verticalCenter: parent.verticalCenter
            text: row.title
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
    }
    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        cursorShape: row.heading ? Qt.ArrowCursor : drag.active ? Qt.DragCopyCursor : Qt.OpenHandCursor
        drag.target: row.heading ? null : ghost
        drag.threshold: 6
        preventStealing: true
        onPressed: mouse => {
            const at = row.mapToItem(row.Window.contentItem, mouse.x, mouse.y);
            ghost.x = at.x - ghost.width / 2;
            ghost.y = at.y - ghost.height / 2;
            row.picked();
        }
        onReleased: if (drag.active) ghost.Drag.drop()
        onClicked: if (row.heading) row.toggled()
        onDoubleClicked: if (!row.heading) row.placed()
    }
    Tip {
        visible: area.containsMouse && !row.heading && !area.drag.active
        delay: 900
        x: row.width + 4
        y: 0
        text: row.products === "" ? row.summary : row.summary + "\n" + row.products
    }
}
