// SPDX-License-Identifier: Apache-2.0
// What the drill shows: the score and its parts, the phases against their budgets, what was left out, numbers said
// against the model, the own rating against the machine's, and one thing to do next.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property ReviewModel review
    readonly property bool past: review.when !== "" ///< of the library: to read only

    signal closed()
    signal againWanted()
    signal progressWanted()

    function ink(tone: string): color {
        return tone === "good" ? Theme.good : tone === "close" ? Theme.close : tone === "missed" ? Theme.missed : Theme.quiet;
    }

    focus: true
    onActiveFocusChanged: if (activeFocus && !again.activeFocus && !back.activeFocus) (past ? back : again).forceActiveFocus()

    ScrollPane {
        id: pane
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        gutter: Math.max(Theme.s6, (width - 960) / 2)
        topMargin: Theme.s8
        bottomMargin: Theme.s8
        spacing: Theme.s5

        PlainText {
            width: parent.width
            visible: page.past
            quiet: true
            text: page.review.title + " · " + page.review.when
        }
        Item {
            width: parent.width
            height: 76
            PlainText {
                id: total
                font.pixelSize: 2 * Theme.clock - Theme.s3
                font.weight: Font.DemiBold
                color: page.ink(page.review.totalTone)
                text: page.review.total
                wrapMode: Text.NoWrap
                Accessible.name: qsTr("%1 of 100, %2").arg(text).arg(page.review.grade)
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
                    text: page.review.grade + " · " + page.review.timing
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
                text: qsTr("Next: %1").arg(page.review.nextStep)
            }
        }
        Row {
            spacing: Theme.s2
            PushButton {
                id: again
                visible: !page.past
                primary: true
                text: qsTr("Again")
                tip: qsTr("The same design once more")
                onClicked: page.againWanted()
            }
            PushButton {
                visible: !page.past
                text: qsTr("Your progress")
                onClicked: page.progressWanted()
            }
            PushButton {
                id: back
                text: page.past ? qsTr("Back to your progress") : qsTr("Back to the design")
                shortcut: "Esc"
                onClicked: page.closed()
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
                    model: page.review.scores
                    delegate: ShareRow {
                        required property string title
                        required property string weight
                        required property string tone
                        width: parent?.width ?? 0
                        label: title
                        note: weight
                        ink: page.ink(tone)
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Phases: yours against the budget")
                Repeater {
                    model: page.review.pacing
                    delegate: PacingRow {
                        required property string tone
                        width: parent?.width ?? 0
                        ink: page.ink(tone)
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Left out")
                empty: qsTr("You touched every component.")
                count: page.review.missed.count
                Repeater {
                    model: page.review.missed
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
                empty: page.review.noFigures
                count: page.review.numbers.count
                Repeater {
                    model: page.review.numbers
                    delegate: NumberRow {
                        required property string tone
                        width: parent?.width ?? 0
                        ink: page.ink(tone)
                    }
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Order")
                empty: page.review.noBackwards
                count: page.review.backwards === "" ? 0 : 1
                PlainText {
                    width: parent.width
                    visible: page.review.backwards !== ""
                    text: page.review.backwards
                }
            }
            ReviewCard {
                width: cards.half
                title: qsTr("Your rating against the scores")
                Row {
                    spacing: Theme.s4
                    CalibrationKey { own: true; text: qsTr("your rating") }
                    CalibrationKey { text: qsTr("as computed") }
                }
                Repeater {
                    model: page.review.calibration
                    delegate: CalibrationRow { width: parent?.width ?? 0 }
                }
            }
        }
    }
}
