// SPDX-License-Identifier: Apache-2.0
// A drill was left behind when the program ended: rate it if it was run to its end, keep it as incomplete, or not.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: notice

    required property DrillController drill

    signal resumeWanted()

    visible: drill.interrupted !== ""
    implicitHeight: Math.max(words.implicitHeight, buttons.height) + 2 * Theme.s3
    radius: Theme.cardRadius
    color: Theme.panel
    border.width: 1
    border.color: Theme.close
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    PlainText {
        id: words
        x: Theme.s4
        width: buttons.x - x - Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        text: notice.drill.interrupted
        Accessible.ignored: true
    }
    Question {
        id: sure
        careful: true
        title: qsTr("Discard this drill?")
        text: notice.drill.interrupted + " " + qsTr("It cannot be brought back afterwards.")
        saveText: qsTr("Discard")
        discardText: ""
        onSaveWanted: action => action()
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s2
        PushButton {
            text: qsTr("Discard")
            plain: true
            onClicked: sure.ask(() => notice.drill.discardInterrupted())
        }
        PushButton {
            text: qsTr("Keep as incomplete")
            onClicked: notice.drill.keepInterrupted()
        }
        PushButton {
            visible: notice.drill.canResume
            primary: true
            text: qsTr("Rate it")
            tip: qsTr("Your own rating, then the review")
            onClicked: notice.resumeWanted()
        }
    }
}
