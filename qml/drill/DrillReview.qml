// SPDX-License-Identifier: Apache-2.0
// What the drill shows: the score and its parts, the phases against their budgets, what was left out, numbers said
// against the model, the own rating against the machine's, and one thing to do next.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: review

    required property DrillController drill

    signal closed()
    signal progressWanted()

    function ink(tone: string): color {
        return tone === "good" ? Theme.good : tone === "close" ? Theme.close : tone === "missed" ? Theme.missed : Theme.quiet;
    }

    focus: true
    onActiveFocusChanged: if (activeFocus && !again.activeFocus) again.forceActiveFocus()

    ScrollPane {
        id: pane
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        width: Math.min(parent.width - 2 * Theme.s6, 960)
        topMargin: Theme.s8
        bottomMargin: Theme.s8
        spacing: Theme.s5

        Item {
            width: parent.width
            height: 76
            PlainText {
                id: total
                font.pixelSize: 2 * Theme.clock - Theme.s3
                font.weight: Font.DemiBold
                color: review.ink(review.drill.totalTone)
                text: review.drill.total
                wrapMode: Text.NoWrap
                Accessible.name: qsTr("%1 of 100, %2").arg(text).arg(review.drill.grade)
            }
            Column {
                anchors.left: total.right
                anchors.leftMargin: Theme.s4
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2
                PlainText {
                    font.pixelSize: Theme.heading
                    font.weight: Font.DemiBold
                    text: review.drill.grade + " · " + review.drill.timing
                    Accessible.role: Accessible.Heading
                }
                PlainText {
                    width: parent.width
                    quiet: true
                    text: qsTr("of 100. It measures coverage, order, timing and numbers, not whether what you said is right.")
                }
            }
        }
        Rectangle {
            width: parent.width
            height: next.implicitHeight + 2 * Theme.s3
            radius: Theme.radius
            color: Theme.accentTint
            PlainText {
                id: next
                x: Theme.s4
                y: Theme.s3
                width: parent.width - 2 * Theme.s4
                font.weight: Font.Medium
                text: qsTr("Next: %1").arg(review.drill.nextStep)
            }
        }
        Row {
            spacing: Theme.s2
            PushButton {
                id: again
                primary: true
                text: qsTr("Again")
                tip: qsTr("The same design once more")
                onClicked: review.drill.prepare()
            }
            PushButton {
                text: qsTr("Your progress")
                onClicked: {
                    review.drill.prepare();
                    review.progressWanted();
                }
            }
            PushButton {
                text: qsTr("Back to the design")
                shortcut: "Esc"
                onClicked: review.closed()
            }
        }
        Flow {
            id: cards
            readonly property real half: width >= 720 ? (width - spacing) / 2 : width
            width: parent.width
            spacing: Theme.s4

            ReviewCard {
                width: cards.half
                title: qsTr("Scores")
                Repeater {
                    model: review.drill.scores
                    delegate: ShareRow {
                        required property string title
                        required property string weight
                        required property string tone
                        width: parent?.width ?? 0
                        label: title
                        note: weight
                        ink: review.ink(tone)
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Phases: yours against the budget")
                Repeater {
                    model: review.drill.pacing
                    delegate: PacingRow {
                        required property string tone
                        width: parent?.width ?? 0
                        ink: review.ink(tone)
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Left out")
                empty: qsTr("You touched every component.")
                count: review.drill.missed.count
                Repeater {
                    model: review.drill.missed
                    delegate: PairRow {
                        required property string title
                        required property string why
                        width: parent?.width ?? 0
                        label: title
                        value: why
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Numbers")
                empty: review.drill.noFigures
                count: review.drill.numbers.count
                Repeater {
                    model: review.drill.numbers
                    delegate: NumberRow {
                        required property string tone
                        width: parent?.width ?? 0
                        ink: review.ink(tone)
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Order")
                empty: qsTr("What you touched came in the order of the request.")
                count: review.drill.backwards === "" ? 0 : 1
                PlainText {
                    width: parent.width
                    visible: review.drill.backwards !== ""
                    text: review.drill.backwards
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Your rating against the scores")
                Repeater {
                    model: review.drill.calibration
                    delegate: CalibrationRow { width: parent?.width ?? 0 }
                }
            }
        }
    }
}
