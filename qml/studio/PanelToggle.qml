// SPDX-License-Identifier: Apache-2.0
// Puts a side panel away or brings it back.
import QtQuick
import Catenary

IconButton {
    property bool open: true
    property bool atRight: false

    glyph: "chevron"
    turned: open !== atRight
    plate: true
}
