// SPDX-License-Identifier: Apache-2.0
// The numbers of the design along the bottom. Each one opens its explanation; objectives say met or missed in words.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: strip

    required property Studio studio
    readonly property EstimateController estimate: studio.estimate
    readonly property string trouble: estimate.error !== "" ? estimate.error : estimate.verdict

    function explain(figure: string): void {
        studio.explanation.show(figure);
    }

    implicitHeight: 64 + (notice.visible ? notice.height : 0)
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Estimate")

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
        z: 1
    }
    StripNotice {
        id: notice
        width: parent.width
        message: strip.trouble
        hint: strip.estimate.error !== "" ? strip.estimate.errorHint : ""
        place: strip.estimate.error !== "" ? strip.estimate.errorPlace : strip.estimate.bottleneck
        onPlaceWanted: place => strip.studio.inspector.goTo(place)
    }
    Item {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 64

        SelectBox {
            id: which
            visible: strip.estimate.workloads.length > 1
            anchors.left: parent.left
            anchors.leftMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            width: visible ? 140 : 0
            label: qsTr("Workload")
            choices: strip.estimate.workloads
            value: strip.estimate.workload
            onChosen: id => strip.estimate.workload = id
        }
        Row {
            id: values
            anchors.left: which.visible ? which.right : parent.left
            anchors.leftMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            Repeater {
                model: strip.estimate.strip
                delegate: StripFigure {
                    width: Math.max(strip.width < 1500 ? 84 : 112, implicitWidth)
                    opacity: strip.estimate.late ? 0.5 : 1
                    onClicked: strip.explain(figure)
                }
            }
        }
        PlainText {
            visible: values.width === 0 && strip.trouble === ""
            anchors.left: parent.left
            anchors.leftMargin: Theme.s4
            anchors.verticalCenter: parent.verticalCenter
            quiet: true
            text: strip.estimate.busy || !strip.estimate.settled ? qsTr("Computing…") : qsTr("Add a client and what serves it: the numbers appear here.")
        }
        Flow {
            id: chips
            anchors.left: values.right
            anchors.leftMargin: Theme.s3
            anchors.right: tools.left
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            height: Math.min(implicitHeight, 52)
            spacing: 4
            Repeater {
                model: strip.estimate.objectives
                delegate: ObjectiveChip {
                    // Whole or not at all: the button beside them leads to every one.
                    readonly property bool fits: x + width <= chips.width && y + height <= chips.height
                    opacity: fits ? 1 : 0
                    enabled: fits
                    onClicked: if (figure !== "") strip.explain(figure); else objectivesList.open()
                }
            }
        }
        Row {
            id: tools
            anchors.right: parent.right
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s1

            PlainText {
                readonly property string engine: strip.width < 1400 ? "" : strip.studio.simulation.status
                visible: text !== "" && values.width > 0
                anchors.verticalCenter: parent.verticalCenter
                quiet: true
                font.pixelSize: Theme.small
                text: strip.estimate.late ? qsTr("updating…") : engine
            }
            PushButton {
                id: objectivesButton
                visible: strip.estimate.objectives.count > 0
                plain: true
                glyph: strip.estimate.objectivesMet === strip.estimate.objectives.count ? "target" : "error"
                text: qsTr("%1 of %2 met").arg(strip.estimate.objectivesMet).arg(strip.estimate.objectives.count)
                tip: qsTr("Objectives")
                onClicked: objectivesList.open()
            }
            PushButton {
                id: findingsButton
                visible: strip.estimate.settled
                plain: true
                glyph: strip.estimate.errorCount > 0 ? "error" : strip.estimate.warningCount > 0 ? "warning" : "check"
                text: strip.estimate.findingCount === 1 ? qsTr("1 finding") : qsTr("%1 findings").arg(strip.estimate.findingCount)
                tip: qsTr("What the check of the design says")
                onClicked: findingsList.open()
            }
            IconButton {
                label: qsTr("Charts")
                glyph: "chart"
                onClicked: strip.studio.explanation.page = strip.studio.explanation.page === "charts" ? "" : "charts"
            }
            IconButton {
                label: qsTr("Back of the envelope")
                glyph: "envelope"
                onClicked: strip.studio.explanation.page = strip.studio.explanation.page === "envelope" ? "" : "envelope"
            }
        }
    }
    FindingsPopup {
        id: findingsList
        x: strip.width - width - Theme.s3
        y: -height - Theme.s2
        findings: strip.estimate.findings
        onPlaceWanted: place => {
            strip.studio.inspector.goTo(place);
            findingsList.close();
        }
    }
    ObjectivesPopup {
        id: objectivesList
        x: strip.width - width - Theme.s3
        y: -height - Theme.s2
        objectives: strip.estimate.objectives
        onExplain: figure => {
            objectivesList.close();
            strip.explain(figure);
        }
    }
}
