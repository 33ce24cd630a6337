// SPDX-License-Identifier: Apache-2.0
// A search field: glyph, words, a button that clears. Down and Enter go to the list it searches. Undo is the
// document's while nothing was typed since the last choice.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.TextField {
    id: control

    required property string label
    property string placeholder: label
    property string shortcut: ""
    property bool typed: false ///< since the last choice

    signal down()
    signal up()
    signal picked(shifted: bool) ///< with Shift held

    /// The choice is made; the words stay, selected, for the next one.
    function pick(event: var): void {
        typed = false;
        picked((event.modifiers & Qt.ShiftModifier) !== 0);
        selectAll();
    }

    implicitHeight: Theme.rowHeight
    implicitWidth: 160
    leftPadding: 32
    rightPadding: clear.visible ? 32 : Theme.s2
    verticalAlignment: TextInput.AlignVCenter
    font.family: Theme.family
    font.pixelSize: Theme.body
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    hoverEnabled: true
    clip: true

    Accessible.role: Accessible.EditableText
    Accessible.name: label
    Accessible.searchEdit: true

    Keys.onDownPressed: control.down()
    Keys.onUpPressed: control.up()
    Keys.onReturnPressed: event => control.pick(event)
    Keys.onEnterPressed: event => control.pick(event)
    Keys.onPressed: event => {
        const again = event.matches(StandardKey.Redo);
        if (!again && !event.matches(StandardKey.Undo)) return;
        event.accepted = text === "" || !typed;
        if (!event.accepted) return;
        if (again) PageRelay.redoWanted(control);
        else PageRelay.undoWanted(control);
    }
    onTextEdited: typed = true
    Keys.onEscapePressed: event => {
        event.accepted = control.text !== "";
        control.clear();
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.sunken
        border.width: control.activeFocus ? 2 : 1
        border.color: control.activeFocus ? Theme.accent : control.hovered ? Theme.lineStrong : Theme.line
    }
    Glyph {
        x: 9
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        color: Theme.quiet
        width: 16
        height: 16
    }
    Text {
        visible: control.text === ""
        anchors.verticalCenter: parent.verticalCenter
        x: control.leftPadding
        width: control.width - x - Theme.s2
        text: control.placeholder
        elide: Text.ElideRight
        color: Theme.quiet
        font: control.font
    }
    IconButton {
        id: clear
        visible: control.text !== ""
        anchors.right: parent.right
        anchors.rightMargin: 2
        anchors.verticalCenter: parent.verticalCenter
        focusPolicy: Qt.NoFocus
        label: qsTr("Clear the search")
        shortcut: "Esc"
        glyph: "close"
        onClicked: control.clear()
    }
    Tip {
        visible: control.hovered && !control.activeFocus && control.shortcut !== ""
        text: control.label
        shortcut: control.shortcut
    }
}
