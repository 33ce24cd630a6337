// SPDX-License-Identifier: Apache-2.0
// One figure: what was said, what the model says, and whether that is near enough.
import QtQuick
import Catenary

Item {
    id: row

    required property string label
    required property string said
    required property string expected
    required property string verdict
    property color ink: Theme.text

    implicitHeight: 38
    Accessible.role: Accessible.ListItem
    Accessible.name: said === "" ? qsTr("%1: not said, the model says %2").arg(label).arg(expected)
                                : qsTr("%1: you said %2, the model says %3, %4").arg(label).arg(said).arg(expected).arg(verdict)

    PlainText {
        width: parent.width - verdictText.implicitWidth - Theme.s2
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        text: row.label
        Accessible.ignored: true
    }
    PlainText {
        id: verdictText
        anchors.right: parent.right
        wrapMode: Text.NoWrap
        font.pixelSize: Theme.small
        color: row.ink
        text: row.verdict
        Accessible.ignored: true
    }
    PlainText {
        y: 19
        width: parent.width
        quiet: true
        font.pixelSize: Theme.small
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        text: row.said === "" ? qsTr("not said · model %1").arg(row.expected) : qsTr("said %1 · model %2").arg(row.said).arg(row.expected)
        Accessible.ignored: true
    }
}
