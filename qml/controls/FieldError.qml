// SPDX-License-Identifier: Apache-2.0
// Why a value was refused: a mark and words, under the field.
import QtQuick
import Catenary
import Catenary.Studio

Row {
    id: row

    property string message: ""

    visible: message !== ""
    spacing: 4
    Accessible.role: Accessible.AlertMessage
    Accessible.name: message

    Glyph {
        name: "error"
        color: Theme.missed
        width: 14
        height: 14
        y: 1
    }
    Text {
        width: row.width - 18
        text: row.message
        color: Theme.missed
        font.family: Theme.family
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
}
