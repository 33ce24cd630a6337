// SPDX-License-Identifier: Apache-2.0
// Everything the program can do, handed to the command palette.
import QtQuick
import Catenary
import Catenary.Studio

QtObject {
    id: list

    required property Studio studio
    required property var shell
    readonly property bool editing: shell.page === "studio" && shell.canvas !== null
    readonly property bool some: editing && studio.selection.count > 0
    readonly property bool several: editing && studio.selection.count > 1
    readonly property bool component: some && studio.selection.sort === "component"

    readonly property list<Command> file: [
        Command { text: qsTr("New design"); shortcut: "Ctrl+N"; onTriggered: list.shell.newDesign() },
        Command { text: qsTr("Open…"); shortcut: "Ctrl+O"; onTriggered: list.shell.openFile() },
        Command { text: qsTr("Save"); shortcut: "Ctrl+S"; enabled: list.studio.document.isOpen; onTriggered: list.studio.document.save() },
        Command { text: qsTr("Save as…"); shortcut: "Ctrl+Shift+S"; enabled: list.studio.document.isOpen; onTriggered: list.shell.saveAs() },
        Command { text: qsTr("Revert to the saved file"); enabled: list.studio.document.path !== "" && list.studio.document.modified; onTriggered: list.studio.document.revert() },
        Command { text: qsTr("History of this file…"); enabled: list.studio.document.isOpen; onTriggered: list.shell.openHistory() },
        Command { text: qsTr("Export…"); shortcut: "Ctrl+E"; enabled: list.editing; onTriggered: list.shell.openExport() },
        Command { text: qsTr("Home and templates"); shortcut: "Ctrl+H"; onTriggered: list.shell.goHome() },
        Command { text: qsTr("Close the window"); shortcut: "Ctrl+Q"; onTriggered: list.shell.close() }
    ]
    readonly property list<Command> edit: [
        Command { text: qsTr("Undo"); shortcut: "Ctrl+Z"; enabled: list.editing && list.studio.document.canUndo; onTriggered: list.studio.document.undo() },
        Command { text: qsTr("Redo"); shortcut: "Ctrl+Shift+Z"; enabled: list.editing && list.studio.document.canRedo; onTriggered: list.studio.document.redo() },
        Command { text: qsTr("Add a component"); shortcut: "/"; enabled: list.editing; onTriggered: list.shell.canvas.openChooser() },
        Command { text: qsTr("Add a note"); enabled: list.editing; onTriggered: list.shell.canvas.addInView("note") },
        Command { text: qsTr("Connect from here"); shortcut: "C"; enabled: list.some; onTriggered: list.shell.canvas.connectSelected() },
        Command { text: qsTr("Change kind…"); shortcut: "K"; enabled: list.component; onTriggered: list.shell.canvas.changeKindOfSelected() },
        Command { text: qsTr("Add what comes next, at the right"); shortcut: "Ctrl+Right"; enabled: list.component; onTriggered: list.shell.canvas.growSelected("right") },
        Command { text: qsTr("Add what comes next, below"); shortcut: "Ctrl+Down"; enabled: list.component; onTriggered: list.shell.canvas.growSelected("below") },
        Command { text: qsTr("Add what comes next, at the left"); shortcut: "Ctrl+Left"; enabled: list.component; onTriggered: list.shell.canvas.growSelected("left") },
        Command { text: qsTr("Add what comes next, above"); shortcut: "Ctrl+Up"; enabled: list.component; onTriggered: list.shell.canvas.growSelected("above") },
        Command { text: qsTr("Cut"); shortcut: "Ctrl+X"; enabled: list.some; onTriggered: list.studio.actions.cut() },
        Command { text: qsTr("Copy"); shortcut: "Ctrl+C"; enabled: list.some; onTriggered: list.studio.actions.copy() },
        Command { text: qsTr("Paste"); shortcut: "Ctrl+V"; enabled: list.editing; onTriggered: list.studio.actions.paste() },
        Command { text: qsTr("Duplicate"); shortcut: "Ctrl+D"; enabled: list.some; onTriggered: list.studio.actions.duplicate() },
        Command { text: qsTr("Duplicate with connections"); shortcut: "Ctrl+Shift+D"; enabled: list.some; onTriggered: list.studio.actions.duplicateConnected() },
        Command { text: qsTr("Delete"); shortcut: "Del"; enabled: list.some; onTriggered: list.studio.actions.remove() },
        Command { text: qsTr("Rename"); shortcut: "F2"; enabled: list.some; onTriggered: list.shell.canvas.renameSelected() },
        Command { text: qsTr("Find in the design, and replace"); shortcut: "Ctrl+F"; enabled: list.editing; onTriggered: list.shell.find() },
        Command { text: qsTr("Select all"); shortcut: "Ctrl+A"; enabled: list.editing; onTriggered: list.studio.selection.selectAll() },
        Command { text: qsTr("Group"); shortcut: "Ctrl+G"; enabled: list.some; onTriggered: list.studio.actions.group() },
        Command { text: qsTr("Ungroup"); shortcut: "Ctrl+Shift+G"; enabled: list.some; onTriggered: list.studio.actions.ungroup() }
    ]
    readonly property list<Command> arrange: [
        Command { text: qsTr("Tidy up the layout"); shortcut: "Ctrl+L"; enabled: list.editing; onTriggered: list.studio.actions.tidyUp() },
        Command { text: qsTr("Align left"); shortcut: "Ctrl+Shift+Left"; enabled: list.several; onTriggered: list.studio.actions.align("left") },
        Command { text: qsTr("Align centres"); enabled: list.several; onTriggered: list.studio.actions.align("centre") },
        Command { text: qsTr("Align right"); shortcut: "Ctrl+Shift+Right"; enabled: list.several; onTriggered: list.studio.actions.align("right") },
        Command { text: qsTr("Align top"); shortcut: "Ctrl+Shift+Up"; enabled: list.several; onTriggered: list.studio.actions.align("top") },
        Command { text: qsTr("Align middles"); enabled: list.several; onTriggered: list.studio.actions.align("middle") },
        Command { text: qsTr("Align bottom"); shortcut: "Ctrl+Shift+Down"; enabled: list.several; onTriggered: list.studio.actions.align("bottom") },
        Command { text: qsTr("Distribute horizontally"); shortcut: "Alt+H"; enabled: list.studio.selection.count > 2; onTriggered: list.studio.actions.distribute("horizontal") },
        Command { text: qsTr("Distribute vertically"); shortcut: "Alt+V"; enabled: list.studio.selection.count > 2; onTriggered: list.studio.actions.distribute("vertical") },
        Command { text: qsTr("Same width"); shortcut: "Shift+W"; enabled: list.several; onTriggered: list.studio.actions.makeSame("width") },
        Command { text: qsTr("Same height"); shortcut: "Shift+H"; enabled: list.several; onTriggered: list.studio.actions.makeSame("height") },
        Command { text: qsTr("Same size"); shortcut: "Shift+S"; enabled: list.several; onTriggered: list.studio.actions.makeSame("size") },
        Command { text: qsTr("Pack"); shortcut: "Shift+P"; enabled: list.several; onTriggered: list.studio.actions.pack() },
        Command { text: qsTr("Lock in place, or unlock"); shortcut: "Ctrl+Shift+L"; enabled: list.some; onTriggered: list.studio.actions.toggleLock() },
        Command { text: qsTr("Bring to front"); shortcut: "Ctrl+Shift+]"; enabled: list.some; onTriggered: list.studio.actions.restack(true) },
        Command { text: qsTr("Send to back"); shortcut: "Ctrl+Shift+["; enabled: list.some; onTriggered: list.studio.actions.restack(false) }
    ]
    readonly property list<Command> view: [
        Command { text: qsTr("Zoom to fit"); shortcut: "Shift+1"; enabled: list.editing; onTriggered: list.shell.canvas.zoomToFit() },
        Command { text: qsTr("Zoom to selection"); shortcut: "Shift+2"; enabled: list.some; onTriggered: list.shell.canvas.zoomToSelection() },
        Command { text: qsTr("Zoom to 100 %"); shortcut: "Ctrl+0"; enabled: list.editing; onTriggered: list.shell.canvas.zoomTo(1) },
        Command { text: qsTr("Zoom in"); shortcut: "Ctrl+="; enabled: list.editing; onTriggered: list.shell.canvas.zoomIn() },
        Command { text: qsTr("Zoom out"); shortcut: "Ctrl+-"; enabled: list.editing; onTriggered: list.shell.canvas.zoomOut() },
        Command { text: qsTr("Show or hide the palette"); shortcut: "["; enabled: list.editing; onTriggered: list.studio.settings.paletteOpen = !list.studio.settings.paletteOpen },
        Command { text: qsTr("Show or hide the inspector"); shortcut: "]"; enabled: list.editing; onTriggered: list.studio.settings.inspectorOpen = !list.studio.settings.inspectorOpen },
        Command { text: qsTr("Show or hide the minimap"); enabled: list.editing; onTriggered: list.studio.settings.minimapOpen = !list.studio.settings.minimapOpen },
        Command { text: list.studio.settings.gridShown ? qsTr("Hide the grid") : qsTr("Show the grid and snap to it"); shortcut: "Ctrl+'"; enabled: list.editing; onTriggered: list.studio.settings.gridShown = !list.studio.settings.gridShown },
        Command { text: qsTr("Go to the next pane"); shortcut: "F6"; enabled: list.editing; onTriggered: list.shell.nextPane(1) },
        Command { text: qsTr("Switch between light and dark"); shortcut: "Alt+Shift+D"; onTriggered: list.studio.settings.theme = list.studio.settings.dark ? "light" : "dark" },
        Command { text: qsTr("Draw diagrams as sketches, by hand on paper"); onTriggered: list.studio.settings.theme = "sketch" },
        Command { text: qsTr("Follow the theme of the desktop"); onTriggered: list.studio.settings.theme = "system" },
        Command { text: list.studio.settings.reducedMotion ? qsTr("Allow motion") : qsTr("Reduce motion"); onTriggered: list.studio.settings.reducedMotion = !list.studio.settings.reducedMotion }
    ]
    readonly property list<Command> ask: [
        Command { text: qsTr("Why is p99 what it is?"); enabled: list.editing && list.studio.estimate.available && list.studio.estimate.workload !== ""; onTriggered: list.studio.explanation.show("workloads." + list.studio.estimate.workload + ".latency_p99_ms") },
        Command { text: qsTr("What does it cost, and why?"); enabled: list.editing && list.studio.estimate.available; onTriggered: list.studio.explanation.show("system.usd_per_month") },
        Command { text: qsTr("Show the charts"); enabled: list.editing && list.studio.estimate.available; onTriggered: list.studio.explanation.page = "charts" },
        Command { text: qsTr("Show how a model is served: roofline, batches, memory"); enabled: list.editing && list.studio.estimate.modelServers.length > 0; onTriggered: list.studio.explanation.page = "serving" },
        Command { text: qsTr("Paste my measurement of the selected model server…"); enabled: list.editing && list.studio.inspector.serving.count > 0; onTriggered: list.studio.inspector.measure() },
        Command { text: qsTr("Let requests flow over the diagram, slowed down"); shortcut: "Alt+P"; enabled: list.editing && list.studio.estimate.available; onTriggered: list.shell.togglePlay() },
        Command { text: qsTr("Show the envelope"); enabled: list.editing && list.studio.estimate.available; onTriggered: list.studio.explanation.page = "envelope" },
        Command { text: qsTr("Go to the bottleneck"); enabled: list.editing && list.studio.estimate.bottleneck !== ""; onTriggered: list.studio.inspector.goTo(list.studio.estimate.bottleneck) },
        Command { text: qsTr("Present step by step"); shortcut: "F5"; enabled: list.editing && !list.studio.document.empty; onTriggered: list.shell.present() },
        Command { text: qsTr("Drill: explain this design against the clock"); shortcut: "Ctrl+Return"; enabled: list.editing && !list.studio.document.empty; onTriggered: list.shell.startDrill() },
        Command { text: qsTr("Progress"); onTriggered: list.shell.page = "progress" }
    ]

    readonly property Component tool: Command {
        property string tool
        enabled: list.editing
        onTriggered: list.shell.canvas.tool = tool
    }

    Component.onCompleted: {
        const groups = [[file, qsTr("File")], [edit, qsTr("Edit")], [arrange, qsTr("Arrange")], [view, qsTr("View")], [ask, qsTr("Ask")]];
        for (const [commands, name] of groups)
            for (let i = 0; i < commands.length; ++i) studio.commands.add(commands[i], name);
        for (const entry of ToolList.all)
            studio.commands.add(tool.createObject(list, {tool: entry.id, text: entry.title, shortcut: entry.keys}), qsTr("Tool"));
    }
}
