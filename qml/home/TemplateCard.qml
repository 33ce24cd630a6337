// SPDX-License-Identifier: Apache-2.0
// A reference system: its picture, drawn from the design itself, and what it is, in full.
import QtQuick
import QtQuick.Window
import QtQuick.Templates as T
import Catenary

T.AbstractButton {
    id: card

    required property string key
    required property string title
    required property string summary
    required property string size
    required property string target
    readonly property alias summaryHeight: told.implicitHeight
    property real summaryRoom: summaryHeight ///< as high as the summary of the wordiest card beside it

    implicitHeight: ground.height + words.implicitHeight + 2 * Theme.s3 + 2
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: title
    Accessible.role: Accessible.Button
    Accessible.name: title
    Accessible.description: summary
    Keys.onReturnPressed: card.clicked()
    Keys.onEnterPressed: card.clicked()

    background: Rectangle {
        radius: Theme.cardRadius
        color: Theme.panel
        border.width: 1
        border.color: card.hovered ? Theme.accent : Theme.line
        FocusRing {
            shown: card.visualFocus
        }
    }
    contentItem: Item {
        Rectangle {
            id: ground
            x: 1
            y: 1
            width: parent.width - 2
            height: picture.height + 2 * Theme.s3
            color: Theme.canvas
            radius: Theme.cardRadius - 1
        }
        Image {
            id: picture
            x: Theme.s3
            y: Theme.s3
            width: parent.width - 2 * Theme.s3
            height: 160
            asynchronous: true
            fillMode: Image.PreserveAspectFit
            source: "image://thumbnail/" + (Theme.dark ? "dark" : "light") + "/template/" + card.key
            sourceSize: Qt.size(width * Screen.devicePixelRatio, height * Screen.devicePixelRatio)
            opacity: status === Image.Ready ? 1 : 0
            Behavior on opacity { NumberAnimation { duration: Theme.slow; easing.type: Theme.easing } }
        }
        Rectangle {
            x: 1
            y: ground.height + 1
            width: parent.width - 2
            height: 1
            color: Theme.line
        }
        Column {
            id: words
            anchors.top: ground.bottom
            anchors.topMargin: Theme.s3
            x: Theme.s3
            width: parent.width - 2 * Theme.s3
            spacing: Theme.s1
            Text {
                width: parent.width
                text: card.title
                elide: Text.ElideRight
                color: Theme.text
                font.family: Theme.family
                font.pixelSize: Theme.large
                font.weight: Font.DemiBold
            }
            Text {
                id: told
                width: parent.width
                height: card.summaryRoom
                text: card.summary
                wrapMode: Text.Wrap
                color: Theme.quiet
                font.family: Theme.family
                font.pixelSize: Theme.body
                lineHeightMode: Text.FixedHeight
                lineHeight: 17
            }
            Row {
                spacing: Theme.s2
                topPadding: Theme.s1
                Badge { text: card.size }
                Badge {
                    visible: card.target !== ""
                    text: card.target
                }
            }
        }
    }
}
