// SPDX-License-Identifier: Apache-2.0
// A value of several parts: the law and arguments of a distribution, or the members of a structure.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: editor

    required property FieldSheet sheet
    required property string key
    required property string label
    required property string unit
    required property string law
    required property var laws
    required property var parts
    required property string placeholder
    required property string range
    required property bool refused
    required property string refusedPart ///< which argument or member the refusal is about; empty: all of it
    readonly property bool distribution: laws.length > 0

    function set(name: string, text: string): void {
        if (distribution) sheet.setArgument(key, name, text);
        else sheet.setPart(key, name, text);
    }

    spacing: 6

    Row {
        visible: editor.distribution
        width: editor.width
        spacing: 6
        SelectBox {
            width: single.visible ? parent.width - single.width - 6 : parent.width
            label: qsTr("How %1 varies").arg(editor.label)
            choices: editor.laws
            value: editor.law === "" ? "constant" : editor.law
            onChosen: law => editor.sheet.setLaw(editor.key, law)
        }
        NumberField {
            id: single
            visible: editor.law === "" || editor.law === "constant"
            width: 120
            label: editor.label
            value: editor.parts.length === 1 ? editor.parts[0].text : ""
            unit: editor.unit
            placeholder: editor.placeholder === "" ? qsTr("none") : editor.placeholder
            tip: editor.range
            refused: editor.refused
            onCancelled: editor.sheet.forget(editor.key)
            onCommitted: text => editor.sheet.setArgument(editor.key, "value", text)
            onStepped: steps => editor.sheet.step(editor.key, steps)
            onBegan: editor.sheet.begin()
            onEnded: editor.sheet.end()
        }
    }
    Grid {
        visible: !single.visible || !editor.distribution
        width: editor.width
        columns: 2
        columnSpacing: 6
        rowSpacing: 6
        // A number as the model keeps the editors, and the keyboard in them, while values change.
        Repeater {
            model: editor.parts.length
            delegate: Column {
                id: part
                required property int index
                readonly property var entry: editor.parts[index] ?? {name: "", label: "", unit: "", text: ""}
                width: (editor.width - 6) / 2
                spacing: 2
                PlainText {
                    width: parent.width
                    text: part.entry.label
                    quiet: true
                    font.pixelSize: Theme.tiny
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                }
                NumberField {
                    width: parent.width
                    label: editor.label + ", " + part.entry.label
                    value: part.entry.text
                    unit: part.entry.unit
                    placeholder: part.entry.placeholder ?? ""
                    tip: part.entry.meaning ?? ""
                    refused: editor.refused && (editor.refusedPart === "" || editor.refusedPart === part.entry.name)
                    onCancelled: editor.sheet.forget(editor.key)
                    onCommitted: text => editor.set(part.entry.name, text)
                }
            }
        }
    }
}
