// SPDX-License-Identifier: Apache-2.0
// The picture as a file: what it will look like, and where it goes. What goes wrong is said here.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

DialogCard {
    id: dialog

    required property Studio studio
    required property var shell
    readonly property ExportController exporter: studio.exporter

    parent: shell.contentItem
    title: qsTr("Export")
    first: format
    width: parent ? Math.min(980, parent.width - 48) : 980
    height: parent ? Math.min(640, parent.height - 48) : 640
    function write(): void {
        exporter.path = target.text;
        if (exporter.replaces()) replace.ask(null);
        else exporter.write();
    }
    onAboutToShow: exporter.begin(studio.settings.shownTheme)
    onClosed: exporter.end()

    actions: [
        PushButton {
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            primary: true
            enabled: !dialog.exporter.busy
            text: dialog.exporter.busy ? qsTr("Writing…") : qsTr("Export")
            onClicked: dialog.write()
        }
    ]
    Connections {
        target: dialog.exporter
        function onWritten(path: string): void {
            dialog.close();
        }
    }

    Item {
        anchors.fill: parent

        Rectangle {
            id: stage
            anchors.left: parent.left
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            anchors.right: options.left
            anchors.rightMargin: Theme.s5
            radius: Theme.radius
            color: Theme.sunken
            border.width: 1
            border.color: Theme.line

            ExportPreview {
                anchors.fill: parent
                anchors.margins: Theme.s3
                exporter: dialog.exporter
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("Preview of the picture")
            }
            PlainText {
                visible: dialog.exporter.previewError !== ""
                anchors.centerIn: parent
                quiet: true
                text: dialog.exporter.previewError
            }
        }
        ScrollPane {
            id: options
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            width: 288
            spacing: Theme.s4

            Column {
                width: options.width
                spacing: 6
                PlainText { text: qsTr("Format"); quiet: true; font.pixelSize: Theme.small }
                SegmentedControl {
                    id: format
                    width: parent.width
                    label: qsTr("Format")
                    choices: [{value: "svg", text: "SVG"}, {value: "png", text: "PNG"}, {value: "pdf", text: "PDF"}]
                    value: dialog.exporter.format
                    onChosen: value => dialog.exporter.format = value
                }
            }
            Column {
                width: options.width
                spacing: 6
                PlainText { text: qsTr("Theme"); quiet: true; font.pixelSize: Theme.small }
                SegmentedControl {
                    width: parent.width
                    label: qsTr("Theme")
                    choices: [{value: "light", text: qsTr("Light")}, {value: "dark", text: qsTr("Dark")}, {value: "sketch", text: qsTr("Sketch")}]
                    value: dialog.exporter.theme
                    onChosen: value => dialog.exporter.theme = value
                }
            }
            Column {
                visible: dialog.exporter.format === "png"
                width: options.width
                spacing: 6
                PlainText { text: qsTr("Size"); quiet: true; font.pixelSize: Theme.small }
                SegmentedControl {
                    width: parent.width
                    label: qsTr("Size")
                    choices: [{value: "1", text: "1×"}, {value: "2", text: "2×"}, {value: "4", text: "4×"}]
                    value: dialog.exporter.scale.toString()
                    onChosen: value => dialog.exporter.scale = parseInt(value)
                }
            }
            Column {
                width: options.width
                spacing: 2
                ToggleSwitch {
                    width: parent.width
                    text: qsTr("Transparent background")
                    checked: dialog.exporter.transparent
                    onToggled: dialog.exporter.transparent = checked
                }
                ToggleSwitch {
                    width: parent.width
                    enabled: dialog.exporter.hasEstimate
                    text: qsTr("With the numbers")
                    checked: dialog.exporter.withEstimate
                    onToggled: dialog.exporter.withEstimate = checked
                }
                ToggleSwitch {
                    width: parent.width
                    text: qsTr("Title block")
                    checked: dialog.exporter.titleBlock
                    onToggled: dialog.exporter.titleBlock = checked
                }
                ToggleSwitch {
                    width: parent.width
                    text: qsTr("Legend")
                    checked: dialog.exporter.legend
                    onToggled: dialog.exporter.legend = checked
                }
                ToggleSwitch {
                    width: parent.width
                    text: qsTr("Grid")
                    checked: dialog.exporter.grid
                    onToggled: dialog.exporter.grid = checked
                }
                ToggleSwitch {
                    width: parent.width
                    text: qsTr("Can be opened again to edit")
                    checked: dialog.exporter.editable
                    onToggled: dialog.exporter.editable = checked
                }
                ToggleSwitch {
                    width: parent.width
                    enabled: dialog.exporter.hasSelection
                    text: qsTr("Only the selection")
                    checked: dialog.exporter.onlySelection
                    onToggled: dialog.exporter.onlySelection = checked
                }
            }
            Column {
                width: options.width
                spacing: 6
                PlainText { text: qsTr("File"); quiet: true; font.pixelSize: Theme.small }
                PathInput {
                    id: target
                    width: parent.width
                    label: qsTr("File")
                    text: dialog.exporter.path
                    refused: dialog.exporter.error !== ""
                    onAccepted: dialog.write()
                    onEditingFinished: dialog.exporter.path = text
                }
                FieldError {
                    width: parent.width
                    message: dialog.exporter.error
                }
                PushButton {
                    text: qsTr("Browse…")
                    onClicked: chooser.saveAt(dialog.exporter.folder(), dialog.exporter.fileName())
                }
                PlainText {
                    width: parent.width
                    quiet: true
                    font.pixelSize: Theme.small
                    text: dialog.exporter.sizeText
                }
            }
        }
    }
    Connections {
        target: dialog.exporter
        function onPathChanged(): void {
            target.text = dialog.exporter.path;
        }
    }
    FileChooser {
        id: chooser
        title: qsTr("Where to export to")
        acceptText: qsTr("Choose")
        suffix: dialog.exporter.format
        suffixes: ["svg", "png", "pdf"]
        onChosen: path => dialog.exporter.choose(path)
    }
    Question {
        id: replace
        careful: true
        title: qsTr("Replace this file?")
        text: qsTr("%1 is already there. What it holds now would be lost.").arg(dialog.exporter.path)
        discardText: ""
        saveText: qsTr("Replace")
        onSaveWanted: dialog.exporter.write()
    }
}
