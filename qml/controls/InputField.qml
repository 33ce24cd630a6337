// SPDX-License-Identifier: Apache-2.0
// One line of text. `error` is shown under the field, in words; `committed` comes with Enter or when the keyboard leaves,
// and only when the text was changed by the user. Escape puts the old text back. Undo is the field's own while there is
// text that is not committed, then the document's.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

FocusScope {
    id: field

    required property string label
    property string value: ""
    property string placeholder: ""
    property string unit: ""
    property string error: ""
    property bool refused: error !== "" ///< the last text could not be taken; it stays until it is corrected
    property string tip: ""
    property bool readOnly: false
    property bool numeric: false
    readonly property bool editing: input.activeFocus
    readonly property alias text: input.text

    signal committed(text: string)
    signal stepped(steps: int)
    signal began() ///< the first of several steps that belong together
    signal ended()
    signal cancelled() ///< what was refused is given up: Escape, or the old text typed again

    function commit(): void {
        endSteps();
        if (input.text !== field.value) field.committed(input.text);
        else if (field.refused) field.cancelled();
    }
    function endSteps(): void {
        if (!input.stepping) return;
        input.stepping = false;
        field.ended();
    }
    /// The model's value, and nothing to undo within the field.
    function settle(): void {
        input.edited = false;
        if (field.refused) return;
        if (input.canUndo || input.canRedo) input.text = field.value + " ";
        input.text = field.value;
    }
    function step(steps: int): void {
        if (input.edited) {
            commit();
            settle();
            if (field.refused) return;
        }
        if (!input.stepping) {
            input.stepping = true;
            field.began();
        }
        field.stepped(steps);
    }
    function selectAll(): void {
        input.forceActiveFocus();
        input.selectAll();
    }

    implicitWidth: 120
    implicitHeight: column.implicitHeight

    onValueChanged: if (!input.activeFocus || !input.edited) input.text = value
    onRefusedChanged: if (!refused && !input.edited) input.text = value
    Component.onCompleted: input.text = value

    Column {
        id: column
        width: parent.width
        spacing: 4
        T.TextField {
            id: input

            property bool edited: false
            property bool stepping: false

            width: parent.width
            implicitHeight: Theme.controlHeight
            leftPadding: Theme.s2
            rightPadding: Theme.s2 + (unitText.visible ? unitText.width + 6 : 0)
            verticalAlignment: TextInput.AlignVCenter
            horizontalAlignment: field.numeric ? TextInput.AlignRight : TextInput.AlignLeft
            font.family: Theme.family
            font.pixelSize: Theme.body
            color: enabled ? Theme.text : Theme.quiet
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            placeholderTextColor: Theme.quiet
            selectByMouse: true
            readOnly: field.readOnly
            hoverEnabled: true
            clip: true
            focus: true
            inputMethodHints: field.numeric ? Qt.ImhFormattedNumbersOnly : Qt.ImhNone

            Accessible.role: Accessible.EditableText
            Accessible.name: field.unit === "" ? field.label : field.label + ", " + field.unit
            Accessible.description: field.error !== "" ? field.error : field.tip

            onTextEdited: edited = true
            // What is longer than the field shows its beginning while nobody types.
            onTextChanged: if (!activeFocus && !field.numeric) cursorPosition = 0
            onActiveFocusChanged: {
                if (activeFocus) {
                    edited = false;
                    if (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason) selectAll();
                } else {
                    if (edited) field.commit();
                    field.endSteps();
                    field.settle();
                    if (!field.numeric) cursorPosition = 0;
                }
            }
            function take(): void {
                field.commit();
                field.settle();
                selectAll();
            }
            function takeBack(event: KeyEvent, again: bool): void {
                event.accepted = true;
                if (again ? canRedo : canUndo) {
                    if (again) redo();
                    else undo();
                    edited = text !== field.value;
                    if (!edited && field.refused) field.cancelled();
                    return;
                }
                field.endSteps();
                if (again) PageRelay.redoWanted(field);
                else PageRelay.undoWanted(field);
            }
            Keys.onReturnPressed: take()
            Keys.onEnterPressed: take()
            Keys.onEscapePressed: event => {
                event.accepted = edited || text !== field.value;
                field.cancelled();
                edited = false;
                text = field.value;
            }
            Keys.onUpPressed: event => { if (field.numeric) field.step(event.modifiers & Qt.ShiftModifier ? 10 : 1); else event.accepted = false; }
            Keys.onDownPressed: event => { if (field.numeric) field.step(event.modifiers & Qt.ShiftModifier ? -10 : -1); else event.accepted = false; }
            Keys.onPressed: event => {
                if (event.matches(StandardKey.Undo)) takeBack(event, false);
                else if (event.matches(StandardKey.Redo)) takeBack(event, true);
            }

            background: Rectangle {
                radius: Theme.radius
                color: Theme.sunken
                border.width: input.activeFocus ? 2 : 1
                border.color: field.refused ? Theme.missed : input.activeFocus ? Theme.accent : input.hovered ? Theme.lineStrong : Theme.line
            }
            Text {
                visible: input.text === "" && field.placeholder !== ""
                x: field.numeric ? input.width - input.rightPadding - width : input.leftPadding
                width: Math.min(implicitWidth, input.width - input.leftPadding - input.rightPadding)
                anchors.verticalCenter: parent.verticalCenter
                text: field.placeholder
                elide: Text.ElideRight
                font: input.font
                color: Theme.quiet
            }
            Text {
                id: unitText
                visible: field.unit !== ""
                anchors.right: parent.right
                anchors.rightMargin: Theme.s2
                anchors.verticalCenter: parent.verticalCenter
                text: field.unit
                font.family: Theme.family
                font.pixelSize: Theme.small
                color: Theme.quiet
            }
            Tip {
                visible: input.hovered && !input.activeFocus && field.tip !== ""
                text: field.tip
            }
        }
        FieldError {
            width: parent.width
            message: field.error
        }
    }
}
