// SPDX-License-Identifier: Apache-2.0
// What must hold: of a workload, a flow or the whole system; a metric, a side, a bound.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: list

    required property ObjectivesSheet sheet

    spacing: Theme.s3

    PlainText {
        visible: repeater.count === 0
        width: parent.width
        quiet: true
        font.pixelSize: Theme.small
        text: qsTr("An objective makes the load line meaningful: how much more load the design bears before it breaks.")
    }
    Repeater {
        id: repeater
        model: list.sheet.rows
        delegate: Column {
            id: row
            required property int index
            required property string target
            required property string metric
            required property string side
            required property string bound
            required property string unit
            required property string error
            width: list.width
            spacing: 6
            Row {
                width: parent.width
                spacing: 6
                SelectBox {
                    width: parent.width - 34
                    label: qsTr("Objective of")
                    choices: list.sheet.targets
                    value: row.target
                    onChosen: value => list.sheet.setTarget(row.index, value)
                }
                IconButton {
                    label: qsTr("Remove this objective")
                    glyph: "trash"
                    onClicked: list.sheet.remove(row.index)
                }
            }
            Row {
                width: parent.width
                spacing: 6
                SelectBox {
                    width: (parent.width - 12) * 0.44
                    label: qsTr("Metric")
                    choices: list.sheet.metricsOf(row.target)
                    value: row.metric
                    onChosen: value => list.sheet.setMetric(row.index, value)
                }
                SelectBox {
                    width: 52
                    label: qsTr("Side")
                    choices: [{value: "at_most", text: "≤", detail: qsTr("at most")}, {value: "at_least", text: "≥", detail: qsTr("at least")}]
                    value: row.side
                    onChosen: value => list.sheet.setSide(row.index, value)
                }
                NumberField {
                    width: parent.width - (parent.width - 12) * 0.44 - 52 - 12
                    label: qsTr("Bound")
                    value: row.bound
                    unit: row.unit
                    refused: row.error !== ""
                    onCommitted: text => list.sheet.setBound(row.index, text)
                }
            }
            FieldError {
                width: parent.width
                message: row.error
            }
        }
    }
    PushButton {
        plain: true
        glyph: "plus"
        text: qsTr("Add an objective")
        onClicked: list.sheet.add()
    }
}
