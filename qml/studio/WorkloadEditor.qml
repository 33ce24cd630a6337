// SPDX-License-Identifier: Apache-2.0
// One workload: name, arrival and attributes, when it is open.
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: editor

    required property DesignInspector sheet
    required property string key
    required property string name
    required property string sourceTitle
    required property string detail
    readonly property bool open: sheet.workload === key

    function show(path: string): void {
        if (fields.item) fields.item.show(path);
    }

    spacing: Theme.s2
    bottomPadding: open ? Theme.s2 : 0

    ListRow {
        width: editor.width
        text: editor.name
        note: qsTr("%1 from %2").arg(editor.detail).arg(editor.sourceTitle)
        glyph: "chart"
        highlighted: editor.open
        Accessible.description: editor.open ? qsTr("open") : qsTr("closed")
        onClicked: editor.sheet.workload = editor.open ? "" : editor.key
    }
    Loader {
        id: fields
        active: editor.open
        visible: active
        width: editor.width
        sourceComponent: Column {
            function show(path: string): void {
                if (!about.show(path)) attributes.show(path);
            }
            width: editor.width
            spacing: Theme.s2
            InputField {
                width: parent.width
                label: qsTr("Name of the workload")
                value: editor.name === editor.key ? "" : editor.name
                placeholder: editor.key
                onCommitted: text => editor.sheet.renameWorkload(editor.key, text)
            }
            FieldList {
                id: about
                width: parent.width
                sheet: editor.sheet.workloadSheet
                section: "about"
            }
            PlainText {
                text: qsTr("What each request carries")
                quiet: true
                font.pixelSize: Theme.small
            }
            FieldList {
                id: attributes
                width: parent.width
                sheet: editor.sheet.workloadSheet
                section: "load"
            }
            PushButton {
                plain: true
                glyph: "trash"
                text: qsTr("Remove this workload")
                onClicked: editor.sheet.removeWorkload(editor.key)
            }
        }
    }
}
