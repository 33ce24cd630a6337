// SPDX-License-Identifier: Apache-2.0
// The ring around what has the keyboard.
import QtQuick
import Catenary

Rectangle {
    property bool shown: false
    anchors.fill: parent
    anchors.margins: -2
    radius: Theme.radius + 2
    color: "transparent"
    border.color: Theme.accent
    border.width: 2
    visible: shown
}
