// SPDX-License-Identifier: Apache-2.0
// Several lines of text; Ctrl+Enter or leaving it takes the change over, Escape puts the old text back where any was
// typed. Undo is the field's own while there is text that is not committed, then the document's.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.TextArea {
    id: control

    required property string label
    property string value: ""
    property string placeholder: ""
    property bool edited: false

    signal committed(text: string)

    /// Takes what was typed over; afterwards there is nothing to undo within the field.
    function commit(): void {
        if (edited && text !== value) control.committed(text);
        edited = false;
        if (canUndo || canRedo) text = value + " ";
        text = value;
    }
    function takeBack(event: KeyEvent, again: bool): void {
        event.accepted = true;
        if (again ? canRedo : canUndo) {
            if (again) redo();
            else undo();
            edited = text !== value;
        } else if (again) {
            PageRelay.redoWanted(control);
        } else {
            PageRelay.undoWanted(control);
        }
    }

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
            commit();
            event.accepted = true;
            return;
        }
        if (event.matches(StandardKey.Undo)) takeBack(event, false);
        else if (event.matches(StandardKey.Redo)) takeBack(event, true);
    }
    onTextChanged: edited = activeFocus && text !== value
    Keys.onEscapePressed: event => {
        event.accepted = edited;
        edited = false;
        text = value;
    }
    onActiveFocusChanged: {
        if (!activeFocus) commit();
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
