// SPDX-License-Identifier: Apache-2.0
// Today's practice: what is due, or how to begin.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: card

    required property Studio studio

    signal progressWanted()

    implicitHeight: words.implicitHeight + 2 * Theme.s4
    radius: Theme.cardRadius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line

    Timer { // after the first frame: the library of drills is a file
        interval: 200
        running: true
        onTriggered: card.studio.progress.load()
    }
    Column {
        id: words
        x: Theme.s4
        y: Theme.s4
        width: parent.width - 2 * Theme.s4
        spacing: Theme.s3
        PlainText {
            width: parent.width
            text: qsTr("Explain a design in five minutes")
            font.weight: Font.DemiBold
        }
        PlainText {
            width: parent.width
            visible: card.studio.progress.count > 0
            text: card.studio.progress.week + (card.studio.progress.median !== "" ? " · " + qsTr("median score %1").arg(card.studio.progress.median) : "")
        }
        PlainText {
            width: parent.width
            visible: card.studio.progress.count === 0
            quiet: true
            text: qsTr("Open a design and press Drill: six phases, a clock, and a review of your pacing and of the components you covered. Nothing leaves this machine.")
        }
        PushButton {
            text: qsTr("Your progress")
            onClicked: card.progressWanted()
        }
    }
}
