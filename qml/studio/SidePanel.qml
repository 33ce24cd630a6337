// SPDX-License-Identifier: Apache-2.0
// A panel at the side that can be put away; its content is loaded from `url` and gets `studio` and `canvas`.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: panel

    required property string url
    required property string name
    required property Studio studio
    required property var canvas
    required property real panelWidth
    property bool open: true
    property bool mirrored: false
    readonly property var content: loader.item

    signal openWanted(open: bool)

    width: open ? panelWidth : 0
    clip: true
    Behavior on width { NumberAnimation { duration: Theme.slow; easing.type: Theme.easing } }
    Accessible.role: Accessible.Pane
    Accessible.name: name

    Rectangle {
        anchors.fill: parent
        color: Theme.panel
    }
    Loader {
        id: loader
        x: panel.mirrored ? 1 : 0
        width: panel.panelWidth - 1
        height: parent.height
        focus: true
        visible: panel.width > 0
        Component.onCompleted: setSource(panel.url, {studio: panel.studio, canvas: panel.canvas})
    }
    Rectangle {
        x: panel.mirrored ? 0 : panel.panelWidth - 1
        width: 1
        height: parent.height
        color: Theme.line
    }
}
