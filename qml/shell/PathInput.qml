// SPDX-License-Identifier: Apache-2.0
// One line for a path or a file name; Enter is `accepted`. Shows its end when it does not fit and is not being edited.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.TextField {
    id: input

    required property string label
    property bool refused: false

    implicitHeight: Theme.controlHeight
    implicitWidth: 120
    leftPadding: Theme.s2
    rightPadding: Theme.s2
    verticalAlignment: TextInput.AlignVCenter
    font.family: Theme.family
    font.pixelSize: Theme.body
    color: activeFocus ? Theme.text : "transparent"
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    hoverEnabled: true
    clip: true
    Accessible.role: Accessible.EditableText
    Accessible.name: label
    onActiveFocusChanged: if (activeFocus && (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason)) selectAll()

    background: Rectangle {
        radius: Theme.radius
        color: Theme.sunken
        border.width: input.activeFocus ? 2 : 1
        border.color: input.refused ? Theme.missed : input.activeFocus ? Theme.accent : input.hovered ? Theme.lineStrong : Theme.line
    }
    Text {
        visible: !input.activeFocus
        x: input.leftPadding
        width: input.width - input.leftPadding - input.rightPadding
        anchors.verticalCenter: parent.verticalCenter
        text: input.text
        elide: Text.ElideLeft
        font: input.font
        color: Theme.text
    }
}
