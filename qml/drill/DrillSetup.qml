// SPDX-License-Identifier: Apache-2.0
// Choosing how long and how much help; what the time is made of.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: setup

    required property DrillController drill

    signal closed()
    signal progressWanted()

    focus: true

    onActiveFocusChanged: if (activeFocus && start.enabled && !start.activeFocus) start.forceActiveFocus()

    ScrollPane {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        gutter: Math.max(Theme.s6, (width - 640) / 2)
        topMargin: Theme.s10
        bottomMargin: Theme.s10
        spacing: Theme.s6

        Column {
            width: parent.width
            spacing: Theme.s1
            PlainText {
                text: qsTr("Explain it against the clock")
                font.pixelSize: Theme.display
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            PlainText {
                width: parent.width
                quiet: true
                text: setup.drill.available ? setup.drill.title : qsTr("Open a design with components first; templates are on the home page.")
            }
        }
        DrillNotice {
            width: parent.width
            drill: setup.drill
            onResumeWanted: setup.drill.resumeInterrupted()
        }
        PlainText {
            width: parent.width
            visible: setup.drill.error !== ""
            color: Theme.missed
            text: setup.drill.error
        }
        Row {
            spacing: Theme.s6
            Column {
                spacing: Theme.s2
                PlainText {
                    quiet: true
                    font.pixelSize: Theme.small
                    text: qsTr("Length")
                }
                SegmentedControl {
                    width: 288
                    label: qsTr("Length")
                    choices: setup.drill.lengths
                    value: String(setup.drill.minutes)
                    onChosen: value => setup.drill.minutes = Number(value)
                }
            }
            Column {
                spacing: Theme.s2
                PlainText {
                    quiet: true
                    font.pixelSize: Theme.small
                    text: qsTr("Help")
                }
                SegmentedControl {
                    width: 176
                    label: qsTr("Help")
                    choices: [{value: "guided", text: qsTr("Guided")}, {value: "exam", text: qsTr("Exam")}]
                    value: setup.drill.mode
                    onChosen: value => setup.drill.mode = value
                }
            }
        }
        PlainText {
            width: parent.width
            quiet: true
            text: setup.drill.mode === "guided" ? qsTr("Guided: each phase shows its prompt, and the clock can be paused.")
                                                : qsTr("Exam: the phases on the clock and your diagram, nothing else.")
        }
        PhaseTable {
            width: parent.width
            phases: setup.drill.phases
            note: setup.drill.words
        }
        Row {
            spacing: Theme.s2
            PushButton {
                id: start
                text: qsTr("Start")
                primary: true
                enabled: setup.drill.available
                tip: qsTr("30 seconds to read the task, then 3, 2, 1")
                shortcut: "Enter"
                onClicked: setup.drill.begin()
            }
            PushButton {
                text: qsTr("Your progress")
                onClicked: setup.progressWanted()
            }
            PushButton {
                text: qsTr("Back")
                shortcut: "Esc"
                tip: qsTr("To the design")
                onClicked: setup.closed()
            }
        }
    }
}
