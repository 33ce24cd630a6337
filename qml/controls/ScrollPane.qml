// SPDX-License-Identifier: Apache-2.0
// A column that scrolls. Follows the keyboard: what gets the focus is brought into view, with all of the item around it
// that has `shownWhole`, and again when that grows by what is said of it. Keys that nothing within takes scroll it.
import QtQuick
import QtQuick.Templates as T
import Catenary

Flickable {
    id: pane

    default property alias content: column.data
    property alias spacing: column.spacing
    /// Room left and right of the column, for the scroll bar.
    property real gutter: 0

    function reveal(item: Item): void {
        const top = item.mapToItem(column, 0, 0).y;
        if (top + item.height > contentY + height) contentY = Math.min(contentHeight - height, top + item.height - height + 8);
        if (top < contentY) contentY = Math.max(0, top - 8);
    }
    /// What is to be seen of what has the keyboard; null while that is elsewhere. Without its type, on purpose: Qt 6.4
    /// compiles `followed().height` to a read through a wrong pointer where it knows the type.
    function followed() {
        let shown = focusItem;
        for (let item = focusItem; item; item = item.parent) {
            if (item === column) return shown;
            if (item["shownWhole"] === true) shown = item;
        }
        return null;
    }
    function follow(): void {
        const item = followed();
        followedHeight = item ? item.height : 0;
        if (item) reveal(item);
    }
    function followGrowth(): void {
        const item = followed();
        if (item && item.height > followedHeight) reveal(item);
        followedHeight = item ? item.height : 0;
    }
    property real followedHeight: 0

    contentWidth: width
    contentHeight: column.implicitHeight
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    T.ScrollBar.vertical: ThinScrollBar {}
    Keys.onPressed: event => {
        const steps = {[Qt.Key_PageDown]: 0.9 * height, [Qt.Key_PageUp]: -0.9 * height, [Qt.Key_Down]: 48, [Qt.Key_Up]: -48};
        const to = Math.max(0, Math.min(contentHeight - height, contentY + (steps[event.key] ?? 0)));
        event.accepted = to !== contentY;
        contentY = to;
    }

    readonly property Item focusItem: Window.activeFocusItem
    onFocusItemChanged: follow()
    onContentHeightChanged: Qt.callLater(followGrowth)

    Column {
        id: column
        x: pane.gutter
        width: pane.width - 2 * pane.gutter
    }
}
