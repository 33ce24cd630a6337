// SPDX-License-Identifier: Apache-2.0
// A titled card of rows; `empty` is said when there are none.
import QtQuick
import Catenary

Rectangle {
    id: card

    required property string title
    property string empty: ""
    property int count: 1
    default property alias content: rows.data

    implicitHeight: body.implicitHeight + 2 * Theme.s4
    radius: Theme.cardRadius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    Column {
        id: body
        x: Theme.s4
        y: Theme.s4
        width: parent.width - 2 * Theme.s4
        spacing: Theme.s3
        PlainText {
            width: parent.width
            font.weight: Font.DemiBold
            text: card.title
            Accessible.role: Accessible.Heading
        }
        PlainText {
            visible: card.count === 0
            width: parent.width
            quiet: true
            text: card.empty
        }
        Column {
            id: rows
            width: parent.width
            spacing: Theme.s2
        }
    }
}
