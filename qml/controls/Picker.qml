// SPDX-License-Identifier: Apache-2.0
// One of many choices: a button that says the one in force, and a card with a search field over the choices, under
// their headings. `choices` is a list of {value, text, detail, trailing, group}. On the button, letters begin a search;
// in the card Down, Up, Page Up and Page Down go through what is found, Enter chooses, Escape clears, then closes.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.AbstractButton {
    id: control

    required property string label
    property var choices: []
    property string value: ""
    property string error: ""
    readonly property bool opened: card.opened
    readonly property string inForce: choices.find(choice => choice.value === value)?.text ?? (value === "" ? "–" : value)

    signal chosen(value: string)

    function openWith(words: string): void {
        found.choices = choices;
        search.text = words;
        card.open();
    }
    function take(row: int): void {
        if (row < 0) return;
        const picked = found.valueAt(row);
        card.close();
        control.chosen(picked);
    }

    implicitHeight: Theme.controlHeight
    implicitWidth: 120
    leftPadding: Theme.s2
    rightPadding: 28
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    font.family: Theme.family
    font.pixelSize: Theme.body
    text: inForce
    Accessible.role: Accessible.ComboBox
    Accessible.name: label + ": " + inForce
    onClicked: openWith("")
    Keys.onReturnPressed: openWith("")
    Keys.onEnterPressed: openWith("")
    Keys.onDownPressed: openWith("")
    Keys.onPressed: event => {
        event.accepted = event.text.length === 1 && event.text > " " && event.key !== Qt.Key_Delete
            && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier));
        if (event.accepted) openWith(event.text);
    }

    contentItem: Text {
        text: control.text
        elide: Text.ElideRight
        font: control.font
        color: Theme.text
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.down || card.visible ? Theme.pressed : Theme.sunken
        border.width: control.visualFocus ? 2 : 1
        border.color: control.error !== "" ? Theme.missed : control.visualFocus ? Theme.accent : control.hovered ? Theme.lineStrong : Theme.line
        Glyph {
            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: "chevron"
            rotation: 90
            color: Theme.quiet
        }
    }

    ChoiceModel { id: found }
    PopupCard {
        id: card

        /// Shows a row with its heading; in the middle where there is room around it.
        function mark(row: int, middle: bool): void {
            list.currentIndex = row;
            if (row === 0) list.positionViewAtBeginning();
            else if (row > 0) list.positionViewAtIndex(row, middle ? ListView.Center : ListView.Contain);
        }
        function markBest(): void {
            mark(search.text === "" ? Math.max(0, found.rowOf(control.value)) : found.best, true);
        }
        function page(pages: int): void {
            const rows = Math.max(1, Math.floor(list.height / 48));
            mark(Math.max(0, Math.min(list.count - 1, list.currentIndex + pages * rows)), false);
        }

        y: control.height + 4
        x: control.width - width
        width: 440
        height: 420
        padding: Theme.s2
        onAboutToShow: {
            search.typed = search.text !== "";
            markBest();
        }
        onOpened: markBest()

        Item {
            anchors.fill: parent
            Keys.onPressed: event => {
                event.accepted = event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp;
                if (event.accepted) card.page(event.key === Qt.Key_PageDown ? 1 : -1);
            }
            SearchInput {
                id: search
                width: parent.width
                focus: true
                label: qsTr("Search %1").arg(control.label.toLowerCase())
                onTextChanged: {
                    list.currentIndex = -1; // the row may be gone
                    found.query = text;
                    card.markBest();
                }
                onDown: if (list.count > 0) card.mark(Math.min(list.count - 1, list.currentIndex + 1), false)
                onUp: if (list.count > 0) card.mark(Math.max(0, list.currentIndex - 1), false)
                onPicked: control.take(list.currentIndex)
            }
            PlainText {
                visible: list.count === 0
                anchors.top: search.bottom
                anchors.topMargin: Theme.s4
                x: Theme.s3
                width: parent.width - 2 * x
                quiet: true
                text: qsTr("Nothing found for “%1”.").arg(search.text)
            }
            ListView {
                id: list
                anchors.top: search.bottom
                anchors.topMargin: Theme.s2
                anchors.bottom: parent.bottom
                width: parent.width
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                highlightMoveDuration: 0
                cacheBuffer: 0 // rows that are being made ahead would outlive a search that takes them away
                model: found
                T.ScrollBar.vertical: ThinScrollBar {}
                Accessible.role: Accessible.List
                Accessible.name: control.label
                delegate: PickerRow {
                    inForce: value === control.value
                    onClicked: control.take(index)
                }
            }
        }
    }
}
