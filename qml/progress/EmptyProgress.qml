// SPDX-License-Identifier: Apache-2.0
// Before the first drill: what one is.
import QtQuick
import Catenary

Rectangle {
    implicitHeight: body.implicitHeight + 2 * Theme.s8
    radius: Theme.cardRadius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line
    Column {
        id: body
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s8, 520)
        spacing: Theme.s2
        PlainText {
            width: parent.width
            font.pixelSize: Theme.large
            font.weight: Font.DemiBold
            text: qsTr("No drill yet")
        }
        PlainText {
            width: parent.width
            quiet: true
            text: qsTr("Open a design or a template and press Drill. You explain it aloud in two, five or ten minutes, click what you speak of, and get your pacing, what you left out, and how near your numbers were to the model's.")
        }
    }
}
