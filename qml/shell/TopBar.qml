// SPDX-License-Identifier: Apache-2.0
// Title, undo and redo at the left; theme, command palette, export and drill at the right.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: bar

    required property Studio studio
    required property string page

    signal homeWanted()
    signal studioWanted()
    signal commandsWanted()
    signal exportWanted()
    signal drillWanted()

    implicitHeight: 44
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Main bar")

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
    Row {
        id: left
        anchors.left: parent.left
        anchors.leftMargin: Theme.s2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s1

        IconButton {
            label: qsTr("Home")
            shortcut: "Ctrl+H"
            glyph: "home"
            checked: bar.page === "home"
            onClicked: bar.homeWanted()
        }
        Text {
            visible: bar.page === "home" || !bar.studio.document.isOpen
            height: Theme.controlHeight
            leftPadding: Theme.s2
            verticalAlignment: Text.AlignVCenter
            text: "Catenary"
            color: Theme.text
            font.family: Theme.family
            font.pixelSize: Theme.large
            font.weight: Font.DemiBold
        }
        TitleField {
            visible: bar.page !== "home" && bar.studio.document.isOpen
            width: Math.min(360, implicitWidth)
            studio: bar.studio
        }
        Text {
            visible: bar.page !== "home" && bar.studio.document.path !== ""
            height: Theme.controlHeight
            width: Math.min(200, implicitWidth)
            rightPadding: Theme.s2
            verticalAlignment: Text.AlignVCenter
            text: bar.studio.document.fileName
            elide: Text.ElideMiddle
            color: Theme.quiet
            font.family: Theme.family
            font.pixelSize: Theme.small
            Accessible.name: qsTr("File: %1").arg(text)
            HoverHandler { id: overFile }
            Tip {
                visible: overFile.hovered
                text: bar.studio.document.path
            }
        }
        Rectangle {
            visible: undo.visible
            width: 1
            height: 20
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.line
        }
        IconButton {
            id: undo
            visible: bar.page === "studio"
            enabled: bar.studio.document.canUndo
            label: bar.studio.document.canUndo ? qsTr("Undo: %1").arg(bar.studio.document.undoLabel) : qsTr("Undo")
            shortcut: "Ctrl+Z"
            glyph: "undo"
            onClicked: bar.studio.document.undo()
        }
        IconButton {
            visible: bar.page === "studio"
            enabled: bar.studio.document.canRedo
            label: bar.studio.document.canRedo ? qsTr("Redo: %1").arg(bar.studio.document.redoLabel) : qsTr("Redo")
            shortcut: "Ctrl+Shift+Z"
            glyph: "redo"
            onClicked: bar.studio.document.redo()
        }
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s2

        IconButton {
            label: bar.studio.settings.dark ? qsTr("Light theme") : qsTr("Dark theme")
            shortcut: "Alt+Shift+D"
            glyph: bar.studio.settings.dark ? "sun" : "moon"
            onClicked: bar.studio.settings.theme = bar.studio.settings.dark ? "light" : "dark"
        }
        PushButton {
            text: qsTr("Commands")
            tip: qsTr("Find any command, component or template")
            shortcut: "Ctrl+K"
            glyph: "search"
            onClicked: bar.commandsWanted()
        }
        PushButton {
            visible: bar.page === "studio"
            enabled: !bar.studio.document.empty
            text: qsTr("Export")
            tip: qsTr("Save the diagram as a picture")
            shortcut: "Ctrl+E"
            glyph: "export"
            onClicked: bar.exportWanted()
        }
        PushButton {
            visible: bar.page === "studio"
            enabled: !bar.studio.document.empty
            primary: true
            text: qsTr("Drill")
            tip: qsTr("Explain this design against the clock")
            shortcut: "Ctrl+Return"
            glyph: "play"
            onClicked: bar.drillWanted()
        }
        PushButton {
            visible: bar.page !== "studio" && bar.studio.document.isOpen
            text: qsTr("Back to the design")
            glyph: "component"
            onClicked: bar.studioWanted()
        }
    }
}
