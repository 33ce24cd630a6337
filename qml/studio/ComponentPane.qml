// SPDX-License-Identifier: Apache-2.0
// One component: what it is, its numbers, and its parameters by concern.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

ScrollPane {
    id: pane

    required property SelectionInspector inspector
    readonly property FieldSheet sheet: inspector.sheet
    readonly property int changes: sheet.changes

    signal explain(figure: string)
    signal workloadWanted(id: string)

    function show(path: string): void {
        for (const part of [load, capacity, cost, reliability])
            if (part.show(path)) return;
    }

    component Concern: Section {
        id: concern
        property string section
        function show(path: string): bool {
            const was = open;
            open = true;
            if (fields.show(path)) return true;
            open = was;
            return false;
        }
        width: pane.width
        visible: fields.total > 0
        note: fields.total > 0 ? fields.total.toString() : ""
        FieldList {
            id: fields
            width: pane.width - 2 * Theme.s4
            sheet: pane.sheet
            section: concern.section
        }
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
    Concern { id: load; title: qsTr("Load & latency"); section: "load" }
    Concern { id: capacity; title: qsTr("Capacity"); section: "capacity" }
    Concern { id: cost; title: qsTr("Cost"); section: "cost" }
    Concern { id: reliability; title: qsTr("Reliability"); section: "reliability"; open: false }
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
