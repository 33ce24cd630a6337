// SPDX-License-Identifier: Apache-2.0
// Gives the keyboard back, when a popup closes, to where it was before; unless something else has taken it meanwhile.
import QtQuick
import QtQuick.Window

QtObject {
    property Item before: null

    function keep(parent: Item): void {
        before = parent?.Window.window?.activeFocusItem ?? null;
    }
    function giveBack(parent: Item): void {
        const window = parent?.Window.window ?? null;
        const now = window?.activeFocusItem ?? null;
        if (before?.visible && (!now || now === window.contentItem)) before.forceActiveFocus(Qt.OtherFocusReason);
        before = null;
    }
}
