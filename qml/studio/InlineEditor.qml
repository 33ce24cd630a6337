// SPDX-License-Identifier: Apache-2.0
// Edits a name on the canvas, where it stands. Enter keeps, Escape puts back.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

Rectangle {
    id: editor

    required property Studio studio
    required property DiagramCanvas canvas
    property string element: ""
    property bool lines: false

    function begin(id: string, text: string, rect: rect, lines: bool): void {
        element = id;
        editor.lines = lines;
        x = Math.max(4, Math.min(rect.x, canvas.width - 184));
        y = Math.max(4, Math.min(rect.y + (lines ? 0 : Math.max(0, (rect.height - 32) / 2)), canvas.height - 40));
        width = Math.max(180, rect.width);
        height = lines ? Math.max(64, rect.height) : 32;
        field.text = text;
        visible = true;
        field.forceActiveFocus();
        field.selectAll();
    }
    function commit(): void {
        if (!visible) return;
        visible = false;
        studio.actions.rename(element, field.text);
        canvas.forceActiveFocus();
    }
    function cancel(): void {
        visible = false;
        canvas.forceActiveFocus();
    }

    visible: false
    radius: Theme.radius
    color: Theme.raised
    border.width: 2
    border.color: Theme.accent

    T.TextArea {
        id: field
        anchors.fill: parent
        padding: 7
        clip: true
        color: Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentInk
        selectByMouse: true
        wrapMode: editor.lines ? TextEdit.Wrap : TextEdit.NoWrap
        font.family: Theme.family
        font.pixelSize: Theme.body
        Accessible.role: Accessible.EditableText
        Accessible.name: editor.lines ? qsTr("Text of the note") : qsTr("Name")
        Keys.onPressed: event => {
            if (event.key === Qt.Key_Escape) {
                editor.cancel();
                event.accepted = true;
            } else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && !(editor.lines && (event.modifiers & Qt.ShiftModifier))) {
                editor.commit();
                event.accepted = true;
            }
        }
        onActiveFocusChanged: if (!activeFocus) editor.commit()
    }
}
