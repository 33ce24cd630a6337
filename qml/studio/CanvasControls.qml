// SPDX-License-Identifier: Apache-2.0
// Zoom and minimap, in the corner of the canvas. The map makes way for what is dragged there
// and for what is selected.
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: controls

    required property Studio studio
    required property DiagramCanvas canvas
    required property PlayLayer play
    /// The map helps where not all is in view.
    readonly property bool mapUseful: canvas.ready && !canvas.studio.document.empty && (
        canvas.contentArea.width > canvas.visibleArea.width * 1.02 || canvas.contentArea.height > canvas.visibleArea.height * 1.02
        || canvas.contentArea.x > canvas.visibleArea.x + canvas.visibleArea.width || canvas.contentArea.y > canvas.visibleArea.y + canvas.visibleArea.height)

    spacing: Theme.s2
    Binding {
        target: controls.canvas
        property: "covered"
        value: Qt.rect(controls.x, controls.y, controls.width, controls.height)
    }

    Rectangle {
        id: map
        readonly property bool inTheWay: {
            const at = controls.canvas.pointer; // of the canvas, which lies below all of this
            return controls.canvas.dragging && at.x > controls.x - Theme.s8 && at.y > controls.y - Theme.s8;
        }
        readonly property bool overSelected: {
            if (controls.canvas.visibleArea.width === 0 || controls.canvas.contentArea.width === 0) return false;
            const place = controls.canvas.elementRect(controls.studio.selection.current);
            return place.width > 0 && place.right > controls.x && place.bottom > controls.y;
        }
        anchors.right: parent.right
        visible: controls.mapUseful && controls.studio.settings.minimapOpen && controls.canvas.width > 560
        opacity: inTheWay || overSelected ? 0 : 1
        enabled: opacity === 1
        Behavior on opacity { NumberAnimation { duration: Theme.fast; easing.type: Theme.easing } }
        width: 176
        height: 112
        radius: Theme.radius
        color: Theme.canvas
        border.width: 1
        border.color: Theme.line
        Minimap {
            anchors.fill: parent
            anchors.margins: 4
            canvas: controls.canvas
            frame: Theme.accent
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Minimap")
        }
    }
    Rectangle {
        anchors.right: parent.right
        width: row.width + 8
        height: 36
        radius: Theme.radius + 2
        color: Theme.panel
        border.width: 1
        border.color: Theme.line
        Row {
            id: row
            anchors.centerIn: parent
            IconButton {
                label: controls.play.playing ? qsTr("Stop the requests") : qsTr("Let requests flow, slowed down")
                shortcut: "Alt+P"
                glyph: controls.play.playing ? "pause" : "play"
                checked: controls.play.playing
                enabled: !controls.studio.document.empty
                onClicked: controls.play.playing = !controls.play.playing
            }
            IconButton {
                label: qsTr("Zoom out")
                shortcut: "Ctrl+-"
                glyph: "minus"
                onClicked: controls.canvas.zoomOut()
            }
            PushButton {
                plain: true
                width: 60
                leftPadding: 0
                rightPadding: 0
                text: Math.round(controls.canvas.zoom * 100) + " %"
                tip: qsTr("Show at 100 %")
                shortcut: "Ctrl+0"
                onClicked: controls.canvas.zoomTo(1)
            }
            IconButton {
                label: qsTr("Zoom in")
                shortcut: "Ctrl++"
                glyph: "plus"
                onClicked: controls.canvas.zoomIn()
            }
            IconButton {
                label: qsTr("Show everything")
                shortcut: "Shift+1"
                glyph: "fit"
                onClicked: controls.canvas.zoomToFit()
            }
            IconButton {
                label: controls.studio.settings.minimapOpen ? qsTr("Hide the minimap") : qsTr("Show the minimap")
                glyph: "map"
                checked: controls.studio.settings.minimapOpen
                onClicked: controls.studio.settings.minimapOpen = !controls.studio.settings.minimapOpen
            }
            IconButton {
                label: qsTr("Tidy up the layout")
                shortcut: "Ctrl+L"
                glyph: "tidy"
                enabled: !controls.studio.actions.tidying && !controls.studio.document.empty
                onClicked: controls.studio.actions.tidyUp()
            }
        }
    }
}
