// SPDX-License-Identifier: Apache-2.0
// A column that scrolls. Follows the keyboard: what gets the focus is brought into view.
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
        if (top < contentY) contentY = Math.max(0, top - 8);
        else if (top + item.height > contentY + height) contentY = Math.min(contentHeight - height, top + item.height - height + 8);
    }

    contentWidth: width
    contentHeight: column.implicitHeight
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    T.ScrollBar.vertical: ThinScrollBar {}

    readonly property Item focusItem: Window.activeFocusItem
    onFocusItemChanged: {
        for (let item = focusItem; item; item = item.parent)
            if (item === column) {
                reveal(focusItem);
                return;
            }
    }

    Column {
        id: column
        x: pane.gutter
        width: pane.width - 2 * pane.gutter
    }
}
