// SPDX-License-Identifier: Apache-2.0
// A titled part of a panel that opens and closes.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

Column {
    id: section

    required property string title
    property string note: "" ///< quiet words at the right of the title
    property bool open: true
    default property alias content: body.data

    T.AbstractButton {
        id: header
        width: section.width
        implicitHeight: 36
        hoverEnabled: true
        focusPolicy: Qt.TabFocus
        onPressed: if (!activeFocus) PageRelay.press(header)
        text: section.title
        onClicked: section.open = !section.open
        Accessible.role: Accessible.Button
        Accessible.name: section.title
        Accessible.description: section.open ? qsTr("open") : qsTr("closed")
        Keys.onReturnPressed: header.clicked()
        Keys.onRightPressed: section.open = true
        Keys.onLeftPressed: section.open = false
        background: Rectangle {
            color: header.hovered ? Theme.hover : "transparent"
            FocusRing {
                shown: header.visualFocus
                anchors.margins: 1
            }
        }
        contentItem: Item {
            Glyph {
                id: arrow
                x: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                name: "chevron"
                color: Theme.quiet
                rotation: section.open ? 90 : 0
                Behavior on rotation { NumberAnimation { duration: Theme.fast; easing.type: Theme.easing } }
            }
            Text {
                x: 32
                width: Math.min(implicitWidth, parent.width - x - Theme.s4)
                anchors.verticalCenter: parent.verticalCenter
                text: section.title
                elide: Text.ElideRight
                color: Theme.text
                font.family: Theme.family
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
            }
            Text {
                anchors.right: parent.right
                anchors.rightMargin: Theme.s4
                anchors.verticalCenter: parent.verticalCenter
                text: section.note
                color: Theme.quiet
                font.family: Theme.family
                font.pixelSize: Theme.small
            }
        }
    }
    Column {
        id: body
        visible: section.open
        width: section.width
        leftPadding: Theme.s4
        rightPadding: Theme.s4
        bottomPadding: Theme.s3
        spacing: Theme.s3
        readonly property real innerWidth: width - leftPadding - rightPadding
    }
    Rectangle {
        width: section.width
        height: 1
        color: Theme.line
    }
}
