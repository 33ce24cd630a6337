// SPDX-License-Identifier: Apache-2.0
// Every shortcut that holds on a page; keys of the canvas tools (letters and digits, Tab, Space, arrows) are the canvas's own.
// While text is typed only those of the program hold (files, commands, theme): the others are the field's.
import QtQuick
import Catenary.Studio

Item {
    id: keys

    required property var window
    required property Studio studio
    required property var canvas
    readonly property bool editing: window.page === "studio" && canvas !== null && !window.typing
    readonly property bool some: editing && studio.selection.count > 0
    readonly property bool several: editing && studio.selection.count > 1

    Shortcut { sequence: "Ctrl+N"; onActivated: keys.window.newDesign() }
    Shortcut { sequence: "Ctrl+O"; onActivated: keys.window.openFile() }
    Shortcut { sequence: "Ctrl+S"; enabled: keys.studio.document.isOpen; onActivated: keys.window.save() }
    Shortcut { sequence: "Ctrl+Shift+S"; enabled: keys.studio.document.isOpen; onActivated: keys.window.saveAs() }
    Shortcut { sequence: "Ctrl+H"; onActivated: keys.window.goHome() }
    Shortcut { sequence: "Ctrl+K"; enabled: keys.window.page !== "drill"; onActivated: keys.window.openCommands() }
    Shortcut { sequence: "Ctrl+E"; enabled: keys.editing && !keys.studio.document.empty; onActivated: keys.window.openExport() }
    Shortcut { sequence: "Ctrl+Return"; enabled: keys.editing && !keys.studio.document.empty; onActivated: keys.window.startDrill() }
    Shortcut { sequence: "Alt+Shift+D"; onActivated: keys.studio.settings.theme = keys.studio.settings.dark ? "light" : "dark" }
    Shortcut { sequence: "Ctrl+Q"; onActivated: keys.window.close() }
    Shortcut { sequence: "F6"; enabled: keys.window.page === "studio"; onActivated: keys.window.nextPane(1) }
    Shortcut { sequence: "Shift+F6"; enabled: keys.window.page === "studio"; onActivated: keys.window.nextPane(-1) }

    Shortcut { sequence: "Ctrl+Z"; enabled: keys.editing; onActivated: keys.studio.document.undo() }
    Shortcut { sequences: ["Ctrl+Shift+Z", "Ctrl+Y"]; enabled: keys.editing; onActivated: keys.studio.document.redo() }
    Shortcut { sequences: ["Delete", "Backspace"]; enabled: keys.some; onActivated: keys.studio.actions.remove() }
    Shortcut { sequence: "Ctrl+D"; enabled: keys.some; onActivated: keys.studio.actions.duplicate() }
    Shortcut { sequence: "Ctrl+Shift+D"; enabled: keys.some; onActivated: keys.studio.actions.duplicateConnected() }
    Shortcut { sequence: "Ctrl+C"; enabled: keys.some; onActivated: keys.studio.actions.copy() }
    Shortcut { sequence: "Ctrl+X"; enabled: keys.some; onActivated: keys.studio.actions.cut() }
    Shortcut { sequence: "Ctrl+V"; enabled: keys.editing; onActivated: keys.studio.actions.paste() }
    Shortcut { sequence: "Ctrl+A"; enabled: keys.editing; onActivated: keys.studio.selection.selectAll() }
    Shortcut { sequence: "Ctrl+G"; enabled: keys.some; onActivated: keys.studio.actions.group() }
    Shortcut { sequence: "Ctrl+Shift+G"; enabled: keys.some; onActivated: keys.studio.actions.ungroup() }
    Shortcut { sequence: "Ctrl+Shift+L"; enabled: keys.some; onActivated: keys.studio.actions.toggleLock() }
    Shortcut { sequences: ["Ctrl+Shift+]", "Ctrl+}"]; enabled: keys.some; onActivated: keys.studio.actions.restack(true) }
    Shortcut { sequences: ["Ctrl+Shift+[", "Ctrl+{"]; enabled: keys.some; onActivated: keys.studio.actions.restack(false) }
    Shortcut { sequence: "Ctrl+Shift+Left"; enabled: keys.several; onActivated: keys.studio.actions.align("left") }
    Shortcut { sequence: "Ctrl+Shift+Right"; enabled: keys.several; onActivated: keys.studio.actions.align("right") }
    Shortcut { sequence: "Ctrl+Shift+Up"; enabled: keys.several; onActivated: keys.studio.actions.align("top") }
    Shortcut { sequence: "Ctrl+Shift+Down"; enabled: keys.several; onActivated: keys.studio.actions.align("bottom") }
    Shortcut { sequence: "Alt+H"; enabled: keys.several; onActivated: keys.studio.actions.distribute("horizontal") }
    Shortcut { sequence: "Alt+V"; enabled: keys.several; onActivated: keys.studio.actions.distribute("vertical") }
    Shortcut { sequence: "Shift+W"; enabled: keys.several; onActivated: keys.studio.actions.makeSame("width") }
    Shortcut { sequence: "Shift+H"; enabled: keys.several; onActivated: keys.studio.actions.makeSame("height") }
    Shortcut { sequence: "Shift+S"; enabled: keys.several; onActivated: keys.studio.actions.makeSame("size") }
    Shortcut { sequence: "Shift+P"; enabled: keys.several; onActivated: keys.studio.actions.pack() }
    Shortcut { sequence: "Ctrl+L"; enabled: keys.editing; onActivated: keys.studio.actions.tidyUp() }
    Shortcut { sequence: "F2"; enabled: keys.some; onActivated: keys.canvas.renameSelected() }
    Shortcut { sequence: "/"; enabled: keys.editing; onActivated: keys.canvas.openChooser() }
    Shortcut { sequence: "Shift+1"; enabled: keys.editing; onActivated: keys.canvas.zoomToFit() }
    Shortcut { sequence: "Shift+2"; enabled: keys.some; onActivated: keys.canvas.zoomToSelection() }
    Shortcut { sequence: "Ctrl+'"; enabled: keys.editing; onActivated: keys.studio.settings.gridShown = !keys.studio.settings.gridShown }
    Shortcut { sequence: "Ctrl+0"; enabled: keys.editing; onActivated: keys.canvas.zoomTo(1) }
    Shortcut { sequences: ["Ctrl+=", "Ctrl++"]; enabled: keys.editing; onActivated: keys.canvas.zoomIn() }
    Shortcut { sequence: "Ctrl+-"; enabled: keys.editing; onActivated: keys.canvas.zoomOut() }
    Shortcut { sequence: "F5"; enabled: keys.editing && !keys.studio.document.empty; onActivated: keys.window.present() }
    Shortcut { sequence: "Ctrl+F"; enabled: keys.window.page === "studio" && keys.canvas !== null; onActivated: keys.window.find() }
    Shortcut { sequence: "Alt+P"; enabled: keys.editing && !keys.studio.document.empty; onActivated: keys.window.togglePlay() }
    Shortcut { sequence: "["; enabled: keys.editing; onActivated: keys.studio.settings.paletteOpen = !keys.studio.settings.paletteOpen }
    Shortcut { sequence: "]"; enabled: keys.editing; onActivated: keys.studio.settings.inspectorOpen = !keys.studio.settings.inspectorOpen }
}
