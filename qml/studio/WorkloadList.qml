// SPDX-License-Identifier: Apache-2.0
// The workloads; a press opens the fields of one.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: list

    required property DesignInspector sheet

    function show(path: string): void {
        for (let i = 0; i < repeater.count; ++i) {
            const item = repeater.itemAt(i) as WorkloadEditor;
            if (item && item.open) item.show(path);
        }
    }

    spacing: Theme.s1

    PlainText {
        visible: repeater.count === 0
        width: parent.width
        quiet: true
        font.pixelSize: Theme.small
        text: qsTr("Requests come from a workload. Add a client to the canvas, then a workload here.")
    }
    Repeater {
        id: repeater
        model: list.sheet.workloads
        delegate: WorkloadEditor {
            width: list.width
            sheet: list.sheet
        }
    }
    SelectBox {
        visible: list.sheet.workloadSources.length > 0
        width: list.width
        label: qsTr("Add a workload from")
        choices: list.sheet.workloadSources
        displayText: qsTr("Add a workload from…")
        onChosen: component => list.sheet.addWorkload(component)
    }
}
