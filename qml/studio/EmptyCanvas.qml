// SPDX-License-Identifier: Apache-2.0
// What an empty canvas says: three ways to begin and three keys worth knowing.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary

Column {
    id: empty

    signal templatesWanted()

    width: Math.min(440, (parent?.width ?? 0) - 2 * Theme.s6)
    spacing: Theme.s4

    PlainText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("An empty canvas")
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
    }
    PlainText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        quiet: true
        text: qsTr("Press / to add a component, drag one from the palette, or start from a reference system. Begin with where requests come from: a client.")
    }
    PushButton {
        anchors.horizontalCenter: parent.horizontalCenter
        text: qsTr("Start from a template")
        onClicked: empty.templatesWanted()
    }
    Grid {
        anchors.horizontalCenter: parent.horizontalCenter
        columns: 2
        columnSpacing: Theme.s3
        rowSpacing: Theme.s2
        verticalItemAlignment: Grid.AlignVCenter
        Repeater {
            model: ["/", qsTr("add a component"), "Ctrl+→", qsTr("add what comes next, connected"), "C", qsTr("connect the selected component")]
            delegate: Item {
                id: cell
                required property string modelData
                required property int index
                readonly property bool cap: index % 2 === 0
                implicitWidth: cap ? 72 : words.implicitWidth
                implicitHeight: 24
                Rectangle {
                    visible: cell.cap
                    anchors.right: parent.right
                    width: Math.max(24, words.implicitWidth + 14)
                    height: parent.height
                    radius: 4
                    color: Theme.panel
                    border.width: 1
                    border.color: Theme.lineStrong
                }
                PlainText {
                    id: words
                    anchors.right: cell.cap ? parent.right : undefined
                    anchors.rightMargin: cell.cap ? (Math.max(24, implicitWidth + 14) - implicitWidth) / 2 : 0
                    anchors.verticalCenter: parent.verticalCenter
                    text: cell.modelData
                    quiet: !cell.cap
                    wrapMode: Text.NoWrap
                    font.pixelSize: Theme.small
                }
            }
        }
    }
}
