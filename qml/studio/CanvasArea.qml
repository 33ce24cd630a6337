// SPDX-License-Identifier: Apache-2.0
// The canvas and what may lie on it: zoom, minimap, the chooser, the text being renamed, the menu.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Item {
    id: area

    required property Studio studio
    readonly property alias canvas: diagram
    readonly property alias play: film

    signal templatesWanted()
    signal inspectWanted()

    DiagramCanvas {
        id: diagram
        anchors.fill: parent
        focus: true
        studio: area.studio
        Accessible.role: Accessible.Canvas
        Accessible.name: qsTr("Diagram of %1").arg(area.studio.document.title)
        Accessible.description: area.studio.selection.count === 0 ? qsTr("Nothing selected. Tab goes from element to element.")
            : area.studio.selection.count === 1 ? qsTr("Selected: %1").arg(area.studio.actions.titleOf(area.studio.selection.current))
            : qsTr("%1 elements selected").arg(area.studio.selection.count)

        onKindWanted: (at, request) => chooser.ask(at, request)
        onRenameWanted: (id, text, rect, lines) => editor.begin(id, text, rect, lines)
        onMenuWanted: (at, id) => menu.show(at, id)
        onInspectWanted: area.inspectWanted()
        Component.onCompleted: forceActiveFocus()
    }
    PlayLayer {
        id: film
        objectName: "film"
        anchors.fill: parent
        visible: playing
        estimate: area.studio.estimate
        canvas: diagram
        Accessible.ignored: true
    }
    PlayBar {
        anchors.right: corner.left
        anchors.rightMargin: Theme.s2
        anchors.bottom: corner.bottom
        film: film
    }
    DropArea {
        function kindOf(drag: var): string {
            return drag.source?.kind ?? drag.getDataAsString("application/x-catenary-kind");
        }
        anchors.fill: parent
        onEntered: drag => drag.accepted = kindOf(drag) !== ""
        onPositionChanged: drag => diagram.dragOver(kindOf(drag), drag.x, drag.y)
        onExited: diagram.dragLeft()
        onDropped: drop => {
            diagram.dropKind(kindOf(drop), drop.x, drop.y);
            drop.accept(Qt.CopyAction);
        }
    }
    EmptyCanvas {
        anchors.centerIn: parent
        visible: area.studio.document.empty && !chooser.visible
        onTemplatesWanted: area.templatesWanted()
    }
    CanvasControls {
        id: corner
        play: film
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.s3
        studio: area.studio
        canvas: diagram
    }
    PanelToggle {
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.margins: Theme.s2
        open: area.studio.settings.paletteOpen
        label: open ? qsTr("Hide the palette") : qsTr("Show the palette")
        shortcut: "["
        onClicked: area.studio.settings.paletteOpen = !open
    }
    ToolStrip {
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.leftMargin: Theme.s2
        anchors.topMargin: Theme.s2 + Theme.controlHeight + Theme.s2
        canvas: diagram
    }
    PanelToggle {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.s2
        atRight: true
        open: area.studio.settings.inspectorOpen
        label: open ? qsTr("Hide the inspector") : qsTr("Show the inspector")
        shortcut: "]"
        onClicked: area.studio.settings.inspectorOpen = !open
    }
    SelectionBar {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.s2
        studio: area.studio
    }
    InlineEditor {
        id: editor
        studio: area.studio
        canvas: diagram
    }
    KindChooser {
        id: chooser
        studio: area.studio
        canvas: diagram
    }
    CanvasMenu {
        id: menu
        studio: area.studio
        canvas: diagram
    }
}
