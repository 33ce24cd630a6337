// SPDX-License-Identifier: Apache-2.0
// What a mark of the calibration stands for.
import QtQuick
import Catenary

Row {
    id: key

    required property string text
    property alias own: mark.own

    spacing: 6
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    CalibrationMark {
        id: mark
        anchors.verticalCenter: parent.verticalCenter
    }
    PlainText {
        quiet: true
        font.pixelSize: Theme.small
        text: key.text
        Accessible.ignored: true
    }
}
