// SPDX-License-Identifier: Apache-2.0
// One of a list of choices. `choices` is a list of {value, text, detail}; `value` is the one in force.
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

    Accessible.role: Accessible.ComboBox
    Accessible.name: label + ": " + displayText

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
        highlighted: control.highlightedIndex === index
        trailing: control.currentIndex === index ? "✓" : ""
    }
    popup: T.Popup {
        y: control.height + 4
        width: Math.max(control.width, 200)
        height: Math.min(contentItem.implicitHeight + 8, 320)
        padding: 4
        margins: 8
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: control.delegateModel
            currentIndex: control.highlightedIndex
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
