// SPDX-License-Identifier: Apache-2.0
// What is in the design, in step with the canvas: choose a row to go there; search, and put other words in place of those
// found.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

FocusScope {
    id: outline

    required property Studio studio
    required property var canvas
    readonly property OutlineModel rows: studio.outline
    property string replacement: ""

    function focusSearch(): void {
        search.forceActiveFocus(Qt.ShortcutFocusReason);
    }
    function go(id: string): void {
        studio.selection.select(id);
        if (canvas) canvas.reveal(id);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Outline of the design")

    SearchInput {
        id: search
        focus: true
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.s3
        label: qsTr("Find in the design")
        onTextChanged: outline.rows.query = text
        onDown: {
            list.forceActiveFocus(Qt.TabFocusReason);
            list.currentIndex = 0;
        }
        onPicked: if (list.count > 0) outline.go(outline.rows.first())
    }
    Row {
        id: replacing
        visible: search.text !== ""
        anchors.left: search.left
        anchors.right: search.right
        anchors.top: search.bottom
        anchors.topMargin: visible ? Theme.s2 : 0
        height: visible ? Theme.controlHeight : 0
        spacing: Theme.s2
        InputField {
            width: parent.width - button.width - parent.spacing
            label: qsTr("Replace by")
            placeholder: label
            value: outline.replacement
            onCommitted: text => outline.replacement = text
        }
        PushButton {
            id: button
            text: qsTr("Replace all")
            tip: qsTr("In names, labels and notes; Ctrl+Z brings them back")
            onClicked: outline.rows.replaceAll(search.text, outline.replacement)
        }
    }
    ListView {
        id: list
        anchors.top: replacing.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        currentIndex: -1
        model: outline.rows
        bottomMargin: Theme.s2
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.Tree
        Accessible.name: qsTr("Outline of the design")
        Keys.onReturnPressed: if (currentItem) currentItem.clicked()
        Keys.onEnterPressed: if (currentItem) currentItem.clicked()
        delegate: OutlineRow {
            width: ListView.view.width
            current: ListView.isCurrentItem && list.activeFocus
            selected: outline.studio.selection.ids.includes(key)
            onClicked: {
                list.currentIndex = index;
                outline.go(key);
            }
        }
    }
    PlainText {
        visible: list.count === 0
        anchors.top: list.top
        anchors.left: search.left
        anchors.right: search.right
        quiet: true
        text: search.text === "" ? qsTr("Nothing is drawn yet.") : qsTr("Nothing in the design says “%1”.").arg(search.text)
    }
}
