// SPDX-License-Identifier: Apache-2.0
// A short message above the page: what happened and the way out. Goes by itself, bad news later than good; stays while
// the pointer is on it.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: notice

    property string message: ""
    property string hint: ""
    property string tone: "good" ///< good, close, missed
    property bool shown: false
    readonly property alias lasts: timer.interval ///< ms, without the pointer on it
    readonly property color ink: tone === "good" ? Theme.good : tone === "missed" ? Theme.missed : Theme.close

    function show(message: string, hint: string, tone: string): void {
        notice.message = message;
        notice.hint = hint;
        notice.tone = tone;
        shown = true;
        timer.restart();
    }
    function hide(): void {
        shown = false;
    }

    width: Math.min(560, line.implicitWidth + 2 * Theme.s4 + 2 * Theme.controlHeight, parent.width - 2 * Theme.s6)
    height: words.implicitHeight + 2 * Theme.s3
    radius: Theme.cardRadius
    color: Theme.raised
    border.width: 1
    border.color: ink
    opacity: shown ? 1 : 0
    visible: opacity > 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: message + " " + hint
    Behavior on opacity { NumberAnimation { duration: Theme.fast; easing.type: Theme.easing } }

    Timer {
        id: timer
        interval: notice.tone === "good" ? 4000 : notice.tone === "missed" ? 10000 : 7000
        onTriggered: notice.hide()
    }
    HoverHandler {
        onHoveredChanged: if (hovered) timer.stop(); else timer.restart()
    }
    TextMetrics {
        id: line
        readonly property real implicitWidth: Math.max(advanceWidth, second.advanceWidth) + 40
        font: first.font
        text: notice.message
    }
    TextMetrics {
        id: second
        font: first.font
        text: notice.hint
    }
    Glyph {
        id: sign
        x: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        name: notice.tone === "good" ? "check" : notice.tone === "missed" ? "error" : "warning"
        color: notice.ink
    }
    Column {
        id: words
        anchors.left: sign.right
        anchors.leftMargin: Theme.s3
        anchors.right: dismiss.left
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        PlainText {
            id: first
            width: parent.width
            text: notice.message
            font.weight: Font.Medium
        }
        PlainText {
            width: parent.width
            visible: notice.hint !== ""
            text: notice.hint
            quiet: true
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
    }
    IconButton {
        id: dismiss
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: parent.verticalCenter
        label: qsTr("Dismiss")
        glyph: "close"
        onClicked: notice.hide()
    }
}
