// SPDX-License-Identifier: Apache-2.0
// An objective and whether it is met: mark and words.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.AbstractButton {
    id: chip

    required property string objective
    required property string value
    required property bool met
    required property bool known
    required property string figure
    readonly property color ink: met ? Theme.good : Theme.missed

    implicitWidth: line.implicitWidth + 16
    implicitHeight: 24
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus) PageRelay.press(chip)
    Keys.onReturnPressed: chip.clicked()
    Accessible.role: Accessible.Button
    Accessible.name: objective + ": " + value + ", " + (met ? qsTr("met") : qsTr("missed"))

    background: Rectangle {
        radius: 12
        color: chip.hovered ? Theme.hover : "transparent"
        border.width: 1
        border.color: chip.ink
        FocusRing {
            shown: chip.visualFocus
            radius: 14
        }
    }
    contentItem: Item {
        Row {
            id: line
            anchors.centerIn: parent
            spacing: 5
            Glyph {
                anchors.verticalCenter: parent.verticalCenter
                width: 12
                height: 12
                name: chip.met ? "check" : "error"
                color: chip.ink
            }
            Text {
                text: chip.objective
                color: Theme.text
                font.family: Theme.family
                font.pixelSize: Theme.small
            }
            Text {
                visible: !chip.met
                text: chip.known ? chip.value : qsTr("not reached")
                color: chip.ink
                font.family: Theme.family
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
            }
        }
    }
    Tip {
        y: -implicitHeight - 6
        visible: chip.hovered
        text: chip.met ? qsTr("Met: %1").arg(chip.value) : chip.known ? qsTr("Missed: %1").arg(chip.value) : qsTr("Missed: not reached by enough requests")
    }
}
