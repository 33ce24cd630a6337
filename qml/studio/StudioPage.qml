// SPDX-License-Identifier: Apache-2.0
// Where one works: palette, canvas, inspector, and the numbers along the bottom.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

Item {
    id: page

    required property Studio studio
    required property Item topBar ///< above the page, one of the panes the keyboard goes through
    readonly property alias canvas: area.canvas
    readonly property alias play: area.play
    readonly property alias panes: cycle

    signal templatesWanted()
    signal newWanted()

    function explain(figure: string): void {
        studio.explanation.show(figure);
    }
    function find(): void {
        studio.settings.paletteOpen = true;
        left.content?.find();
    }
    function closePopups(): void {
        studio.explanation.clear();
    }

    onVisibleChanged: if (visible) focusCanvas()
    onWidthChanged: studio.settings.setRoom(width)
    Component.onCompleted: studio.settings.setRoom(width)

    function focusCanvas(): void {
        area.canvas.forceActiveFocus(Qt.OtherFocusReason);
    }
    function holds(item: Item): bool {
        for (let at = item; at; at = at.parent)
            if (at === page) return true;
        return false;
    }
    /// Is it on the page or the bar above, and not in a popup that lies over them?
    function shares(item: Item): bool {
        for (let at = item; at; at = at.parent)
            if (at === T.Overlay.overlay) return false;
        return true;
    }

    PaneCycle {
        id: cycle
        panes: [page.topBar, left, area.canvas, explanationPanel, right, strip]
        canvas: area.canvas
    }
    Connections {
        target: PageRelay
        function onUndoWanted(from: Item): void {
            if (page.holds(from)) page.studio.document.undo();
        }
        function onRedoWanted(from: Item): void {
            if (page.holds(from)) page.studio.document.redo();
        }
        function onPressed(from: Item): void {
            if (!page.visible || !page.shares(from)) return;
            PageRelay.take();
            page.focusCanvas();
        }
    }
    SidePanel {
        id: left
        anchors.top: parent.top
        anchors.bottom: strip.top
        anchors.left: parent.left
        panelWidth: Theme.paletteWidth
        open: page.studio.settings.paletteOpen
        name: qsTr("Palette and outline")
        url: "LeftPane.qml"
        studio: page.studio
        canvas: area.canvas
        onOpenWanted: open => page.studio.settings.paletteOpen = open
    }
    CanvasArea {
        id: area
        anchors.left: left.right
        anchors.right: explanationPanel.visible ? explanationPanel.left : right.left
        anchors.top: parent.top
        anchors.bottom: strip.top
        studio: page.studio
        onTemplatesWanted: page.templatesWanted()
        onInspectWanted: {
            page.studio.settings.inspectorOpen = true;
            Qt.callLater(() => cycle.enter(right));
        }
    }
    SidePanel {
        id: right
        anchors.top: parent.top
        anchors.bottom: strip.top
        anchors.right: parent.right
        mirrored: true
        panelWidth: Theme.inspectorWidth
        open: page.studio.settings.inspectorOpen
        name: qsTr("Inspector")
        url: "Inspector.qml"
        studio: page.studio
        canvas: area.canvas
        onOpenWanted: open => page.studio.settings.inspectorOpen = open
    }
    Loader {
        id: explanationPanel
        /// Beside the inspector where the canvas stays wide enough, else over it.
        readonly property bool beside: page.width >= 1500 && page.studio.settings.inspectorOpen
        anchors.right: parent.right
        anchors.rightMargin: beside ? Theme.inspectorWidth : 0
        anchors.top: parent.top
        anchors.bottom: strip.top
        width: 420
        visible: page.studio.explanation.page !== ""
        z: 1
    }
    Connections {
        target: explanationPanel.item
        ignoreUnknownSignals: true
        function onClosed(): void {
            page.focusCanvas();
        }
        function onPlaceWanted(path: string): void {
            page.studio.inspector.goTo(path);
            if (!explanationPanel.beside) page.studio.explanation.clear();
        }
    }
    Connections {
        target: page.studio.document
        function onOpened(): void {
            page.studio.explanation.clear();
            page.focusCanvas();
        }
    }
    Connections {
        target: page.studio.explanation
        function onPageChanged(): void {
            if (page.studio.explanation.page !== "" && explanationPanel.status === Loader.Null)
                explanationPanel.setSource("../insight/ExplanationPanel.qml", {studio: page.studio});
        }
    }
    /// Escape closes what lies over the page, then gives the keyboard back to the canvas.
    Keys.onEscapePressed: event => {
        event.accepted = studio.explanation.page !== "" || !area.canvas.activeFocus;
        studio.explanation.clear();
        focusCanvas();
    }
    Loader {
        id: strip
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        Component.onCompleted: setSource("EstimateStrip.qml", {studio: page.studio})
    }
}
