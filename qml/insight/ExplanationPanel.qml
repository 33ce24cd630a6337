// SPDX-License-Identifier: Apache-2.0
// "Why this number?" and the back of the envelope, beside the canvas; stays open while one works.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

PopupCard {
    id: panel

    required property Studio studio
    property string page: "why"
    readonly property ExplanationModel explanation: studio.explanation

    function showWhy(): void {
        page = "why";
        open();
    }
    function showEnvelope(): void {
        page = "envelope";
        open();
    }

    width: 480
    height: Math.min(620, (T.Overlay.overlay ? T.Overlay.overlay.height : 720) - 140)
    padding: 0
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onClosed: explanation.clear()

    Binding {
        target: panel.explanation.envelope
        property: "active"
        value: panel.visible && panel.page === "envelope"
    }

    Item {
        anchors.fill: parent

        SegmentedControl {
            id: tabs
            x: Theme.s3
            y: Theme.s3
            width: 280
            label: qsTr("Page")
            choices: [{value: "why", text: qsTr("Why this number")}, {value: "envelope", text: qsTr("Back of the envelope")}]
            value: panel.page
            onChosen: value => panel.page = value
        }
        IconButton {
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
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            sourceComponent: panel.page === "why" ? why : envelope
        }
        Component {
            id: why
            ExplanationTree {
                explanation: panel.explanation
                onPlaceWanted: path => panel.studio.inspector.goTo(path)
            }
        }
        Component {
            id: envelope
            EnvelopePage {
                rows: panel.explanation.envelope.rows
                onPlaceWanted: path => panel.studio.inspector.goTo(path)
            }
        }
    }
}
