// SPDX-License-Identifier: Apache-2.0
// One point of a list.
import QtQuick
import Catenary

Row {
    id: line

    property string text: ""

    spacing: 6
    PlainText {
        text: "•"
        quiet: true
    }
    PlainText {
        width: line.width - 14
        text: line.text
        font.pixelSize: Theme.small
    }
}
