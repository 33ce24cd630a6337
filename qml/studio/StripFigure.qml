// SPDX-License-Identifier: Apache-2.0
// One number of the strip; counts to its new value; opens its explanation.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.AbstractButton {
    id: cell

    required property string label
    required property double value
    required property string unit
    required property string figure
    required property string tone
    required property string hint
    required property string check ///< what the simulation finds; may be empty
    required property string parting ///< how the analysis parts from it, in words; empty where they agree
    readonly property bool known: isFinite(value)
    readonly property color ink: tone === "missed" ? Theme.missed : tone === "close" ? Theme.close : Theme.text
    property real shown: known ? value : 0

    Behavior on shown { NumberAnimation { duration: 2 * Theme.slow; easing.type: Theme.easing } }

    implicitHeight: 58
    implicitWidth: Math.ceil(Math.max(widest.advanceWidth, caption.implicitWidth, second.implicitWidth)) + 2 * Theme.s2 + (tone === "" ? 0 : 18) + 4
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus) PageRelay.press(cell)
    Keys.onReturnPressed: cell.clicked()
    Accessible.role: Accessible.Button
    Accessible.name: label + " " + Numbers.figure(value, unit)
    Accessible.description: check === "" ? hint : hint + ". " + check

    background: Rectangle {
        radius: Theme.radius
        color: cell.down ? Theme.pressed : cell.hovered ? Theme.hover : "transparent"
        FocusRing {
            shown: cell.visualFocus
            anchors.margins: 0
        }
    }
    contentItem: Item {
        PlainText {
            id: second
            visible: text !== ""
            x: Theme.s2
            y: 40
            text: cell.check
            color: cell.parting === "" ? Theme.quiet : Theme.text
            font.weight: cell.parting === "" ? Font.Normal : Font.DemiBold
            font.pixelSize: Theme.tiny
            wrapMode: Text.NoWrap
        }
        // Of the value it counts to, so that nothing moves while it counts.
        TextMetrics {
            id: widest
            font: number.font
            text: Numbers.figure(cell.value, cell.unit)
        }
        PlainText {
            id: caption
            x: Theme.s2
            y: 3
            width: parent.width - 2 * x
            text: cell.parting === "" ? cell.label : cell.label + " · " + cell.parting
            color: cell.parting === "" ? Theme.quiet : Theme.close
            font.weight: cell.parting === "" ? Font.Normal : Font.DemiBold
            font.pixelSize: Theme.tiny
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
        Row {
            x: Theme.s2
            y: 18
            spacing: 4
            Glyph {
                visible: cell.tone !== ""
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                name: cell.tone === "missed" ? "error" : "warning"
                color: cell.ink
            }
            Text {
                id: number
                text: Numbers.figure(cell.known ? cell.shown : cell.value, cell.unit)
                color: cell.ink
                font.family: Theme.family
                font.pixelSize: Theme.large
                font.weight: Font.DemiBold
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.tiny
                width: Math.min(implicitWidth, cell.width - Theme.s3 - (cell.tone === "" ? 0 : 18))
            }
        }
    }
    Tip {
        y: -implicitHeight - 6
        visible: cell.hovered
        text: cell.check === "" ? cell.hint : cell.hint + "\n" + qsTr("Large: by the analysis, at once. Below: by simulation, with its 95 % interval.")
    }
}
