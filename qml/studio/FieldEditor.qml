// SPDX-License-Identifier: Apache-2.0
// One field: label, what marks it, and the editor of its type. What cannot be is refused under the field, in words.
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: editor

    required property FieldSheet sheet
    required property string key
    required property string label
    required property string unit
    required property string type
    required property string text
    required property bool checked
    required property bool authored
    required property bool resettable
    required property string origin
    required property string originText
    required property string placeholder
    required property string standard
    required property string unset
    required property string range
    required property string meaning
    required property string why
    required property string source
    required property bool assumption
    required property var choices
    required property string law
    required property var laws
    required property var parts
    required property string follows
    required property string note
    required property string error
    required property string errorPart
    required property bool pending
    required property string finding
    readonly property string inWords: choices.find(choice => choice.value === text)?.text ?? text
    readonly property bool shownWhole: true ///< see ScrollPane
    readonly property bool wide: type === "distribution" || type === "structure" || type === "reference" || type === "roomy choice" || type === "text"

    function openInfo(): void {
        infoLoader.active = true;
        (infoLoader.item as FieldInfo).open();
    }
    function edit(): void {
        flash.restart();
        const field = inline.item ?? below.item;
        if (field) field.forceActiveFocus(Qt.TabFocusReason);
    }

    spacing: 4
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Item {
        width: editor.width
        height: Math.max(Theme.controlHeight, caption.implicitHeight)

        Rectangle {
            id: mark
            anchors.fill: parent
            anchors.margins: -3
            radius: Theme.radius
            color: Theme.accentTint
            opacity: 0
            SequentialAnimation on opacity {
                id: flash
                running: false
                NumberAnimation { to: 1; duration: Theme.fast }
                PauseAnimation { duration: 700 }
                NumberAnimation { to: 0; duration: 2 * Theme.slow }
            }
        }
        Column {
            id: caption
            anchors.verticalCenter: parent.verticalCenter
            width: (editor.wide ? parent.width : parent.width - 124) - tools.width - 4
            PlainText {
                width: parent.width
                text: editor.label
                font.weight: editor.authored ? Font.DemiBold : Font.Normal
            }
            PlainText {
                visible: text !== ""
                width: parent.width
                text: editor.origin === "override" ? qsTr("override") : editor.assumption ? qsTr("assumption") : editor.follows !== "" && !editor.authored ? qsTr("derived") : ""
                color: editor.origin === "override" ? Theme.accent : Theme.quiet
                font.pixelSize: Theme.tiny
                font.weight: Font.Medium
            }
        }
        Row {
            id: tools
            x: caption.width + 2
            anchors.verticalCenter: parent.verticalCenter
            IconButton {
                visible: editor.resettable
                label: qsTr("Back to the default of %1").arg(editor.label)
                glyph: "reset"
                onClicked: editor.sheet.reset(editor.key)
            }
            IconButton {
                label: qsTr("What is %1, and why this default?").arg(editor.label)
                glyph: "info"
                onClicked: editor.openInfo()
            }
        }
        Loader {
            id: inline
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: 120
            active: !editor.wide
            visible: active
            sourceComponent: editor.type === "flag" ? flagEditor : editor.type === "choice" ? choiceEditor : numberEditor
        }
    }
    Loader {
        id: below
        width: editor.width
        active: editor.wide
        visible: active
        sourceComponent: editor.type === "distribution" ? distributionEditor : editor.type === "structure" ? structureEditor
                       : editor.type === "reference" ? pickEditor : editor.type === "roomy choice" ? choiceEditor : textEditor
    }
    PlainText {
        visible: text !== ""
        width: editor.width
        text: editor.note
        quiet: true
        font.pixelSize: Theme.tiny
    }
    FieldError {
        width: editor.width
        message: editor.error
    }
    FieldError {
        width: editor.width
        warning: true
        message: editor.error === "" ? editor.finding : ""
    }
    PushButton {
        visible: editor.pending
        plain: true
        text: qsTr("Use it all the same")
        tip: qsTr("The range is what is usual, not what is possible")
        onClicked: editor.sheet.acceptAnyway(editor.key)
    }
    Loader {
        id: infoLoader
        active: false
        sourceComponent: FieldInfo {
            x: Math.min(0, editor.width - width)
            label: editor.label
            meaning: editor.meaning
            value: editor.text === "" ? "" : editor.unit === "" ? editor.inWords : editor.text + " " + editor.unit
            origin: editor.originText
            unset: editor.unset
            standard: editor.standard
            range: editor.range
            why: editor.why
            source: editor.source
            follows: editor.follows
            assumption: editor.assumption
        }
    }

    Component {
        id: numberEditor
        NumberField {
            label: editor.label
            value: editor.text
            unit: editor.unit
            placeholder: editor.placeholder === "" ? qsTr("none") : editor.placeholder
            tip: editor.range
            refused: editor.error !== ""
            onCancelled: editor.sheet.forget(editor.key)
            onCommitted: text => editor.sheet.edit(editor.key, text)
            onStepped: steps => editor.sheet.step(editor.key, steps)
            onBegan: editor.sheet.begin()
            onEnded: editor.sheet.end()
        }
    }
    Component {
        id: textEditor
        InputField {
            label: editor.label
            value: editor.text
            placeholder: editor.placeholder
            refused: editor.error !== ""
            onCancelled: editor.sheet.forget(editor.key)
            onCommitted: text => editor.sheet.edit(editor.key, text)
            onBegan: editor.sheet.begin()
            onEnded: editor.sheet.end()
        }
    }
    Component {
        id: flagEditor
        Item {
            implicitHeight: Theme.controlHeight
            ToggleSwitch {
                id: toggle
                anchors.right: parent.right
                checked: editor.checked
                Accessible.name: editor.label
                onToggled: {
                    editor.sheet.setFlag(editor.key, checked);
                    checked = Qt.binding(() => editor.checked);
                }
            }
        }
    }
    Component {
        id: choiceEditor
        SelectBox {
            label: editor.label
            choices: editor.choices
            value: editor.text
            error: editor.error
            onChosen: value => editor.sheet.choose(editor.key, value)
        }
    }
    Component {
        id: pickEditor
        Picker {
            label: editor.label
            choices: editor.choices
            value: editor.text
            error: editor.error
            onChosen: value => editor.sheet.choose(editor.key, value)
        }
    }
    Component {
        id: distributionEditor
        PartsEditor {
            sheet: editor.sheet
            key: editor.key
            label: editor.label
            unit: editor.unit
            law: editor.law
            laws: editor.laws
            parts: editor.parts
            placeholder: editor.placeholder
            range: editor.range
            refused: editor.error !== ""
            refusedPart: editor.errorPart
        }
    }
    Component {
        id: structureEditor
        PartsEditor {
            sheet: editor.sheet
            key: editor.key
            label: editor.label
            unit: editor.unit
            law: ""
            laws: []
            parts: editor.parts
            placeholder: ""
            range: ""
            refused: editor.error !== ""
            refusedPart: editor.errorPart
        }
    }
}
