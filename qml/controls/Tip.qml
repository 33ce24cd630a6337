// SPDX-License-Identifier: Apache-2.0
// A tooltip: what it does, and the shortcut that does it.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.ToolTip {
    id: tip

    property string shortcut: ""

    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: parent && parent.height > 0 ? parent.height + 6 : -implicitHeight - 6
    margins: 6
    padding: 8
    topPadding: 5
    bottomPadding: 5
    delay: 500
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent
    implicitWidth: Math.min(320, line.implicitWidth + leftPadding + rightPadding)
    implicitHeight: line.implicitHeight + topPadding + bottomPadding

    contentItem: Text {
        id: line
        text: tip.shortcut === "" ? tip.text : tip.text + "  ·  " + tip.shortcut
        color: Theme.panel
        font.family: Theme.family
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
    background: Rectangle {
        color: Theme.text
        radius: Theme.radius
    }
}
