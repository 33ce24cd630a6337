// SPDX-License-Identifier: Apache-2.0
// Text of a panel: one size and colour unless told otherwise; wraps rather than being cut.
import QtQuick
import Catenary

Text {
    property bool quiet: false
    color: quiet ? Theme.quiet : Theme.text
    font.family: Theme.family
    font.pixelSize: Theme.body
    wrapMode: Text.Wrap
    linkColor: Theme.accent
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
