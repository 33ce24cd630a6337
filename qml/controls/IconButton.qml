// SPDX-License-Identifier: Apache-2.0
// A button that is only a glyph; `label` is its name for tooltip and screen reader.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.Button {
    id: control

    required property string label
    property string glyph: ""
    property string shortcut: ""
    property color tint: Theme.quiet
    property bool turned: false ///< the glyph upside down
    property bool plate: false  ///< on a ground of its own, for what lies over the canvas

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus) PageRelay.press(control)
    hoverEnabled: true
    opacity: enabled ? 1 : 0.4

    Accessible.role: Accessible.Button
    Accessible.name: label

    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    contentItem: Item {
        Glyph {
            anchors.centerIn: parent
            name: control.glyph
            rotation: control.turned ? 180 : 0
            color: control.checked ? Theme.accent : control.hovered ? Theme.text : control.tint
            width: 16
            height: 16
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.down ? Theme.pressed : control.checked ? Theme.accentTint : control.hovered ? Theme.hover : control.plate ? Theme.panel : "transparent"
        border.width: control.plate ? 1 : 0
        border.color: Theme.line
        FocusRing { shown: control.visualFocus }
    }
    Tip {
        visible: control.hovered
        text: control.label
        shortcut: control.shortcut
    }
}
