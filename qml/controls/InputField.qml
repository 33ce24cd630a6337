// SPDX-License-Identifier: Apache-2.0
// One line of text. `error` is shown under the field, in words; `committed` comes with Enter or when the keyboard leaves,
// and only when the text was changed by the user. Escape puts the old text back.
import QtQuick
import QtQuick.Templates as T
import Catenary

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
    signal began()
    signal ended()
    signal cancelled() ///< Escape

    function commit(): void {
        if (input.text !== field.value) field.committed(input.text);
    }
    function revert(): void {
        input.text = field.value;
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
            onActiveFocusChanged: {
                if (activeFocus) {
                    edited = false;
                    field.began();
                    if (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason) selectAll();
                } else {
                    if (edited) field.commit();
                    edited = false;
                    field.ended();
                    if (!field.refused) text = field.value;
                }
            }
            function take(): void {
                field.commit();
                edited = false;
                if (!field.refused) text = field.value;
                selectAll();
            }
            Keys.onReturnPressed: take()
            Keys.onEnterPressed: take()
            Keys.onEscapePressed: event => {
                event.accepted = edited || text !== field.value;
                edited = false;
                text = field.value;
                field.cancelled();
            }
            Keys.onUpPressed: event => { if (field.numeric) field.stepped(event.modifiers & Qt.ShiftModifier ? 10 : 1); else event.accepted = false; }
            Keys.onDownPressed: event => { if (field.numeric) field.stepped(event.modifiers & Qt.ShiftModifier ? -10 : -1); else event.accepted = false; }

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
