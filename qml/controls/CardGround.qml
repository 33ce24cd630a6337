// SPDX-License-Identifier: Apache-2.0
// The ground of menus, popups and dialogs: raised, edged, with a soft shadow.
import QtQuick
import Catenary

Item {
    Rectangle {
        anchors.fill: parent
        anchors.margins: -3
        anchors.topMargin: -1
        anchors.bottomMargin: -5
        radius: Theme.cardRadius + 3
        color: Theme.shadow
        opacity: 0.5
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.cardRadius
        color: Theme.raised
        border.width: 1
        border.color: Theme.line
    }
}
