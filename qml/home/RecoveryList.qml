// SPDX-License-Identifier: Apache-2.0
// Designs whose changes were kept when the program ended without saving.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: list

    required property Studio studio
    readonly property int count: studio.document.recoverable.length
    readonly property int few: 3 ///< shown until all are asked for, the newest first
    property bool all: false

    signal recoverWanted(id: string)
    signal discardWanted(id: string, name: string)

    implicitHeight: column.implicitHeight + 2 * Theme.s4
    radius: Theme.cardRadius
    color: Theme.panel
    border.width: 1
    border.color: Theme.close

    Column {
        id: column
        x: Theme.s4
        y: Theme.s4
        width: parent.width - 2 * Theme.s4
        spacing: Theme.s2
        PlainText {
            width: parent.width
            text: qsTr("Catenary ended before these changes were saved. Nothing is lost:")
            font.weight: Font.DemiBold
        }
        Repeater {
            model: list.all ? list.studio.document.recoverable : list.studio.document.recoverable.slice(0, list.few)
            delegate: Item {
                id: entry
                required property var modelData
                width: column.width
                height: Math.max(Theme.rowHeight, lines.implicitHeight)
                Column {
                    id: lines
                    anchors.left: parent.left
                    anchors.right: buttons.left
                    anchors.rightMargin: Theme.s3
                    anchors.verticalCenter: parent.verticalCenter
                    PlainText {
                        width: parent.width
                        text: entry.modelData.title
                        wrapMode: Text.NoWrap
                        elide: Text.ElideRight
                    }
                    PlainText {
                        width: parent.width
                        text: (entry.modelData.file === "" ? qsTr("never saved to a file") : qsTr("%1 in %2").arg(entry.modelData.file).arg(entry.modelData.folder)) + " · " + entry.modelData.when
                        quiet: true
                        font.pixelSize: Theme.small
                        wrapMode: Text.NoWrap
                        elide: Text.ElideMiddle
                    }
                }
                Row {
                    id: buttons
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.s2
                    PushButton {
                        text: qsTr("Discard")
                        plain: true
                        onClicked: list.discardWanted(entry.modelData.id, entry.modelData.file === "" ? entry.modelData.title : entry.modelData.file)
                    }
                    PushButton {
                        text: qsTr("Recover")
                        primary: true
                        onClicked: list.recoverWanted(entry.modelData.id)
                    }
                }
            }
        }
        PushButton {
            visible: !list.all && list.count > list.few
            plain: true
            text: qsTr("Show %1 more").arg(list.count - list.few)
            onClicked: list.all = true
        }
    }
}
