// SPDX-License-Identifier: Apache-2.0
// The design told step by step on a plain stage: Space or the right arrow shows what comes next, the left arrow goes back,
// L turns the pointer into a light, N shows the notes of the author.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property Studio studio
    readonly property Presentation talk: studio.presentation
    property bool notesShown: false

    signal closed()

    focus: true
    Component.onCompleted: {
        talk.begin();
        forceActiveFocus();
    }
    Keys.onPressed: event => {
        event.accepted = true;
        switch (event.key) {
        case Qt.Key_Right: case Qt.Key_Down: case Qt.Key_PageDown: case Qt.Key_Space: case Qt.Key_Return: talk.next(); break;
        case Qt.Key_Left: case Qt.Key_Up: case Qt.Key_PageUp: case Qt.Key_Backspace: talk.back(); break;
        case Qt.Key_Home: talk.step = 0; break;
        case Qt.Key_End: talk.step = talk.count - 1; break;
        case Qt.Key_L: veil.laser = !veil.laser; break;
        case Qt.Key_N: notesShown = !notesShown; break;
        case Qt.Key_Escape: closed(); break;
        default: event.accepted = false;
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.canvas
    }
    DiagramCanvas {
        id: diagram
        anchors.fill: parent
        anchors.topMargin: 64
        anchors.bottomMargin: bar.height + Theme.s3
        studio: page.studio
        interactive: false
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("%1, step %2 of %3: %4").arg(page.studio.document.title).arg(page.talk.step + 1).arg(page.talk.count).arg(page.talk.title)
    }
    RevealLayer {
        id: veil
        anchors.fill: diagram
        canvas: diagram
        shown: page.talk.shown
        fresh: page.talk.fresh
    }
    PlainText {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.s4
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        text: page.talk.title
        Accessible.role: Accessible.Heading
    }
    Rectangle {
        visible: page.notesShown
        anchors.right: parent.right
        anchors.bottom: bar.top
        anchors.margins: Theme.s4
        width: 360
        height: notes.implicitHeight + 2 * Theme.s4
        radius: Theme.cardRadius
        color: Theme.panel
        border.width: 1
        border.color: Theme.line
        PlainText {
            id: notes
            anchors.fill: parent
            anchors.margins: Theme.s4
            text: page.talk.notes !== "" ? page.talk.notes : qsTr("No notes here. Those of a component are written in the inspector.")
            quiet: page.talk.notes === ""
        }
    }
    Item {
        id: bar
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: 56
        Row {
            anchors.left: parent.left
            anchors.leftMargin: Theme.s4
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s3
            SegmentedControl {
                width: 260
                visible: page.talk.hasCriticalPath
                label: qsTr("Order of the steps")
                choices: [{value: "request", text: qsTr("As a request goes")}, {value: "critical", text: qsTr("Critical path")}]
                value: page.talk.order
                onChosen: value => {
                    page.talk.order = value;
                    page.forceActiveFocus();
                }
            }
        }
        Row {
            anchors.centerIn: parent
            spacing: Theme.s3
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                label: qsTr("Back")
                shortcut: "←"
                glyph: "back"
                enabled: page.talk.step > 0
                focusPolicy: Qt.NoFocus
                onClicked: page.talk.back()
            }
            PlainText {
                anchors.verticalCenter: parent.verticalCenter
                quiet: true
                text: qsTr("%1 of %2").arg(page.talk.count === 0 ? 0 : page.talk.step + 1).arg(page.talk.count)
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                label: qsTr("Next")
                shortcut: "→"
                glyph: "chevron"
                enabled: page.talk.step + 1 < page.talk.count
                focusPolicy: Qt.NoFocus
                onClicked: page.talk.next()
            }
        }
        Row {
            anchors.right: parent.right
            anchors.rightMargin: Theme.s4
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s2
            IconButton {
                label: qsTr("Light of the pointer")
                shortcut: "L"
                glyph: "target"
                checked: veil.laser
                focusPolicy: Qt.NoFocus
                onClicked: veil.laser = !veil.laser
            }
            IconButton {
                label: qsTr("Notes")
                shortcut: "N"
                glyph: "note"
                checked: page.notesShown
                focusPolicy: Qt.NoFocus
                onClicked: page.notesShown = !page.notesShown
            }
            PushButton {
                text: qsTr("Close")
                focusPolicy: Qt.NoFocus
                onClicked: page.closed()
            }
        }
    }
}
