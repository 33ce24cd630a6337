// SPDX-License-Identifier: Apache-2.0
// A modal dialog: title, content, a row of buttons given by `actions`. Escape closes, and the keyboard is back where it
// was.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.Dialog {
    id: dialog

    property alias actions: footerRow.data
    property Item first: null ///< what holds the first thing the keyboard goes to
    readonly property FocusKeeper keeper: FocusKeeper {}

    onAboutToShow: keeper.keep(parent)
    onOpened: if (first) first.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    onClosed: keeper.giveBack(parent)

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    padding: Theme.s5
    topPadding: Theme.s2
    margins: Theme.s4
    implicitWidth: Math.max(contentWidth + leftPadding + rightPadding, 320)
    implicitHeight: contentHeight + topPadding + bottomPadding + implicitHeaderHeight + implicitFooterHeight
    closePolicy: T.Popup.CloseOnEscape
    background: CardGround {}
    T.Overlay.modal: Rectangle { color: Theme.scrim }
    header: Item {
        implicitHeight: 52
        Text {
            x: Theme.s5
            width: parent.width - x - 52
            anchors.verticalCenter: parent.verticalCenter
            text: dialog.title
            elide: Text.ElideRight
            color: Theme.text
            font.family: Theme.family
            font.pixelSize: Theme.heading
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        IconButton {
            anchors.right: parent.right
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            label: qsTr("Close")
            shortcut: "Esc"
            glyph: "close"
            onClicked: dialog.close()
        }
    }
    footer: Item {
        implicitHeight: footerRow.children.length > 0 ? 60 : 0
        visible: footerRow.children.length > 0
        Rectangle {
            width: parent.width
            height: 1
            color: Theme.line
        }
        Row {
            id: footerRow
            anchors.right: parent.right
            anchors.rightMargin: Theme.s5
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s2
        }
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast; easing.type: Theme.easing } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.fast; easing.type: Theme.easing } }
}
