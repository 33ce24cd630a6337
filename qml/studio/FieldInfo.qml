// SPDX-License-Identifier: Apache-2.0
// What a field means, what it may be, why its default is what it is and where that comes from.
import QtQuick
import Catenary

PopupCard {
    id: info

    property string label
    property string meaning
    property string value
    property string origin
    property string unset ///< what holds without a value; empty: nothing
    property string standard
    property string range
    property string why
    property string source
    property string follows
    property bool assumption: false

    width: 288

    component Fact: Column {
        id: entry
        property string name
        property string fact
        visible: fact !== ""
        width: parent.width
        spacing: 1
        PlainText {
            width: parent.width
            text: entry.name
            quiet: true
            font.pixelSize: Theme.tiny
        }
        PlainText {
            width: parent.width
            text: entry.fact
            font.pixelSize: Theme.small
        }
    }

    Column {
        width: info.availableWidth
        spacing: Theme.s2
        PlainText {
            width: parent.width
            text: info.label
            font.weight: Font.DemiBold
        }
        PlainText {
            width: parent.width
            visible: text !== ""
            text: info.meaning
            font.pixelSize: Theme.small
        }
        Fact {
            name: qsTr("In force")
            fact: info.value !== "" ? info.value + " · " + info.origin : info.unset !== "" ? info.unset : qsTr("not set · %1").arg(info.origin)
        }
        Fact { name: qsTr("Computed as"); fact: info.follows }
        Fact { name: qsTr("Range"); fact: info.range }
        Fact { name: qsTr("Default"); fact: info.standard }
        Fact { name: qsTr("Why this default"); fact: info.why }
        Fact { name: qsTr("Source"); fact: info.source }
        Badge {
            visible: info.assumption
            text: qsTr("assumption: measure yours")
            tone: "close"
        }
    }
}
