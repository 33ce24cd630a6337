// SPDX-License-Identifier: Apache-2.0
// The learner's own judgement, before any score: seven areas, and the numbers that were said.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: rating

    required property DrillController drill

    focus: true
    // Nothing has the keyboard at first: the space that ended the last phase must not rate.
    Keys.onDownPressed: (areas.itemAt(0) as RatingRow)?.enter(0)

    ScrollPane {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: bar.top
        gutter: Math.max(Theme.s6, (width - 880) / 2)
        topMargin: Theme.s8
        bottomMargin: Theme.s6
        spacing: Theme.s5

        Column {
            width: parent.width
            spacing: Theme.s1
            PlainText {
                text: qsTr("How was it?")
                font.pixelSize: Theme.display
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            PlainText {
                width: parent.width
                quiet: true
                text: qsTr("Rate yourself first. The scores come afterwards and show how well you judge your own explanations.")
            }
        }
        Column {
            width: parent.width
            spacing: Theme.s3
            Repeater {
                id: areas
                model: rating.drill.rubric
                delegate: RatingRow {
                    required property int index
                    width: parent?.width ?? 0
                    onMoveWanted: (by, at) => { const next = areas.itemAt(index + by) as RatingRow; if (next) next.enter(at); }
                    onRated: (area, level) => rating.drill.rate(area, level)
                }
            }
        }
        Column {
            visible: rating.drill.said.count > 0
            width: parent.width
            spacing: Theme.s2
            PlainText {
                text: qsTr("Numbers you said")
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            PlainText {
                width: parent.width
                quiet: true
                text: qsTr("Leave out what you did not say.")
            }
            Flow {
                width: parent.width
                spacing: Theme.s3
                Repeater {
                    model: rating.drill.said
                    delegate: Column {
                        id: figure
                        required property string key
                        required property string label
                        required property string unit
                        required property string text
                        required property string error
                        width: 200
                        spacing: Theme.s1
                        PlainText {
                            width: parent.width
                            quiet: true
                            font.pixelSize: Theme.small
                            text: figure.label
                            elide: Text.ElideRight
                            wrapMode: Text.NoWrap
                        }
                        NumberField {
                            width: parent.width
                            label: figure.label
                            unit: figure.unit
                            value: figure.text
                            error: figure.error
                            onCommitted: text => rating.drill.say(figure.key, text)
                        }
                    }
                }
            }
        }
    }
    Rectangle {
        id: bar
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: 60
        color: Theme.panel
        Rectangle {
            width: parent.width
            height: 1
            color: Theme.line
        }
        PlainText {
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.s6
            quiet: true
            text: rating.drill.ratingLeft
        }
        PushButton {
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            anchors.rightMargin: Theme.s6
            primary: true
            enabled: rating.drill.rated
            text: qsTr("Show the review")
            tip: rating.drill.rated ? "" : rating.drill.ratingLeft
            onClicked: rating.drill.finishRating()
        }
    }
}
