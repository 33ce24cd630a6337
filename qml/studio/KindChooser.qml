// SPDX-License-Identifier: Apache-2.0
// Which kind: of what is added, or of what is there. Type to search, Enter to take the first, arrows to choose; with
// Shift the name of what is added is asked for as well.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

PopupCard {
    id: chooser

    required property Studio studio
    required property DiagramCanvas canvas
    property var request: null ///< a kindRequest
    property bool written: false ///< the words of what was added come next
    readonly property PaletteModel kinds: studio.palette
    /// The component that what is added comes after: what usually follows it is offered first, and no note.
    readonly property string after: request?.purpose === "connect" ? request.element : ""
    readonly property bool noNote: (request?.purpose ?? "add") !== "add"

    function ask(at: point, wanted: var): void {
        request = wanted;
        search.text = "";
        offer("");
        list.positionViewAtBeginning();
        moveBeside(at, request.purpose === "add" || request.purpose === "insert" ? Qt.rect(0, 0, 0, 0) : canvas.elementRect(request.element));
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
    function offer(query: string): void {
        list.model = kinds.choices(query, after).filter(kind => !noNote || kind.id !== "note");
        list.currentIndex = 0;
    }
    function label(): string {
        const title = request === null ? "" : studio.actions.titleOf(request.element);
        switch (request?.purpose) {
        case "connect": return qsTr("Add and connect from %1").arg(title);
        case "insert": return qsTr("Insert into %1").arg(title);
        case "change": return qsTr("Change %1 into").arg(title);
        default: return qsTr("Add a component");
        }
    }
    function take(kind: string, named: bool): void {
        written = canvas.take(request, kind) !== "" && (named || kind === "note");
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
        label: chooser.label()
        onTextEdited: chooser.offer(text)
        onDown: list.incrementCurrentIndex()
        onUp: list.decrementCurrentIndex()
        onPicked: named => { if (list.currentItem) chooser.take(list.currentItem.modelData.id, named); }
    }
    ListView {
        id: list
        anchors.top: search.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: hint.top
        anchors.bottomMargin: Theme.s1
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
            onClicked: chooser.take(modelData.id, false)
        }
    }
    PlainText {
        id: hint
        anchors.bottom: parent.bottom
        width: parent.width
        leftPadding: Theme.s3
        quiet: true
        font.pixelSize: Theme.small
        text: chooser.request?.purpose === "change" ? qsTr("Enter changes it") : qsTr("Enter adds it, Shift+Enter asks for its name, too")
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
