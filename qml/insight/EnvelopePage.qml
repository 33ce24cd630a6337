// SPDX-License-Identifier: Apache-2.0
// The back of the envelope: what comes in, what travels, what is kept, what models weigh; each with its formula.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property KeyedModel rows

    signal placeWanted(path: string)

    PlainText {
        visible: list.count === 0
        x: Theme.s4
        width: parent.width - 2 * x
        quiet: true
        text: qsTr("Nothing to compute yet: add a workload, or bytes on a connection.")
    }
    ListView {
        id: list
        anchors.fill: parent
        anchors.bottomMargin: Theme.s2
        clip: true
        focus: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.rows
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Back of the envelope")
        delegate: Item {
            id: row
            required property string title
            required property string place
            required property string label
            required property string value
            required property string formula
            required property bool assumption
            readonly property bool heading: title !== ""
            width: ListView.view.width
            height: heading ? 38 : words.implicitHeight + 10

            PlainText {
                visible: row.heading
                x: Theme.s4
                y: 14
                width: parent.width - 2 * x - 32
                text: row.title
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
            IconButton {
                visible: row.heading && row.place !== ""
                anchors.right: parent.right
                anchors.rightMargin: Theme.s3
                y: 8
                label: qsTr("Select %1").arg(row.title)
                glyph: "goto"
                onClicked: page.placeWanted(row.place)
            }
            Column {
                id: words
                visible: !row.heading
                x: Theme.s6
                y: 4
                width: parent.width - x - number.width - Theme.s6
                spacing: 1
                PlainText {
                    width: parent.width
                    text: row.label
                    font.pixelSize: Theme.small
                }
                PlainText {
                    visible: text !== ""
                    width: parent.width
                    text: row.formula.replace(/\//g, "/\u2060") // a unit is not broken
                    quiet: true
                    font.pixelSize: Theme.tiny
                }
                Badge {
                    visible: row.assumption
                    text: qsTr("assumption")
                    tone: "close"
                }
            }
            Text {
                id: number
                visible: !row.heading
                anchors.right: parent.right
                anchors.rightMargin: Theme.s4
                y: 4
                text: row.value
                color: Theme.text
                font.family: Theme.family
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
            }
        }
    }
}
