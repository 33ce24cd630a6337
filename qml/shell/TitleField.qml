// SPDX-License-Identifier: Apache-2.0
// The title of the design; press to change it. A dot tells of changes that are not in the file.
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

T.TextField {
    id: field

    required property Studio studio
    readonly property string title: studio.document.title

    implicitWidth: Math.max(120, metrics.advanceWidth + leftPadding + rightPadding + 4)
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.s2
    rightPadding: studio.document.modified ? 20 : Theme.s2
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    hoverEnabled: true
    clip: true
    text: title
    font.family: Theme.family
    font.pixelSize: Theme.body
    font.weight: Font.DemiBold
    Accessible.role: Accessible.EditableText
    Accessible.name: qsTr("Title of the design")

    onTitleChanged: text = title
    onEditingFinished: if (text !== title) studio.document.rename(text)
    onActiveFocusChanged: if (!activeFocus) cursorPosition = 0
    Keys.onEscapePressed: {
        text = title;
        focus = false;
    }
    Keys.onReturnPressed: {
        editingFinished();
        focus = false;
    }

    TextMetrics {
        id: metrics
        font: field.font
        text: field.text
    }
    background: Rectangle {
        radius: Theme.radius
        color: field.activeFocus ? Theme.sunken : field.hovered ? Theme.hover : "transparent"
        border.width: field.activeFocus ? 2 : 0
        border.color: Theme.accent
        Rectangle {
            visible: field.studio.document.modified
            anchors.right: parent.right
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            width: 6
            height: 6
            radius: 3
            color: Theme.quiet
        }
    }
    Tip {
        visible: field.hovered && !field.activeFocus
        text: (field.studio.document.path === "" ? qsTr("Not saved to a file yet") : field.studio.document.path)
              + (field.studio.document.modified ? " · " + qsTr("changed") : "")
    }
}
