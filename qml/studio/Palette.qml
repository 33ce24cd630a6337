// SPDX-License-Identifier: Apache-2.0
// Every kind of component: search first, groups below. Drag one onto the canvas, or place it with Enter or a double click.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

FocusScope {
    id: palette

    required property Studio studio
    required property var canvas
    readonly property PaletteModel kinds: studio.palette

    function place(kind: string): void {
        if (kind !== "" && canvas) canvas.addInView(kind);
    }
    function focusSearch(): void {
        search.forceActiveFocus(Qt.ShortcutFocusReason);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Palette of components")

    SearchInput {
        id: search
        focus: true
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.s3
        label: qsTr("Search components")
        onTextChanged: {
            palette.kinds.query = text;
            list.currentIndex = text === "" ? -1 : 0;
        }
        onDown: {
            list.forceActiveFocus(Qt.TabFocusReason);
            list.move(list.currentIndex < 0 ? 0 : list.currentIndex, 1);
        }
        onPicked: palette.place(palette.kinds.first)
    }
    PlainText {
        visible: list.count === 0 && search.text !== ""
        anchors.top: search.bottom
        anchors.left: search.left
        anchors.right: search.right
        anchors.topMargin: Theme.s3
        quiet: true
        text: qsTr("No kind matches “%1”. Try what it does: cache, queue, model, search.").arg(search.text)
    }
    ListView {
        id: list

        /// Moves to the next row that is a kind, from `from` on, in steps of `step`.
        function move(from: int, step: int): void {
            let row = from;
            while (row >= 0 && row < count && palette.kinds.rows.at(row, "heading")) row += step;
            if (row >= 0 && row < count) currentIndex = row;
            else if (step < 0) search.forceActiveFocus(Qt.BacktabFocusReason);
        }

        anchors.top: search.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: hint.top
        anchors.bottomMargin: Theme.s2
        anchors.left: parent.left
        anchors.right: parent.right
        clip: true
        activeFocusOnTab: true
        keyNavigationEnabled: false
        boundsBehavior: Flickable.StopAtBounds
        currentIndex: -1
        model: palette.kinds.rows
        bottomMargin: Theme.s2
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Kinds of components")

        onActiveFocusChanged: if (activeFocus && currentIndex < 0) move(0, 1)
        Keys.onDownPressed: move(currentIndex + 1, 1)
        Keys.onUpPressed: move(currentIndex - 1, -1)
        Keys.onReturnPressed: if (currentItem) palette.place((currentItem as PaletteRow).key)
        Keys.onEnterPressed: if (currentItem) palette.place((currentItem as PaletteRow).key)
        Keys.onPressed: event => {
            if (event.text.length === 1 && event.text >= "!" && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier))) {
                search.forceActiveFocus();
                search.text = event.text;
                event.accepted = true;
            }
        }
        delegate: PaletteRow {
            width: ListView.view.width
            current: ListView.isCurrentItem && (list.activeFocus || search.text !== "")
            onToggled: palette.kinds.toggleGroup(group)
            onPlaced: palette.place(key)
            onPicked: list.currentIndex = index
        }
    }
    Rectangle {
        anchors.bottom: list.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
    PlainText {
        id: hint
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.s3
        quiet: true
        font.pixelSize: Theme.tiny
        text: qsTr("Drag onto the canvas, or press Enter. On the canvas: / to add.")
    }
}
