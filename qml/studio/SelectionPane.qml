// SPDX-License-Identifier: Apache-2.0
// Several elements, a group or a note: what they are, what they share, and how to line them up.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

ScrollPane {
    id: pane

    required property SelectionInspector inspector
    required property EditActions actions
    readonly property FieldSheet sheet: inspector.sheet

    signal explain(figure: string)

    PaneHeader {
        visible: pane.inspector.mode === "group"
        width: pane.width
        inspector: pane.inspector
        kind: qsTr("Group")
    }
    Section {
        visible: pane.inspector.mode === "note"
        width: pane.width
        title: qsTr("Note")
        TextBox {
            width: pane.width - 2 * Theme.s4
            label: qsTr("Text of the note")
            value: pane.inspector.mode === "note" ? pane.inspector.name : ""
            onCommitted: text => pane.inspector.rename(text)
        }
        PushButton { text: qsTr("Delete"); shortcut: "Del"; tip: qsTr("Remove the note"); onClicked: pane.actions.remove() }
    }
    Section {
        visible: pane.inspector.mode === "group"
        width: pane.width
        title: qsTr("All of it")
        FigureGrid {
            width: pane.width - 2 * Theme.s4
            visible: pane.inspector.figures.count > 0
            figures: pane.inspector.figures
            onExplain: figure => pane.explain(figure)
        }
        Flow {
            width: pane.width - 2 * Theme.s4
            spacing: Theme.s2
            PushButton { text: qsTr("Ungroup"); shortcut: "Ctrl+Shift+G"; tip: qsTr("Take the area away, keep what is in it"); onClicked: pane.actions.ungroup() }
            PushButton { text: qsTr("Delete"); shortcut: "Del"; tip: qsTr("Remove the group and what is in it"); onClicked: pane.actions.remove() }
        }
    }
    Section {
        visible: pane.inspector.mode === "several"
        width: pane.width
        title: qsTr("%n selected", "", pane.inspector.count)
        PlainText {
            width: pane.width - 2 * Theme.s4
            text: pane.inspector.detail
            quiet: true
        }
        Column {
            visible: pane.inspector.placed > 1
            spacing: Theme.s2
            PlainText {
                text: qsTr("Align")
                quiet: true
                font.pixelSize: Theme.small
            }
            Row {
                spacing: Theme.s1
                IconButton { label: qsTr("Align left"); glyph: "align-left"; onClicked: pane.actions.align("left") }
                IconButton { label: qsTr("Align centres"); glyph: "align-centre"; onClicked: pane.actions.align("centre") }
                IconButton { label: qsTr("Align right"); glyph: "align-right"; onClicked: pane.actions.align("right") }
                IconButton { label: qsTr("Align top"); glyph: "align-top"; onClicked: pane.actions.align("top") }
                IconButton { label: qsTr("Align middles"); glyph: "align-middle"; onClicked: pane.actions.align("middle") }
                IconButton { label: qsTr("Align bottom"); glyph: "align-bottom"; onClicked: pane.actions.align("bottom") }
            }
        }
        Column {
            visible: pane.inspector.placed > 2
            spacing: Theme.s2
            PlainText {
                text: qsTr("Distribute")
                quiet: true
                font.pixelSize: Theme.small
            }
            Row {
                spacing: Theme.s1
                IconButton { label: qsTr("Equal gaps across"); glyph: "distribute-horizontal"; onClicked: pane.actions.distribute("horizontal") }
                IconButton { label: qsTr("Equal gaps down"); glyph: "distribute-vertical"; onClicked: pane.actions.distribute("vertical") }
            }
        }
        Flow {
            width: pane.width - 2 * Theme.s4
            spacing: Theme.s2
            PushButton { text: qsTr("Group"); shortcut: "Ctrl+G"; tip: qsTr("Put them in one area"); onClicked: pane.actions.group() }
            PushButton { text: qsTr("Duplicate"); shortcut: "Ctrl+D"; tip: qsTr("A copy of all"); onClicked: pane.actions.duplicate() }
            PushButton { text: qsTr("Delete"); shortcut: "Del"; tip: qsTr("Remove all"); onClicked: pane.actions.remove() }
        }
    }
    FieldSection {
        width: pane.width
        title: qsTr("Capacity of each")
        sheet: pane.sheet
        section: "capacity"
    }
    FieldSection {
        width: pane.width
        title: qsTr("Load & latency of each")
        sheet: pane.sheet
        section: "load"
    }
    FieldSection {
        width: pane.width
        title: qsTr("Cost of each")
        sheet: pane.sheet
        section: "cost"
    }
    FieldSection {
        width: pane.width
        title: qsTr("Reliability of each")
        sheet: pane.sheet
        section: "reliability"
        open: false
    }
}
