// SPDX-License-Identifier: Apache-2.0
// A command, its group and its shortcut.
import QtQuick
import Catenary

ListRow {
    id: row

    required property string key
    required property string name
    required property string group
    required property string shortcut
    required property bool available
    required property string sign

    text: name
    note: group
    glyph: sign
    trailing: shortcut
    opacity: available ? 1 : 0.45
    Accessible.description: available ? shortcut : qsTr("not available now")
}
