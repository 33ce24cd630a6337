// SPDX-License-Identifier: Apache-2.0
// Something was left behind: keep it or not.
import QtQuick
import Catenary

Rectangle {
    id: notice

    property string text: ""
    property string keepText: ""

    signal kept()
    signal discarded()

    implicitHeight: line.implicitHeight + 2 * Theme.s3
    radius: Theme.radius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Row {
        id: line
        x: Theme.s3
        y: Theme.s3
        width: parent.width - 2 * Theme.s3
        spacing: Theme.s2
        PlainText {
            width: parent.width - keep.width - drop.width - 2 * Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            text: notice.text
        }
        PushButton {
            id: keep
            text: notice.keepText
            onClicked: notice.kept()
        }
        PushButton {
            id: drop
            text: qsTr("Discard")
            onClicked: notice.discarded()
        }
    }
}
