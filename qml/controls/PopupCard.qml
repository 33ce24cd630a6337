// SPDX-License-Identifier: Apache-2.0
// A popup on a card that closes with Escape or a press outside, and gives the keyboard back to where it was.
import QtQuick
import QtQuick.Templates as T
import Catenary

T.Popup {
    readonly property FocusKeeper keeper: FocusKeeper {}

    onAboutToShow: keeper.keep(parent)
    onClosed: keeper.giveBack(parent)

    padding: Theme.s3
    margins: Theme.s2
    focus: true
    implicitWidth: contentWidth + leftPadding + rightPadding
    implicitHeight: contentHeight + topPadding + bottomPadding
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    background: CardGround {}
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast; easing.type: Theme.easing } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.fast; easing.type: Theme.easing } }
}
