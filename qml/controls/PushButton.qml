// SPDX-License-Identifier: Apache-2.0
// A button with a word on it. `primary`: the one thing to do here; `plain`: without a border.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.Button {
    id: control

    property bool primary: false
    property bool plain: false
    property string glyph: ""
    property string tip: ""
    property string shortcut: ""
    readonly property color ink: primary ? (enabled ? Theme.accentInk : Theme.quiet) : plain ? Theme.accent : Theme.text

    implicitHeight: Math.max(Theme.controlHeight, implicitContentHeight + topPadding + bottomPadding)
    implicitWidth: Math.max(Theme.controlHeight, implicitContentWidth + leftPadding + rightPadding)
    leftPadding: plain ? Theme.s2 : Theme.s3
    rightPadding: leftPadding
    topPadding: 4
    bottomPadding: 4
    spacing: 6
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus) PageRelay.press(control)
    hoverEnabled: true
    font.family: Theme.family
    font.pixelSize: Theme.body
    font.weight: primary ? Font.DemiBold : Font.Medium
    opacity: enabled || primary ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: tip

    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    contentItem: Item {
        implicitWidth: sign.width + caption.implicitWidth
        implicitHeight: caption.implicitHeight
        Item {
            id: sign
            x: Math.max(0, (parent.width - width - caption.width) / 2)
            width: control.glyph === "" ? 0 : 16 + control.spacing
            height: parent.height
            Glyph {
                visible: control.glyph !== ""
                anchors.verticalCenter: parent.verticalCenter
                width: 16
                height: 16
                name: control.glyph
                color: control.ink
            }
        }
        Text {
            id: caption
            anchors.left: sign.right
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, parent.width - sign.width)
            text: control.text
            font: control.font
            color: control.ink
            elide: Text.ElideRight
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.primary && !control.enabled ? Theme.pressed
             : control.primary ? (control.down ? Qt.darker(Theme.accent, 1.15) : control.hovered ? Qt.lighter(Theme.accent, 1.08) : Theme.accent)
             : control.down ? Theme.pressed : control.hovered ? Theme.hover : control.plain ? "transparent" : Theme.raised
        border.width: control.primary || control.plain ? 0 : 1
        border.color: Theme.line
        FocusRing { shown: control.visualFocus }
    }
    Tip {
        visible: control.hovered && control.tip !== ""
        text: control.tip
        shortcut: control.shortcut
    }
}
