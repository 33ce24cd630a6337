// SPDX-License-Identifier: Apache-2.0
// The design itself: what it is for, what comes in, what must hold, what it rests on.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

ScrollPane {
    id: pane

    required property DesignInspector sheet
    readonly property real inner: width - 2 * Theme.s4

    function show(path: string): void {
        workloads.show(path);
    }

    Section {
        width: pane.width
        title: qsTr("Design")
        InputField {
            width: pane.inner
            label: qsTr("Title")
            value: pane.sheet.title
            placeholder: qsTr("Untitled design")
            onCommitted: text => pane.sheet.setTitle(text)
        }
        TextBox {
            width: pane.inner
            label: qsTr("Summary")
            value: pane.sheet.summary
            placeholder: qsTr("What it does, for whom, and what must hold")
            onCommitted: text => pane.sheet.setSummary(text)
        }
        PlainText {
            visible: pane.sheet.prompt !== ""
            width: pane.inner
            text: pane.sheet.prompt
            quiet: true
            font.pixelSize: Theme.small
        }
    }
    Section {
        width: pane.width
        title: qsTr("Workloads")
        note: pane.sheet.workloads.count.toString()
        WorkloadList {
            id: workloads
            width: pane.inner
            sheet: pane.sheet
        }
    }
    Section {
        width: pane.width
        title: qsTr("Objectives")
        note: pane.sheet.objectives.count.toString()
        ObjectivesEditor {
            width: pane.inner
            sheet: pane.sheet.objectives
        }
    }
    Section {
        width: pane.width
        visible: pane.sheet.variants.count > 0
        title: qsTr("Variants")
        note: pane.sheet.variants.count.toString()
        Repeater {
            model: pane.sheet.variants
            delegate: Column {
                id: variant
                required property string key
                required property string name
                required property string note
                width: pane.inner
                spacing: 4
                Item {
                    width: parent.width
                    height: Math.max(caption.implicitHeight, Theme.controlHeight)
                    PlainText {
                        id: caption
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - apply.width - 8
                        text: variant.name
                    }
                    PushButton {
                        id: apply
                        anchors.right: parent.right
                        text: qsTr("Apply")
                        tip: qsTr("Change the design to “%1”; undo takes it back").arg(variant.name)
                        onClicked: pane.sheet.applyVariant(variant.key)
                    }
                }
                PlainText {
                    visible: variant.note !== ""
                    width: parent.width
                    text: variant.note
                    quiet: true
                    font.pixelSize: Theme.small
                }
            }
        }
        FieldError {
            id: refusal
            width: pane.inner
            Connections {
                target: pane.sheet
                function onRefused(message: string): void {
                    refusal.message = message;
                }
                function onChanged(): void {
                    refusal.message = "";
                }
            }
        }
    }
    Section {
        width: pane.width
        visible: pane.sheet.assumptions.length > 0
        title: qsTr("Assumptions")
        note: pane.sheet.assumptions.length.toString()
        open: false
        Repeater {
            model: pane.sheet.assumptions
            delegate: BulletLine {
                required property string modelData
                width: pane.inner
                text: modelData
            }
        }
    }
    Section {
        width: pane.width
        visible: pane.sheet.teaching.count > 0
        title: qsTr("Teaching")
        open: false
        Repeater {
            model: pane.sheet.teaching
            delegate: Column {
                id: lesson
                required property string heading
                required property string text
                width: pane.inner
                spacing: 4
                PlainText {
                    visible: lesson.heading !== ""
                    topPadding: Theme.s2
                    width: parent.width
                    text: lesson.heading
                    font.weight: Font.DemiBold
                    font.pixelSize: Theme.small
                }
                BulletLine {
                    width: pane.inner
                    text: lesson.text
                }
            }
        }
    }
    Section {
        width: pane.width
        visible: pane.sheet.sources.count > 0
        title: qsTr("Sources")
        note: pane.sheet.sources.count.toString()
        open: false
        Repeater {
            model: pane.sheet.sources
            delegate: Column {
                id: entry
                required property string title
                required property string where
                required property string year
                width: pane.inner
                spacing: 1
                PlainText {
                    width: parent.width
                    text: entry.year === "" ? entry.title : entry.title + ", " + entry.year
                    font.pixelSize: Theme.small
                }
                PlainText {
                    visible: text !== ""
                    width: parent.width
                    text: entry.where
                    quiet: true
                    font.pixelSize: Theme.tiny
                    wrapMode: Text.WrapAnywhere
                }
            }
        }
    }
}
