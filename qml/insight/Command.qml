// SPDX-License-Identifier: Apache-2.0
// One thing the program can do, for the command palette. Its shortcut is shown here and bound in Shortcuts.qml.
import QtQuick

QtObject {
    property string text
    property string shortcut
    property bool enabled: true

    signal triggered()

    function trigger(): void {
        triggered();
    }
}
