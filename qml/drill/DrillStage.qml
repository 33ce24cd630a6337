// SPDX-License-Identifier: Apache-2.0
// The stage: diagram, clock, phases, the prompt. Click a component while you speak of it, rest the pointer on it, or choose
// it with the arrows and point with Enter; Space goes to the next phase. The mouse never takes the keyboard from the stage.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: stage

    required property Studio studio
    required property DrillController drill

    property string over: "" ///< component under the pointer

    signal stopWanted()

    function takeKeys(): void {
        keys.forceActiveFocus();
    }
    function look(): void {
        const at = diagram.pointer;
        const found = !hover.hovered ? undefined : drill.components.find(id => {
            const place = diagram.elementRect(id);
            return at.x >= place.left && at.x < place.right && at.y >= place.top && at.y < place.bottom;
        });
        if ((found ?? "") === over) return;
        over = found ?? "";
        if (over === "") dwell.stop();
        else dwell.restart();
    }

    focus: true

    Keys.onRightPressed: drill.moveCandidate(1)
    Keys.onDownPressed: drill.moveCandidate(1)
    Keys.onLeftPressed: drill.moveCandidate(-1)
    Keys.onUpPressed: drill.moveCandidate(-1)
    Keys.onReturnPressed: drill.pointCandidate()
    Keys.onEnterPressed: drill.pointCandidate()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_P && stage.drill.canPause) {
            stage.drill.togglePause();
            event.accepted = true;
        }
    }

    Item {
        id: keys
        focus: true
    }
    Connections {
        target: PageRelay
        function onPressed(from: Item): void {
            PageRelay.take();
            stage.takeKeys();
        }
    }
    Timer {
        id: dwell
        interval: 600 // from here on a resting pointer is pointing
        onTriggered: stage.drill.point(stage.over)
    }
    Item {
        id: head
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.s6
        height: 108
        PlainText {
            id: clock
            y: Theme.s3
            width: 150
            wrapMode: Text.NoWrap
            font.pixelSize: Theme.clock
            font.weight: Font.Medium
            color: stage.drill.stage === "overtime" ? Theme.missed : Theme.text
            text: stage.drill.clock
            Accessible.name: stage.drill.stage === "overtime" ? qsTr("Overtime %1").arg(text) : qsTr("%1 left").arg(text)
        }
        PlainText {
            anchors.top: clock.bottom
            wrapMode: Text.NoWrap
            font.pixelSize: Theme.small
            color: stage.drill.late ? Theme.close : Theme.quiet
            text: stage.drill.paused ? qsTr("paused") : stage.drill.stage === "overtime" ? qsTr("overtime") : (stage.drill.late ? qsTr("late: ") : "") + stage.drill.phaseClock
        }
        Column {
            anchors.left: clock.right
            anchors.leftMargin: Theme.s4
            anchors.right: buttons.left
            anchors.rightMargin: Theme.s4
            y: Theme.s5
            spacing: 2
            PlainText {
                width: parent.width
                font.pixelSize: Theme.heading
                font.weight: Font.DemiBold
                text: stage.drill.phaseTitle
                Accessible.role: Accessible.Heading
            }
            PlainText {
                width: parent.width
                visible: text !== ""
                text: stage.drill.prompt
                elide: Text.ElideRight
                maximumLineCount: 2
            }
            PlainText {
                width: parent.width
                visible: text !== ""
                quiet: true
                font.pixelSize: Theme.small
                text: stage.drill.holds
                elide: Text.ElideRight
                maximumLineCount: 1
            }
        }
        Row {
            id: buttons
            anchors.right: parent.right
            y: Theme.s5
            spacing: Theme.s2
            PushButton {
                visible: stage.drill.canPause
                text: stage.drill.paused ? qsTr("Resume") : qsTr("Pause")
                shortcut: "P"
                tip: qsTr("Stops the clock; guided drills only")
                onClicked: stage.drill.togglePause()
            }
            PushButton {
                text: qsTr("Stop")
                shortcut: "Esc"
                tip: qsTr("Ends the drill as incomplete")
                onClicked: stage.stopWanted()
            }
            PushButton {
                primary: true
                enabled: !stage.drill.paused
                text: qsTr("Next")
                shortcut: "Space"
                tip: qsTr("Goes to the next phase; after the last one the drill is done")
                onClicked: stage.drill.next()
            }
        }
    }
    ZoneBar {
        id: zones
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: head.bottom
        anchors.leftMargin: Theme.s6
        anchors.rightMargin: Theme.s6
        phases: stage.drill.phases
    }
    DiagramCanvas {
        id: diagram
        property bool fitted: false
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: zones.bottom
        anchors.bottom: foot.top
        anchors.topMargin: Theme.s4
        studio: stage.studio
        interactive: false
        showEstimate: false
        highlighted: stage.drill.touched
        Accessible.role: Accessible.Canvas
        Accessible.name: qsTr("Diagram of %1").arg(stage.studio.document.title)
        activeFocusOnTab: false
        onActiveFocusChanged: if (activeFocus) stage.takeKeys()
        onPointerMoved: stage.look()
        onPointed: id => {
            dwell.stop();
            if (id !== "") stage.drill.point(id);
        }
        HoverHandler {
            id: hover
            onHoveredChanged: stage.look()
        }
        onContentChanged: if (ready && !fitted) {
            fitted = true;
            zoomToFit();
        }
        Component.onCompleted: if (ready) zoomToFit()
    }
    Rectangle {
        readonly property rect place: stage.drill.candidate === "" ? Qt.rect(0, 0, 0, 0) : diagram.elementRect(stage.drill.candidate)
        visible: place.width > 0
        x: diagram.x + place.x - 5
        y: diagram.y + place.y - 5
        width: place.width + 10
        height: place.height + 10
        radius: diagram.elementCorner(stage.drill.candidate) + 5
        color: "transparent"
        border.width: 2
        border.color: Theme.text
    }
    Item {
        id: foot
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.leftMargin: Theme.s6
        anchors.rightMargin: Theme.s6
        height: 40
        PlainText {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - count.width - Theme.s4
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            quiet: true
            font.pixelSize: Theme.small
            text: stage.drill.candidate !== "" ? qsTr("Enter points at %1").arg(stage.drill.candidateTitle)
                : stage.drill.lastTouched !== "" ? qsTr("You are at %1").arg(stage.drill.lastTouched)
                : qsTr("Click a component or rest on it while you speak of it, or choose it with the arrow keys and press Enter. Space: next phase.")
        }
        PlainText {
            id: count
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            wrapMode: Text.NoWrap
            quiet: true
            font.pixelSize: Theme.small
            text: qsTr("%n touched", "", stage.drill.touched.length)
        }
    }
}
