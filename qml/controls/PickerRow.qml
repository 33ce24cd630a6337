// SPDX-License-Identifier: Apache-2.0
// A choice of a picker; the first of a group has the group's heading above it.
import QtQuick
import Catenary

Column {
    id: row

    required property int index
    required property string value
    required property string text
    required property string detail
    required property string trailing
    required property string heading
    property bool inForce: false

    signal clicked()

    width: ListView.view.width - Theme.s2

    PlainText {
        visible: row.heading !== ""
        width: parent.width
        leftPadding: Theme.s3
        topPadding: Theme.s3
        bottomPadding: Theme.s1
        quiet: true
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
        text: row.heading
        Accessible.role: Accessible.Heading
    }
    ListRow {
        width: parent.width
        text: row.text
        note: row.detail
        trailing: row.trailing
        highlighted: row.ListView.isCurrentItem
        glyph: row.inForce ? "check" : ""
        glyphColour: Theme.accent
        leftPadding: 38
        focusPolicy: Qt.NoFocus
        onClicked: row.clicked()
    }
}
