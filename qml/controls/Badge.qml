// SPDX-License-Identifier: Apache-2.0
// A small word on a tinted ground, with a glyph where it means good, close or missed: never colour alone.
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: badge

    required property string text
    property string tone: "quiet" ///< quiet, accent, good, close, missed
    property string glyph: tone === "good" ? "check" : tone === "missed" ? "error" : tone === "close" ? "warning" : ""
    readonly property color ink: tone === "good" ? Theme.good : tone === "missed" ? Theme.missed : tone === "close" ? Theme.close
                               : tone === "accent" ? Theme.accent : Theme.quiet

    implicitWidth: caption.implicitWidth + 12 + (glyph !== "" ? 16 : 0)
    implicitHeight: 20
    radius: 10
    color: "transparent"
    border.width: 1
    border.color: tone === "quiet" ? Theme.line : ink
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Row {
        id: line
        anchors.centerIn: parent
        spacing: 4
        Glyph {
            visible: badge.glyph !== ""
            anchors.verticalCenter: parent.verticalCenter
            width: 12
            height: 12
            name: badge.glyph
            color: badge.ink
        }
        Text {
            id: caption
            anchors.verticalCenter: parent.verticalCenter
            text: badge.text
            width: Math.min(implicitWidth, badge.width - 12 - (badge.glyph !== "" ? 16 : 0))
            elide: Text.ElideRight
            color: badge.ink
            font.family: Theme.family
            font.pixelSize: Theme.tiny
            font.weight: Font.Medium
        }
    }
}
