// SPDX-License-Identifier: Apache-2.0
// The phases with their budgets, and what each must hold.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: table

    required property KeyedModel phases
    property string note: ""

    spacing: 0

    Repeater {
        model: table.phases
        delegate: Item {
            id: row
            required property string title
            required property string holds
            required property string budget
            required property string words
            width: table.width
            height: Math.max(36, needs.implicitHeight + Theme.s3)
            Accessible.role: Accessible.ListItem
            Accessible.name: title + ", " + budget + ", " + holds
            PlainText {
                anchors.verticalCenter: parent.verticalCenter
                width: 180
                text: row.title
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            PlainText {
                id: needs
                anchors.verticalCenter: parent.verticalCenter
                x: 188
                width: parent.width - x - 148
                quiet: true
                text: row.holds
                Accessible.ignored: true
            }
            PlainText {
                anchors.verticalCenter: parent.verticalCenter
                anchors.right: time.left
                anchors.rightMargin: Theme.s4
                quiet: true
                font.pixelSize: Theme.small
                text: row.words
                Accessible.ignored: true
            }
            PlainText {
                id: time
                anchors.verticalCenter: parent.verticalCenter
                anchors.right: parent.right
                width: 40
                horizontalAlignment: Text.AlignRight
                text: row.budget
                Accessible.ignored: true
            }
            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: 1
                color: Theme.line
            }
        }
    }
    PlainText {
        topPadding: Theme.s2
        quiet: true
        font.pixelSize: Theme.small
        text: table.note
    }
}
