// SPDX-License-Identifier: Apache-2.0
// What is selected, to be read and changed; the design itself while nothing is.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: panel

    required property Studio studio
    required property var canvas
    readonly property SelectionInspector inspector: studio.inspector

    function explain(figure: string): void {
        studio.explanation.show(figure);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Inspector")

    Loader {
        id: pane
        anchors.fill: parent
        focus: true
        sourceComponent: panel.inspector.mode === "component" ? component : panel.inspector.mode === "connection" ? connection
                       : panel.inspector.mode === "design" ? design : other
    }
    Connections {
        target: panel.inspector
        function onFocusRequested(): void {
            panel.studio.settings.inspectorOpen = true;
            Qt.callLater(() => { if (pane.item && pane.item.show) pane.item.show(panel.inspector.focusedPath); });
        }
    }
    Component {
        id: component
        ComponentPane {
            inspector: panel.inspector
            estimate: panel.studio.estimate
            onServingWanted: panel.studio.explanation.page = "serving"
            onExplain: figure => panel.explain(figure)
            onWorkloadWanted: id => panel.inspector.goTo(id)
        }
    }
    Component {
        id: connection
        ConnectionPane {
            inspector: panel.inspector
            onExplain: figure => panel.explain(figure)
        }
    }
    Component {
        id: design
        DesignPane {
            sheet: panel.inspector.design
        }
    }
    Component {
        id: other
        SelectionPane {
            inspector: panel.inspector
            actions: panel.studio.actions
            onExplain: figure => panel.explain(figure)
        }
    }
}
