// SPDX-License-Identifier: Apache-2.0
// One finding: how serious, where, what, and what to do.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.AbstractButton {
    id: row

    required property string severity
    required property string where
    required property string place
    required property string message
    required property string hint
    readonly property color ink: severity === "error" ? Theme.missed : severity === "warning" ? Theme.close : Theme.quiet

    signal placeWanted(place: string)

    implicitHeight: words.implicitHeight + 14
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    onPressed: if (!activeFocus) PageRelay.press(row)
    onClicked: if (place !== "") placeWanted(place)
    Keys.onReturnPressed: row.clicked()
    Accessible.role: Accessible.ListItem
    Accessible.name: severity + ": " + where + ": " + message
    Accessible.description: hint

    background: Rectangle {
        radius: Theme.radius
        color: row.hovered && row.place !== "" ? Theme.hover : "transparent"
        FocusRing {
            shown: row.visualFocus
            anchors.margins: 0
        }
    }
    contentItem: Item {
        Glyph {
            x: Theme.s2
            y: 8
            width: 16
            height: 16
            name: row.severity === "info" ? "info" : row.severity
            color: row.ink
        }
        Column {
            id: words
            x: 34
            y: 7
            width: parent.width - x - Theme.s3
            spacing: 1
            PlainText {
                visible: row.where !== ""
                width: parent.width
                text: row.where
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
            }
            PlainText {
                width: parent.width
                text: row.message
                font.pixelSize: Theme.small
            }
            PlainText {
                visible: row.hint !== ""
                width: parent.width
                text: row.hint
                quiet: true
                font.pixelSize: Theme.small
            }
        }
    }
}
