// SPDX-License-Identifier: Apache-2.0
// The open file has changes in a working copy that are newer than it: restore them or not.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: bar

    required property var copy ///< of DocumentController.newerCopy

    signal restoreWanted()
    signal discardWanted()

    height: Math.max(44, words.implicitHeight + 2 * Theme.s2)
    color: Theme.raised
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 2
        color: Theme.close
    }
    Glyph {
        id: sign
        x: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        name: "warning"
        color: Theme.close
    }
    PlainText {
        id: words
        anchors.left: sign.right
        anchors.leftMargin: Theme.s3
        anchors.right: buttons.left
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("There are newer changes to %1, of %2, that were never saved to it.").arg(bar.copy.file ?? "").arg(bar.copy.when ?? "")
        Accessible.ignored: true
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
            onClicked: bar.discardWanted()
        }
        PushButton {
            text: qsTr("Restore")
            primary: true
            tip: qsTr("Opens the design as it was then; the file stays as it is until you save")
            onClicked: bar.restoreWanted()
        }
    }
}
