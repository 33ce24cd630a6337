// SPDX-License-Identifier: Apache-2.0
// Numbers of what is selected; each one opens its explanation.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

Grid {
    id: grid

    required property KeyedModel figures

    signal explain(figure: string)

    columns: 2
    columnSpacing: Theme.s1
    rowSpacing: Theme.s1

    Repeater {
        model: grid.figures
        delegate: T.AbstractButton {
            id: cell
            required property string label
            required property double value
            required property string unit
            required property string figure
            required property string tone
            readonly property color ink: tone === "missed" ? Theme.missed : tone === "close" ? Theme.close : Theme.text

            width: (grid.width - grid.columnSpacing) / 2
            implicitHeight: 44
            hoverEnabled: true
            enabled: figure !== ""
            focusPolicy: figure === "" ? Qt.NoFocus : Qt.TabFocus
            onPressed: if (!activeFocus) PageRelay.press(cell)
            onClicked: grid.explain(figure)
            Keys.onReturnPressed: cell.clicked()
            Accessible.role: figure === "" ? Accessible.StaticText : Accessible.Button
            Accessible.name: label + " " + number.text
            background: Rectangle {
                radius: Theme.radius
                color: cell.hovered && cell.enabled ? Theme.hover : Theme.sunken
                FocusRing { shown: cell.visualFocus }
            }
            contentItem: Item {
                PlainText {
                    x: Theme.s2
                    y: 5
                    width: parent.width - 2 * x
                    text: cell.label
                    quiet: true
                    font.pixelSize: Theme.tiny
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                }
                Row {
                    x: Theme.s2
                    y: 20
                    spacing: 4
                    Glyph {
                        visible: cell.tone !== ""
                        anchors.verticalCenter: parent.verticalCenter
                        width: 13
                        height: 13
                        name: cell.tone === "missed" ? "error" : "warning"
                        color: cell.ink
                    }
                    Text {
                        id: number
                        text: Numbers.figure(cell.value, cell.unit)
                        color: cell.ink
                        font.family: Theme.family
                        font.pixelSize: Theme.body
                        font.weight: Font.DemiBold
                    }
                }
            }
            Tip {
                visible: cell.hovered && cell.enabled
                text: qsTr("Why %1?").arg(number.text)
            }
        }
    }
}
