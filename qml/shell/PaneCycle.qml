// SPDX-License-Identifier: Apache-2.0
// F6 and Shift+F6: the keyboard goes from pane to pane, to the first thing of each that takes it.
import QtQuick

QtObject {
    id: cycle

    required property list<Item> panes ///< in order; those not to be seen are passed over
    required property Item canvas      ///< takes the keyboard itself

    function holds(pane: Item, item: Item): bool {
        for (let at = item; at; at = at.parent)
            if (at === pane) return true;
        return false;
    }
    function enter(pane: Item): bool {
        if (!pane.visible || pane.width <= 0 || pane.height <= 0) return false;
        const first = pane === canvas ? pane : pane.nextItemInFocusChain(true);
        if (!first || !holds(pane, first)) return false;
        first.forceActiveFocus(Qt.TabFocusReason);
        return true;
    }
    /// From the pane that holds `focused`, forwards or back.
    function go(focused: Item, step: int): void {
        const count = panes.length;
        let at = 0;
        for (let i = 0; i < count; ++i)
            if (holds(panes[i], focused)) at = i;
        for (let i = 1; i <= count; ++i)
            if (enter(panes[(at + step * i + i * count) % count])) return;
    }
}
