// SPDX-License-Identifier: Apache-2.0
// What the film over the canvas shows, how fast, and the way out of it.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: bar

    required property PlayLayer film

    visible: film.playing
    width: row.width + 2 * Theme.s3
    height: 40
    radius: Theme.radius + 2
    color: Theme.panel
    border.width: 1
    border.color: Theme.line

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.s2
        PlainText {
            anchors.verticalCenter: parent.verticalCenter
            quiet: true
            font.pixelSize: Theme.small
            text: bar.film.status
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Repeater {
            model: [0.25, 1, 4]
            delegate: PushButton {
                required property double modelData
                anchors.verticalCenter: parent.verticalCenter
                plain: bar.film.speed !== modelData
                width: 44
                leftPadding: 0
                rightPadding: 0
                primary: bar.film.speed === modelData
                text: modelData === 0.25 ? "¼×" : modelData + "×"
                tip: qsTr("Speed")
                onClicked: bar.film.speed = modelData
            }
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            label: qsTr("Stop")
            shortcut: "Alt+P"
            glyph: "close"
            onClicked: bar.film.playing = false
        }
    }
}
