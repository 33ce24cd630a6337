// SPDX-License-Identifier: Apache-2.0
// A rating on its line: a ring for the own one, a square for the machine's.
import QtQuick
import Catenary

Rectangle {
    property bool own: false

    width: 12
    height: 12
    radius: own ? 6 : 2
    color: own ? "transparent" : Theme.quiet
    border.width: own ? 3 : 0
    border.color: Theme.accent
}
