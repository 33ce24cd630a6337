// SPDX-License-Identifier: Apache-2.0
// What there is to add, or what is there: the palette and the outline take turns.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: pane

    required property Studio studio
    required property var canvas
    property string shown: "palette" ///< or "outline"

    function find(): void {
        shown = "outline";
        outline.item?.focusSearch();
    }

    Loader {
        anchors.fill: parent
        anchors.topMargin: choice.height + Theme.s3
        visible: pane.shown === "palette"
        focus: visible
        Component.onCompleted: setSource("Palette.qml", {studio: pane.studio, canvas: pane.canvas})
    }
    Loader {
        id: outline
        anchors.fill: parent
        anchors.topMargin: choice.height + Theme.s3
        active: pane.shown === "outline"
        focus: active
        onActiveChanged: if (active) setSource("Outline.qml", {studio: pane.studio, canvas: pane.canvas})
    }
    /// After both: the keyboard enters the panel at their search.
    SegmentedControl {
        id: choice
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.s3
        anchors.bottomMargin: 0
        label: qsTr("Left panel")
        choices: [{value: "palette", text: qsTr("Add")}, {value: "outline", text: qsTr("Outline")}]
        value: pane.shown
        onChosen: value => pane.shown = value
    }
}
