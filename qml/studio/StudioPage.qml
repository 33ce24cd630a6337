// SPDX-License-Identifier: Apache-2.0
// Where one works: palette, canvas, inspector, and the numbers along the bottom.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Item {
    id: page

    required property Studio studio
    readonly property alias canvas: area.canvas

    signal templatesWanted()
    signal newWanted()

    function explain(figure: string): void {
        strip.item?.explain(figure);
    }
    function closePopups(): void {
        strip.item?.closeExplanation();
    }

    SidePanel {
        id: left
        anchors.top: parent.top
        anchors.bottom: strip.top
        anchors.left: parent.left
        panelWidth: Theme.paletteWidth
        open: page.studio.settings.paletteOpen
        name: qsTr("Palette")
        url: "Palette.qml"
        studio: page.studio
        canvas: area.canvas
        onOpenWanted: open => page.studio.settings.paletteOpen = open
    }
    CanvasArea {
        id: area
        anchors.left: left.right
        anchors.right: right.left
        anchors.top: parent.top
        anchors.bottom: strip.top
        studio: page.studio
        onTemplatesWanted: page.templatesWanted()
        onInspectWanted: {
            page.studio.settings.inspectorOpen = true;
            right.forceActiveFocus();
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
        id: strip
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        Component.onCompleted: setSource("EstimateStrip.qml", {studio: page.studio})
    }
}
