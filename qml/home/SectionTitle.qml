// SPDX-License-Identifier: Apache-2.0
// Heads a part of a page.
import QtQuick
import Catenary

Column {
    property alias text: title.text
    property alias note: second.text

    width: parent?.width ?? 0
    spacing: 2
    PlainText {
        id: title
        width: parent.width
        font.pixelSize: Theme.large
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    PlainText {
        id: second
        width: parent.width
        visible: text !== ""
        quiet: true
    }
}
