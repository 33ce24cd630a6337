// SPDX-License-Identifier: Apache-2.0
// Latency against load, where the time of a mean and of a slow request goes, what moves the p99, one slow request as it
// went, and what a spike, a cold start or a lost zone does over time. Each chart can be saved as a picture.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property EstimateController estimate
    required property string folder ///< where saving begins
    property ChartView saved: null

    function save(chart: ChartView, name: string): void {
        saved = chart;
        chooser.saveAt(page.folder, name);
    }

    PlainText {
        visible: !page.estimate.available
        x: Theme.s4
        width: parent.width - 2 * x
        quiet: true
        text: qsTr("There are no numbers to draw yet: add a client and what serves it.")
    }
    ScrollPane {
        id: pane
        property Item wanted: null // brought into view as it grows, until it is drawn
        onContentHeightChanged: {
            if (wanted) reveal(wanted);
            if (wanted && !wanted["busy"]) wanted = null;
        }
        anchors.fill: parent
        visible: page.estimate.available
        spacing: Theme.s2

        Repeater {
            model: [{chart: "load", name: "load-curve"}, {chart: "mean", name: "mean-request"}, {chart: "slow", name: "slow-request"},
                    {chart: "moves", name: "what-moves-it"}, {chart: "request", name: "one-slow-request"}, {chart: "time", name: "over-time"}]
            delegate: Item {
                id: slot
                required property var modelData
                width: parent ? parent.width : 0
                readonly property bool overTime: modelData.chart === "time"
                readonly property bool busy: view.busy
                height: view.y + view.implicitHeight + Theme.s1

                PlainText {
                    id: title
                    visible: slot.overTime
                    x: Theme.s4
                    y: Theme.s3
                    font.weight: Font.DemiBold
                    text: qsTr("What happens over time")
                }
                SegmentedControl {
                    id: incidents
                    visible: slot.overTime
                    x: Theme.s4
                    y: title.y + title.height + Theme.s2
                    width: parent.width - 2 * x
                    label: qsTr("What happens over time")
                    choices: [{value: "", text: qsTr("None")}, {value: "spike", text: qsTr("10× spike")}, {value: "start", text: qsTr("Cold start")},
                              {value: "cold", text: qsTr("Caches lost")}, {value: "loss", text: qsTr("Zone lost")}]
                    value: view.incident
                    onChosen: value => {
                        pane.wanted = value === "" ? null : slot;
                        view.incident = value;
                    }
                }
                Item {
                    id: running
                    visible: slot.overTime && view.busy && view.incident !== ""
                    y: incidents.y + incidents.height + Theme.s1
                    width: parent.width
                    height: visible ? cancel.height : 0
                    PlainText {
                        x: Theme.s4
                        width: cancel.x - x
                        anchors.verticalCenter: parent.verticalCenter
                        quiet: true
                        text: qsTr("Simulating… %1 %").arg(Math.floor(100 * view.progress))
                    }
                    PushButton {
                        id: cancel
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.s4
                        plain: true
                        text: qsTr("Cancel")
                        onClicked: view.incident = ""
                    }
                }
                ChartView {
                    id: view
                    y: slot.overTime ? running.y + running.height : 0
                    width: parent.width
                    height: implicitHeight
                    estimate: page.estimate
                    chart: slot.modelData.chart
                    dark: Theme.dark
                    opacity: busy ? 0.5 : 1
                    Accessible.role: Accessible.Chart
                    Accessible.name: summary

                    HoverHandler {
                        id: hover
                    }
                    Tip {
                        x: Math.min(hover.point.position.x + 12, view.width - implicitWidth)
                        y: hover.point.position.y + 16
                        visible: hover.hovered && text !== ""
                        text: view.wordsAt(hover.point.position.x, hover.point.position.y)
                    }
                }
                IconButton {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.s3
                    y: view.y + Theme.s2
                    visible: !slot.overTime || view.incident !== ""
                    label: qsTr("Save this chart…")
                    glyph: "export"
                    onClicked: page.save(view, slot.modelData.name + ".svg")
                }
            }
        }
    }
    PlainText {
        id: problem
        visible: text !== ""
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s3
        x: Theme.s4
        width: parent.width - 2 * x
        color: Theme.missed
    }
    FileChooser {
        id: chooser
        parent: page.Window.contentItem
        title: qsTr("Save the chart")
        suffix: "svg"
        suffixes: ["svg", "png"]
        onChosen: path => problem.text = page.saved ? page.saved.save(path) : ""
    }
}
