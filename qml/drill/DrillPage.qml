// SPDX-License-Identifier: Apache-2.0
// A drill from choosing to review: one page for each stage of the controller, and a way out of every one.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property Studio studio
    readonly property DrillController drill: studio.drill

    signal closed()
    signal progressWanted()

    readonly property bool underWay: drill.stage === "brief" || drill.stage === "countdown" || drill.running || drill.stage === "self-rate"

    function leave(): void {
        if (underWay) {
            stop.visible = true;
            return;
        }
        closed();
    }

    focus: true
    Component.onCompleted: {
        if (drill.stage === "review") drill.prepare();
        forceActiveFocus();
    }

    Shortcut {
        sequence: "Space"
        enabled: !stop.visible && (page.drill.stage === "brief" || page.drill.running)
        onActivated: page.drill.next()
    }
    Shortcut {
        sequence: "Escape"
        onActivated: stop.visible ? stop.visible = false : page.leave()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.canvas
    }
    Loader {
        id: part
        anchors.fill: parent
        focus: true
        sourceComponent: page.drill.stage === "setup" ? setup : page.drill.stage === "brief" || page.drill.stage === "countdown" ? brief
            : page.drill.running ? stage : page.drill.stage === "self-rate" ? rating : page.drill.stage === "review" ? review : null
        onLoaded: forceActiveFocus()
    }
    Component {
        id: setup
        DrillSetup {
            drill: page.drill
            onClosed: page.closed()
            onProgressWanted: page.progressWanted()
        }
    }
    Component {
        id: brief
        DrillBrief { drill: page.drill }
    }
    Component {
        id: stage
        DrillStage {
            studio: page.studio
            drill: page.drill
            onStopWanted: page.leave()
        }
    }
    Component {
        id: rating
        SelfRating { drill: page.drill }
    }
    Component {
        id: review
        DrillReview {
            review: page.drill.review
            onClosed: page.closed()
            onAgainWanted: page.drill.prepare()
            onProgressWanted: page.progressWanted()
        }
    }
    StopQuestion {
        id: stop
        visible: false
        anchors.centerIn: parent
        onStayed: {
            visible = false;
            part.forceActiveFocus();
        }
        onStopped: {
            visible = false;
            page.drill.abort();
            page.closed();
        }
    }
}
