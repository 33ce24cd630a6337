// SPDX-License-Identifier: Apache-2.0
// How a component serves its model: where the time of a step or batch goes, what is in memory, what it makes and costs.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: part

    required property SelectionInspector inspector
    required property EstimateController estimate

    signal explain(figure: string)
    signal chartsWanted()

    spacing: Theme.s2

    Repeater {
        model: ["serving-time", "memory"]
        delegate: ChartPicture {
            required property string modelData
            x: -Theme.s4
            width: part.width + 2 * Theme.s4
            estimate: part.estimate
            chart: modelData
            component: part.inspector.id
        }
    }
    FigureGrid {
        width: part.width
        figures: part.inspector.serving
        onExplain: figure => part.explain(figure)
    }
    PushButton {
        plain: true
        glyph: "edit"
        text: qsTr("Paste my measurement…")
        tip: qsTr("Measured times of this component scale what is computed of it")
        onClicked: part.inspector.measure()
    }
    PushButton {
        plain: true
        glyph: "chart"
        text: qsTr("Roofline and batch sizes")
        tip: qsTr("How near it is to what the hardware could do, and what larger batches would bring")
        onClicked: part.chartsWanted()
    }
}
