// SPDX-License-Identifier: Apache-2.0
// One connection: how it is called, what travels, and what happens when it fails.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

ScrollPane {
    id: pane

    required property SelectionInspector inspector
    readonly property FieldSheet sheet: inspector.sheet

    signal explain(figure: string)

    function show(path: string): void {
        for (const fields of [about, network, policy])
            if (fields.show(path)) return;
    }

    PaneHeader {
        width: pane.width
        inspector: pane.inspector
        kind: qsTr("Connection")
    }
    Section {
        width: pane.width
        title: qsTr("What it is")
        FigureGrid {
            width: pane.width - 2 * Theme.s4
            visible: pane.inspector.figures.count > 0
            figures: pane.inspector.figures
            onExplain: figure => pane.explain(figure)
        }
        Column {
            width: pane.width - 2 * Theme.s4
            visible: pane.inspector.findings.count > 0
            Repeater {
                model: pane.inspector.findings
                delegate: FindingRow { width: parent?.width ?? 0 }
            }
        }
        FieldList {
            id: about
            width: pane.width - 2 * Theme.s4
            sheet: pane.sheet
            section: "about"
        }
    }
    Section {
        width: pane.width
        title: qsTr("Payload & network")
        FieldList {
            id: network
            width: pane.width - 2 * Theme.s4
            sheet: pane.sheet
            section: "network"
        }
    }
    Section {
        width: pane.width
        title: qsTr("When it fails")
        visible: policy.total > 0
        FieldList {
            id: policy
            width: pane.width - 2 * Theme.s4
            sheet: pane.sheet
            section: "policy"
        }
    }
}
