// SPDX-License-Identifier: Apache-2.0
// "Why this number?", charts, those of a model server, and the back of the envelope, beside the canvas; stays open while
// one works. Escape closes.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: panel

    required property Studio studio
    readonly property ExplanationModel explanation: studio.explanation

    signal closed()
    signal placeWanted(path: string)

    function close(): void {
        explanation.clear();
        closed();
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Explanation")
    Keys.onEscapePressed: panel.close()
    Component.onCompleted: forceActiveFocus(Qt.OtherFocusReason)

    Connections {
        target: panel.explanation
        function onPageChanged(): void {
            if (panel.explanation.page !== "") panel.forceActiveFocus(Qt.OtherFocusReason);
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.panel
    }
    // Nothing below is to be reached through the panel.
    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
        acceptedButtons: Qt.AllButtons
        onWheel: wheel => wheel.accepted = true
    }
    Rectangle {
        width: 1
        height: parent.height
        color: Theme.line
    }
    SegmentedControl {
        id: tabs
        x: Theme.s3
        y: Theme.s3
        width: Math.min(360, panel.width - closer.width - 2 * Theme.s3 - Theme.s2)
        label: qsTr("Page")
        choices: [{value: "why", text: qsTr("Why")}, {value: "charts", text: qsTr("Charts")}, {value: "serving", text: qsTr("Serving")},
                  {value: "envelope", text: qsTr("Envelope")}]
        value: panel.explanation.page
        onChosen: value => panel.explanation.page = value
    }
    IconButton {
        id: closer
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: tabs.verticalCenter
        label: qsTr("Close")
        shortcut: "Esc"
        glyph: "close"
        onClicked: panel.close()
    }
    Loader {
        anchors.top: tabs.bottom
        anchors.topMargin: Theme.s2
        anchors.left: parent.left
        anchors.leftMargin: 1
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        focus: true
        sourceComponent: panel.explanation.page === "why" ? why : panel.explanation.page === "charts" ? charts
                       : panel.explanation.page === "serving" ? serving : panel.explanation.page === "envelope" ? envelope : null
    }
    Component {
        id: why
        ExplanationTree {
            focus: true
            explanation: panel.explanation
            onPlaceWanted: path => panel.placeWanted(path)
        }
    }
    Component {
        id: charts
        ChartsPage {
            focus: true
            estimate: panel.studio.estimate
            folder: panel.studio.recents.folder
        }
    }
    Component {
        id: serving
        ChartsPage {
            focus: true
            estimate: panel.studio.estimate
            folder: panel.studio.recents.folder
            serving: true
            selected: panel.studio.inspector.id
            onServerWanted: id => panel.studio.selection.select(id)
        }
    }
    Component {
        id: envelope
        EnvelopePage {
            focus: true
            rows: panel.explanation.envelope.rows
            onPlaceWanted: path => panel.placeWanted(path)
        }
    }
}
