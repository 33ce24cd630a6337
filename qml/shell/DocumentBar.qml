// SPDX-License-Identifier: Apache-2.0
// Something about the file of the open document that wants an answer: words and one or two buttons.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: bar

    required property string words
    required property string mainText
    property string mainTip: ""
    property string otherText: "" ///< empty: there is no second button

    signal mainWanted()
    signal otherWanted()

    height: Math.max(44, label.implicitHeight + 2 * Theme.s2)
    color: Theme.raised
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words

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
        id: label
        anchors.left: sign.right
        anchors.leftMargin: Theme.s3
        anchors.right: buttons.left
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        text: bar.words
        Accessible.ignored: true
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s2
        PushButton {
            visible: bar.otherText !== ""
            text: bar.otherText
            plain: true
            onClicked: bar.otherWanted()
        }
        PushButton {
            text: bar.mainText
            primary: true
            tip: bar.mainTip
            onClicked: bar.mainWanted()
        }
    }
}
