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
    property bool written: false ///< what was added is a note, whose words come next
    readonly property PaletteModel kinds: studio.palette

    function ask(at: point, canvasPoint: point, from: string): void {
        target = canvasPoint;
        connectFrom = from;
        search.text = "";
        list.model = kinds.choices("", from);
        list.currentIndex = 0;
        list.positionViewAtBeginning();
        moveBeside(at, from === "" ? Qt.rect(0, 0, 0, 0) : canvas.elementRect(from));
        open();
        search.forceActiveFocus();
    }
    /// Near `at`, within the canvas, and not over `card`.
    function moveBeside(at: point, card: rect): void {
        const inX = value => Math.max(8, Math.min(value, canvas.width - width - 8));
        const inY = value => Math.max(8, Math.min(value, canvas.height - height - 8));
        const places = [[at.x - 20, at.y - 24], [card.x + card.width + 12, at.y - 24], [card.x - width - 12, at.y - 24],
                        [at.x - 20, card.y + card.height + 12], [at.x - 20, card.y - height - 12]];
        // A popup tells its place only once it is open.
        const apart = ([left, top]) => card.width === 0 || inX(left) >= card.x + card.width || inX(left) + width <= card.x
            || inY(top) >= card.y + card.height || inY(top) + height <= card.y;
        const [left, top] = places.find(apart) ?? places[0];
        x = inX(left);
        y = inY(top);
    }
    function take(kind: string): void {
        written = kind === "note";
        canvas.addAt(kind, target, connectFrom);
        canvas.forceActiveFocus();
        close();
    }

    width: 328
    height: 368
    padding: Theme.s2
    onClosed: {
        canvas.forceActiveFocus();
        if (written) canvas.renameSelected();
        written = false;
    }

    SearchInput {
        id: search
        width: parent.width
        label: chooser.connectFrom === "" ? qsTr("Add a component") : qsTr("Add and connect")
        onTextEdited: {
            list.model = chooser.kinds.choices(text, chooser.connectFrom);
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
