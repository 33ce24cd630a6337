// SPDX-License-Identifier: Apache-2.0
// A few choices side by side. `choices` is a list of {value, text}; left and right move.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

Rectangle {
    id: control

    required property string label
    property var choices: []
    property string value: ""

    signal chosen(value: string)

    implicitHeight: Theme.controlHeight
    implicitWidth: Math.max(120, choices.length * 72)
    radius: Theme.radius
    color: Theme.sunken
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Row {
        anchors.fill: parent
        Repeater {
            model: control.choices
            delegate: T.AbstractButton {
                id: part
                required property var modelData
                required property int index
                readonly property bool current: modelData.value === control.value
                width: control.width / Math.max(1, control.choices.length)
                height: control.height
                text: modelData.text
                hoverEnabled: true
                focusPolicy: Qt.TabFocus
                onPressed: if (!activeFocus) PageRelay.press(part)
                onClicked: control.chosen(modelData.value)
                Accessible.role: Accessible.RadioButton
                Accessible.name: control.label + ": " + text
                Accessible.checkable: true
                Accessible.checked: current
                Keys.onReturnPressed: part.clicked()
                Keys.onLeftPressed: if (index > 0) part.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                Keys.onRightPressed: if (index + 1 < control.choices.length) part.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                background: Rectangle {
                    anchors.fill: parent
                    anchors.margins: 2
                    radius: Theme.radius - 2
                    color: part.current ? Theme.raised : part.hovered ? Theme.hover : "transparent"
                    border.width: part.current ? 1 : 0
                    border.color: Theme.lineStrong
                    FocusRing {
                        shown: part.visualFocus
                        anchors.margins: -1
                    }
                }
                contentItem: Text {
                    text: part.text
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    color: part.current ? Theme.text : Theme.quiet
                    font.family: Theme.family
                    font.pixelSize: Theme.small
                    font.weight: part.current ? Font.DemiBold : Font.Normal
                }
            }
        }
    }
}
