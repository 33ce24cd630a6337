// SPDX-License-Identifier: Apache-2.0
// Workloads that begin at a component; a press shows their fields.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: links

    required property DesignInspector design
    required property string component

    signal workloadWanted(id: string)

    visible: repeater.count > 0
    Repeater {
        id: repeater
        model: { links.design.changes; return links.design.workloadsOf(links.component); }
        delegate: ListRow {
            required property string modelData
            readonly property int row: links.design.workloads.rowOf(modelData)
            width: links.width
            text: links.design.workloads.at(row, "name")
            note: links.design.workloads.at(row, "detail")
            glyph: "chart"
            onClicked: links.workloadWanted(modelData)
        }
    }
}
