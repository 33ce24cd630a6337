// SPDX-License-Identifier: Apache-2.0
// "Paste my measurement": rows from a spreadsheet or a benchmark, what was understood of each, and what they change.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

DialogCard {
    id: dialog

    required property Studio studio
    required property var shell
    readonly property MeasurementSheet sheet: studio.inspector.measurements

    parent: shell.contentItem
    title: sheet.name === "" ? qsTr("Paste my measurement") : qsTr("Measurements of %1").arg(sheet.name)
    first: body
    width: parent ? Math.min(640, parent.width - 48) : 640
    height: parent ? Math.min(600, parent.height - 48) : 600
    onAboutToShow: pasted.text = sheet.text

    actions: [
        PushButton {
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            primary: true
            enabled: dialog.sheet.ready
            text: dialog.sheet.rows.count > 0 || !dialog.sheet.ready ? qsTr("Calibrate by these") : qsTr("Take them away")
            onClicked: if (dialog.sheet.take()) dialog.close()
        }
    ]

    ScrollPane {
        id: body
        anchors.fill: parent
        spacing: Theme.s3

        PlainText {
            width: parent?.width ?? 0
            text: qsTr("Times that you measured scale what is computed of this component. Paste a table whose first line names its columns, with commas, semicolons or tabs, or JSON objects. Columns: %1.").arg(dialog.sheet.columns)
        }
        TextBox {
            id: pasted
            width: parent?.width ?? 0
            implicitHeight: Math.max(110, contentHeight + topPadding + bottomPadding)
            font.family: Theme.family
            label: qsTr("Measured rows")
            placeholder: dialog.sheet.example
            value: dialog.sheet.text
            onTextChanged: if (activeFocus) dialog.sheet.text = text
            onCommitted: text => dialog.sheet.text = text
        }
        PlainText {
            visible: text !== ""
            width: parent?.width ?? 0
            quiet: true
            text: dialog.sheet.note
        }
        Column {
            width: parent?.width ?? 0
            spacing: Theme.s1
            Repeater {
                model: dialog.sheet.rows
                delegate: Column {
                    id: row
                    required property int line
                    required property string words
                    required property string factor
                    required property string problem
                    width: parent?.width ?? 0
                    spacing: 2
                    Accessible.role: Accessible.ListItem
                    Accessible.name: caption.text + ". " + words + ". " + factor + problem

                    Item {
                        width: row.width
                        height: Math.max(told.height, caption.height)
                        PlainText {
                            id: caption
                            width: 64
                            quiet: true
                            text: qsTr("line %1").arg(row.line)
                        }
                        PlainText {
                            id: told
                            x: caption.width
                            width: parent.width - x - how.width - Theme.s2
                            text: row.words
                        }
                        PlainText {
                            id: how
                            anchors.right: parent.right
                            font.weight: Font.DemiBold
                            text: row.factor
                        }
                    }
                    FieldError {
                        x: caption.width
                        width: row.width - x
                        message: row.problem
                    }
                }
            }
        }
        FieldError {
            width: parent?.width ?? 0
            message: dialog.sheet.problem
        }
        PlainText {
            visible: text !== ""
            width: parent?.width ?? 0
            font.weight: Font.DemiBold
            text: dialog.sheet.summary
        }
    }
}
