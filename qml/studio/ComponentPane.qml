// SPDX-License-Identifier: Apache-2.0
// One component: what it is, its numbers, and its parameters by concern.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

ScrollPane {
    id: pane

    required property SelectionInspector inspector
    required property EstimateController estimate
    readonly property FieldSheet sheet: inspector.sheet

    signal explain(figure: string)
    signal workloadWanted(id: string)
    signal servingWanted()

    function show(path: string): void {
        for (const part of [load, capacity, cost, reliability])
            if (part.show(path)) return;
    }

    PaneHeader {
        width: pane.width
        inspector: pane.inspector
    }
    Section {
        width: pane.width
        title: qsTr("What it is")
        Column {
            width: pane.width - 2 * Theme.s4
            spacing: Theme.s2
            PlainText {
                visible: text !== ""
                width: parent.width
                text: pane.inspector.kindSummary
            }
            PlainText {
                visible: pane.inspector.products !== ""
                width: parent.width
                quiet: true
                font.pixelSize: Theme.small
                text: qsTr("For example %1").arg(pane.inspector.products)
            }
            FigureGrid {
                width: parent.width
                visible: pane.inspector.figures.count > 0
                figures: pane.inspector.figures
                onExplain: figure => pane.explain(figure)
            }
            Column {
                width: parent.width
                Repeater {
                    model: pane.inspector.findings
                    delegate: FindingRow { width: parent?.width ?? 0 }
                }
            }
            WorkloadLinks {
                width: parent.width
                design: pane.inspector.design
                component: pane.inspector.id
                onWorkloadWanted: id => pane.workloadWanted(id)
            }
        }
    }
    Section {
        width: pane.width
        visible: pane.inspector.serving.count > 0
        title: qsTr("Serving")
        ServingPart {
            width: pane.width - 2 * Theme.s4
            inspector: pane.inspector
            estimate: pane.estimate
            onExplain: figure => pane.explain(figure)
            onChartsWanted: pane.servingWanted()
        }
    }
    FieldSection {
        id: load
        width: pane.width
        title: qsTr("Load & latency")
        sheet: pane.sheet
        section: "load"
    }
    FieldSection {
        id: capacity
        width: pane.width
        title: qsTr("Capacity")
        sheet: pane.sheet
        section: "capacity"
    }
    FieldSection {
        id: cost
        width: pane.width
        title: qsTr("Cost")
        sheet: pane.sheet
        section: "cost"
    }
    FieldSection {
        id: reliability
        width: pane.width
        title: qsTr("Reliability")
        sheet: pane.sheet
        section: "reliability"
        open: false
    }
    Section {
        width: pane.width
        title: qsTr("Notes")
        open: pane.inspector.notes !== ""
        TextBox {
            width: pane.width - 2 * Theme.s4
            label: qsTr("Notes on %1").arg(pane.inspector.name)
            value: pane.inspector.notes
            placeholder: qsTr("Why it is here, what was measured, what is open")
            onCommitted: text => pane.inspector.setNotes(text)
        }
    }
    Section {
        width: pane.width
        visible: pane.inspector.sources.count > 0
        title: qsTr("Sources")
        note: pane.inspector.sources.count.toString()
        open: false
        SourceList {
            width: pane.width - 2 * Theme.s4
            sources: pane.inspector.sources
        }
    }
}
