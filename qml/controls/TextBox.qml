// SPDX-License-Identifier: Apache-2.0
// Several lines of text; Ctrl+Enter or leaving it takes the change over, Escape puts the old text back.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.TextArea {
    id: control

    required property string label
    property string value: ""
    property string placeholder: ""
    property bool edited: false

    signal committed(text: string)

    implicitHeight: Math.max(64, contentHeight + topPadding + bottomPadding)
    padding: Theme.s2
    wrapMode: TextEdit.Wrap
    font.family: Theme.family
    font.pixelSize: Theme.body
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    textFormat: TextEdit.PlainText
    hoverEnabled: true
    Accessible.role: Accessible.EditableText
    Accessible.name: label
    Accessible.multiLine: true

    onValueChanged: if (!edited) text = value
    Component.onCompleted: text = value
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Tab) {
            nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason);
            event.accepted = true;
            return;
        }
        if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && (event.modifiers & Qt.ControlModifier)) {
            control.committed(text);
            edited = false;
            event.accepted = true;
            return;
        }
        edited = true;
    }
    Keys.onEscapePressed: {
        edited = false;
        text = value;
    }
    onActiveFocusChanged: {
        if (activeFocus) return;
        if (edited && text !== value) control.committed(text);
        edited = false;
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.sunken
        border.width: control.activeFocus ? 2 : 1
        border.color: control.activeFocus ? Theme.accent : control.hovered ? Theme.lineStrong : Theme.line
    }
    Text {
        visible: control.text === ""
        x: control.leftPadding
        y: control.topPadding
        width: control.width - 2 * x
        text: control.placeholder
        wrapMode: Text.Wrap
        color: Theme.quiet
        font: control.font
    }
}
