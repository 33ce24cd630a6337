// SPDX-License-Identifier: Apache-2.0
// Reading the task, then 3, 2, 1.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: brief

    required property DrillController drill
    readonly property bool counting: drill.stage === "countdown"

    focus: true

    Column {
        visible: !brief.counting
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s6, 640)
        spacing: Theme.s6
        PlainText {
            quiet: true
            text: qsTr("Your task")
        }
        PlainText {
            width: parent.width
            font.pixelSize: Theme.display
            text: brief.drill.task
        }
        PhaseTable {
            width: parent.width
            phases: brief.drill.phases
            note: brief.drill.words
        }
        Row {
            spacing: Theme.s4
            PushButton {
                id: go
                focus: true
                primary: true
                text: qsTr("I am ready")
                tip: qsTr("Starts the countdown")
                shortcut: "Space"
                onClicked: brief.drill.next()
            }
            PlainText {
                anchors.verticalCenter: parent.verticalCenter
                quiet: true
                text: qsTr("begins by itself in %1").arg(brief.drill.clock)
            }
        }
    }
    PlainText {
        visible: brief.counting
        anchors.centerIn: parent
        font.pixelSize: 2 * Theme.clock
        font.weight: Font.DemiBold
        text: brief.drill.clock
        Accessible.name: qsTr("Begins in %1").arg(text)
    }
}
