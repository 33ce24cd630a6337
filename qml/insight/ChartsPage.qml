// SPDX-License-Identifier: Apache-2.0
// Latency against load, where the time of a mean and of a slow request goes, and what moves the p99. Each chart can be
// saved as a picture.
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
        anchors.fill: parent
        visible: page.estimate.available
        spacing: Theme.s2

        Repeater {
            model: [{chart: "load", name: "load-curve"}, {chart: "mean", name: "mean-request"}, {chart: "slow", name: "slow-request"}, {chart: "moves", name: "what-moves-it"}]
            delegate: Item {
                id: slot
                required property var modelData
                width: parent ? parent.width : 0
                height: view.implicitHeight + Theme.s1

                ChartView {
                    id: view
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
                    y: Theme.s2
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
