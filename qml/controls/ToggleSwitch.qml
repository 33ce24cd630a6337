// SPDX-License-Identifier: Apache-2.0
// On or off.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.Switch {
    id: control

    property string tip: ""

    implicitHeight: Math.max(Theme.controlHeight, implicitContentHeight)
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: text === "" ? 34 : 42
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus) PageRelay.press(control)
    hoverEnabled: true
    font.family: Theme.family
    font.pixelSize: Theme.body
    opacity: enabled ? 1 : 0.45

    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked

    indicator: Rectangle {
        y: Math.round((control.height - height) / 2)
        width: 32
        height: 18
        radius: 9
        color: control.checked ? Theme.accent : Theme.sunken
        border.width: 1
        border.color: control.checked ? Theme.accent : Theme.lineStrong
        FocusRing {
            shown: control.visualFocus
            radius: 11
        }
        Rectangle {
            x: control.checked ? parent.width - width - 3 : 3
            anchors.verticalCenter: parent.verticalCenter
            width: 12
            height: 12
            radius: 6
            color: control.checked ? Theme.accentInk : Theme.lineStrong
            Behavior on x { NumberAnimation { duration: Theme.fast; easing.type: Theme.easing } }
        }
    }
    contentItem: Text {
        text: control.text
        font: control.font
        color: Theme.text
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.Wrap
    }
    Tip {
        visible: control.hovered && control.tip !== ""
        text: control.tip
    }
}
