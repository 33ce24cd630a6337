// SPDX-License-Identifier: Apache-2.0
// A thin scroll bar that shows where the view is.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.ScrollBar {
    id: bar
    implicitWidth: 10
    implicitHeight: 10
    padding: 2
    minimumSize: 0.08
    policy: size < 1 ? T.ScrollBar.AsNeeded : T.ScrollBar.AlwaysOff
    visible: size < 1 && policy !== T.ScrollBar.AlwaysOff
    contentItem: Rectangle {
        radius: 3
        color: bar.pressed ? Theme.quiet : Theme.lineStrong
        opacity: bar.pressed || bar.hovered ? 0.9 : 0.45
    }
}
