// SPDX-License-Identifier: Apache-2.0
// Why a value was refused, or what is doubtful about it: a mark and words, under the field.
import QtQuick
import Catenary
import Catenary.Studio

Row {
    id: row

    property string message: ""
    property bool warning: false
    readonly property color ink: warning ? Theme.close : Theme.missed

    visible: message !== ""
    spacing: 4
    Accessible.role: Accessible.AlertMessage
    Accessible.name: message

    Glyph {
        name: row.warning ? "warning" : "error"
        color: row.ink
        width: 14
        height: 14
        y: 1
    }
    Text {
        width: row.width - 18
        text: row.message
        color: row.ink
        font.family: Theme.family
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
}
