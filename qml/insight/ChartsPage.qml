// SPDX-License-Identifier: Apache-2.0
// Latency against load, where the time of a mean and of a slow request goes, what moves the p99, one slow request as it
// went, and what a spike, a cold start or a lost zone does over time; or, of one model server, its roofline, where the
// time of a step or batch goes, what larger batches bring, and its memory. Each chart can be saved as a picture.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property EstimateController estimate
    required property string folder ///< where saving begins
    property bool serving: false    ///< the charts of a model server
    property string selected: ""    ///< component; a model server that is selected is the one shown
    readonly property var servers: estimate.modelServers
    readonly property string server: servers.some(of => of.value === lastServer) ? lastServer : servers.length > 0 ? servers[0].value : ""
    property string lastServer: ""
    property ChartView saved: null

    signal serverWanted(id: string)

    function followSelection(): void {
        if (servers.some(of => of.value === selected)) lastServer = selected;
    }
    onSelectedChanged: followSelection()
    onServersChanged: followSelection()
    Component.onCompleted: followSelection()

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
    PlainText {
        visible: page.estimate.available && page.serving && page.server === ""
        x: Theme.s4
        width: parent.width - 2 * x
        quiet: true
        text: qsTr("No component here serves a model on known hardware. Choose both for a model server or a language-model server in the inspector, and its roofline, batches and memory are drawn here.")
    }
    ScrollPane {
        id: pane
        property Item wanted: null // brought into view as it grows, until it is drawn
        onContentHeightChanged: {
            if (wanted) reveal(wanted);
            if (wanted && !wanted["busy"]) wanted = null;
        }
        anchors.fill: parent
        visible: page.estimate.available && (!page.serving || page.server !== "")
        spacing: Theme.s2

        Item {
            visible: page.serving && page.servers.length > 1
            width: parent ? parent.width : 0
            height: serverBox.height + Theme.s2
            SelectBox {
                id: serverBox
                x: Theme.s4
                width: parent.width - 2 * x
                label: qsTr("Model server")
                choices: page.servers
                value: page.server
                onChosen: value => {
                    page.lastServer = value;
                    page.serverWanted(value);
                }
            }
        }

        Repeater {
            model: page.serving ? [{chart: "roofline", name: "roofline"}, {chart: "serving-time", name: "time-of-a-batch"},
                                   {chart: "batches", name: "batch-size"}, {chart: "memory", name: "memory"}]
                 : [{chart: "load", name: "load-curve"}, {chart: "mean", name: "mean-request"}, {chart: "slow", name: "slow-request"},
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
                ChartPicture {
                    id: view
                    y: slot.overTime ? running.y + running.height : 0
                    width: parent.width
                    estimate: page.estimate
                    chart: slot.modelData.chart
                    component: page.server
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
