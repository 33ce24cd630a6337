// SPDX-License-Identifier: Apache-2.0
// One area of the rubric: four levels side by side, each in words; the keys 1 to 4 choose, left and right move.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary

Item {
    id: row

    required property string key
    required property string title
    required property var levels
    required property int level

    signal rated(area: string, level: int)
    signal moveWanted(by: int, at: int) ///< the keyboard wants the row below (1) or above (-1), at a level

    /// The keyboard goes to the level at `at`, counted from 0.
    function enter(at: int): void {
        const choice = levelsOf.itemAt(Math.max(0, Math.min(at, levelsOf.count - 1)));
        if (choice) choice.forceActiveFocus(Qt.TabFocusReason);
    }

    implicitHeight: Math.max(caption.implicitHeight, choices.height)
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    PlainText {
        id: caption
        width: 160
        anchors.verticalCenter: parent.verticalCenter
        font.weight: Font.Medium
        text: row.title
        Accessible.ignored: true
    }
    Row {
        id: choices
        anchors.right: parent.right
        width: parent.width - 176
        height: 52
        spacing: Theme.s2
        Repeater {
            id: levelsOf
            model: row.levels
            delegate: T.AbstractButton {
                id: choice
                required property string modelData
                required property int index
                readonly property bool chosen: row.level === index + 1
                width: (choices.width - 3 * choices.spacing) / 4
                height: choices.height
                hoverEnabled: true
                focusPolicy: Qt.StrongFocus
                text: modelData
                onClicked: row.rated(row.key, index + 1)
                Accessible.role: Accessible.RadioButton
                Accessible.name: row.title + ", " + (index + 1) + ": " + modelData
                Accessible.checkable: true
                Accessible.checked: chosen
                Keys.onReturnPressed: choice.clicked()
                Keys.onLeftPressed: row.enter(index - 1)
                Keys.onRightPressed: row.enter(index + 1)
                Keys.onUpPressed: row.moveWanted(-1, index)
                Keys.onDownPressed: row.moveWanted(1, index)
                Keys.onDigit1Pressed: row.rated(row.key, 1)
                Keys.onDigit2Pressed: row.rated(row.key, 2)
                Keys.onDigit3Pressed: row.rated(row.key, 3)
                Keys.onDigit4Pressed: row.rated(row.key, 4)
                background: Rectangle {
                    radius: Theme.radius
                    color: choice.chosen ? Theme.accentTint : choice.hovered ? Theme.hover : Theme.panel
                    border.width: choice.chosen ? 2 : 1
                    border.color: choice.chosen ? Theme.accent : Theme.line
                    FocusRing { shown: choice.visualFocus }
                }
                contentItem: PlainText {
                    leftPadding: Theme.s2
                    rightPadding: Theme.s2
                    verticalAlignment: Text.AlignVCenter
                    font.pixelSize: Theme.small
                    font.weight: choice.chosen ? Font.DemiBold : Font.Normal
                    text: (choice.index + 1) + "  " + choice.text
                    elide: Text.ElideRight
                    maximumLineCount: 3
                    Accessible.ignored: true
                }
            }
        }
    }
}
