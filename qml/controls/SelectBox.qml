// SPDX-License-Identifier: Apache-2.0
// One of a list of choices. `choices` is a list of {value, text, detail, trailing}; `value` is the one in force. The list
// is as wide as its texts want, and while it is open letters go to the next choice that has them.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.ComboBox {
    id: control

    required property string label
    property var choices: []
    property string value: ""
    property string tip: ""
    property string error: ""

    signal chosen(value: string)

    /// The letters typed in short succession.
    property string typed: ""

    /// Marks the next choice whose text begins with what was typed, else whose text, else whose detail has it.
    function seek(letter: string): void {
        typed += letter.toLowerCase();
        forget.restart();
        const from = Math.max(0, highlightedIndex) + (typed.length === 1 ? 1 : 0);
        for (const match of [choice => choice.text.toLowerCase().startsWith(typed), choice => choice.text.toLowerCase().includes(typed),
                             choice => (choice.detail ?? "").toLowerCase().includes(typed)])
            for (let i = 0; i < choices.length; ++i) {
                const at = (from + i) % choices.length;
                if (match(choices[at])) {
                    mark(at);
                    return;
                }
            }
    }
    function mark(index: int): void {
        list.currentIndex = Math.max(0, Math.min(choices.length - 1, index));
        list.positionViewAtIndex(list.currentIndex, ListView.Contain);
    }
    function indexOf(wanted: string): int {
        for (let i = 0; i < choices.length; ++i)
            if (choices[i].value === wanted) return i;
        return -1;
    }

    model: choices
    textRole: "text"
    valueRole: "value"
    currentIndex: indexOf(value)
    displayText: currentIndex >= 0 ? choices[currentIndex].text : value === "" ? "–" : value
    implicitHeight: Theme.controlHeight
    implicitWidth: 120
    leftPadding: Theme.s2
    rightPadding: 28
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    font.family: Theme.family
    font.pixelSize: Theme.body
    onActivated: index => {
        const picked = choices[index].value;
        currentIndex = Qt.binding(() => control.indexOf(control.value));
        control.chosen(picked);
    }

    Timer {
        id: forget
        interval: 900
        onTriggered: control.typed = ""
    }
    Keys.onPressed: event => {
        if (!popup.visible) return;
        const page = Math.max(1, Math.floor(list.height / Theme.rowHeight) - 1);
        event.accepted = true;
        if (event.key === Qt.Key_Home) mark(0);
        else if (event.key === Qt.Key_End) mark(choices.length - 1);
        else if (event.key === Qt.Key_PageDown) mark(list.currentIndex + page);
        else if (event.key === Qt.Key_PageUp) mark(list.currentIndex - page);
        else if (event.key === Qt.Key_Down) mark(list.currentIndex + 1);
        else if (event.key === Qt.Key_Up) mark(list.currentIndex - 1);
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) pick(list.currentIndex);
        else if (event.text.length === 1 && event.text >= "!" && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier))) seek(event.text);
        else event.accepted = event.key === Qt.Key_Space;
    }
    Keys.onReleased: event => {
        event.accepted = popup.visible && event.key === Qt.Key_Space;
        if (event.accepted) pick(list.currentIndex);
    }
    function pick(index: int): void {
        popup.close();
        if (index >= 0 && index < choices.length) control.chosen(choices[index].value);
    }
    Accessible.role: Accessible.ComboBox
    Accessible.name: label + ": " + displayText

    FontMetrics {
        id: metrics
        font: control.font
    }
    /// Width of the longest entry.
    readonly property real widest: popup.visible ? choices.reduce((wide, choice) => Math.max(wide,
        metrics.advanceWidth(choice.text) + metrics.advanceWidth(choice.trailing ?? "") + (choice.trailing ? 24 : 0)), 0) : 0
    contentItem: Text {
        text: control.displayText
        elide: Text.ElideRight
        font: control.font
        color: Theme.text
        verticalAlignment: Text.AlignVCenter
    }
    indicator: Glyph {
        x: control.width - width - 8
        y: (control.height - height) / 2
        width: 14
        height: 14
        name: "chevron"
        rotation: 90
        color: Theme.quiet
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.down ? Theme.pressed : Theme.sunken
        border.width: control.visualFocus ? 2 : 1
        border.color: control.error !== "" ? Theme.missed : control.visualFocus ? Theme.accent : control.hovered ? Theme.lineStrong : Theme.line
    }
    delegate: ListRow {
        required property var modelData
        required property int index
        width: ListView.view.width
        text: modelData.text
        note: modelData.detail ?? ""
        highlighted: ListView.isCurrentItem
        trailing: (modelData.trailing ?? "") + (control.currentIndex === index ? " ✓" : "")
        focusPolicy: Qt.NoFocus
        onHoveredChanged: if (hovered) list.currentIndex = index
    }
    popup: T.Popup {
        y: control.height + 4
        width: Math.max(control.width, 200, Math.min(420, control.widest + 2 * Theme.s3 + 28))
        height: Math.min(contentItem.implicitHeight + 8, 320)
        padding: 4
        margins: 8
        onAboutToShow: {
            control.typed = "";
            control.mark(control.currentIndex);
        }
        onClosed: if (!control.visualFocus) PageRelay.press(control)
        contentItem: ListView {
            id: list
            clip: true
            implicitHeight: contentHeight
            model: control.delegateModel
            highlightMoveDuration: 0
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ThinScrollBar {}
        }
        background: CardGround {}
    }
    Tip {
        visible: control.hovered && !control.popup.visible && control.tip !== ""
        text: control.tip
    }
}
