// SPDX-License-Identifier: Apache-2.0
// What to add, at a place of the canvas: type to search, Enter to add the first, arrows to choose.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

PopupCard {
    id: chooser

    required property Studio studio
    required property DiagramCanvas canvas
    property point target
    property string connectFrom: ""

    function ask(at: point, canvasPoint: point, from: string): void {
        target = canvasPoint;
        connectFrom = from;
        search.text = "";
        list.model = studio.actions.searchKinds("");
        list.currentIndex = 0;
        x = Math.max(8, Math.min(at.x - 20, canvas.width - 336));
        y = Math.max(8, Math.min(at.y - 24, canvas.height - 376));
        open();
        search.forceActiveFocus();
    }
    function take(kind: string): void {
        close();
        studio.actions.add(kind, Math.round((target.x - 88) / 4) * 4, Math.round((target.y - 36) / 4) * 4, connectFrom);
        canvas.forceActiveFocus();
    }

    width: 328
    height: 368
    padding: Theme.s2
    onClosed: canvas.forceActiveFocus()

    SearchInput {
        id: search
        width: parent.width
        label: chooser.connectFrom === "" ? qsTr("Add a component") : qsTr("Add and connect")
        onTextEdited: {
            list.model = chooser.studio.actions.searchKinds(text);
            list.currentIndex = 0;
        }
        onDown: list.incrementCurrentIndex()
        onUp: list.decrementCurrentIndex()
        onPicked: if (list.currentItem) chooser.take(list.currentItem.modelData.id)
    }
    ListView {
        id: list
        anchors.top: search.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Kinds of components")
        delegate: ListRow {
            required property var modelData
            required property int index
            width: ListView.view.width
            text: modelData.title
            note: modelData.summary
            glyph: modelData.icon
            glyphColour: Theme.groupColour(modelData.group)
            highlighted: ListView.isCurrentItem
            onClicked: chooser.take(modelData.id)
        }
    }
    PlainText {
        visible: list.count === 0
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.s4
        horizontalAlignment: Text.AlignHCenter
        quiet: true
        text: qsTr("No kind matches. Try what it does: cache, queue, model, search.")
    }
}
