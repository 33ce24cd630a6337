// SPDX-License-Identifier: Apache-2.0
// A chart as high as it needs, which says what is under the pointer.
import QtQuick
import Catenary
import Catenary.Studio

ChartView {
    id: view

    height: implicitHeight
    dark: Theme.dark
    opacity: busy ? 0.5 : 1
    Accessible.role: Accessible.Chart
    Accessible.name: summary

    HoverHandler {
        id: hover
    }
    Tip {
        x: Math.min(hover.point.position.x + 12, view.width - implicitWidth)
        y: hover.point.position.y + 16
        visible: hover.hovered && text !== ""
        text: view.wordsAt(hover.point.position.x, hover.point.position.y)
    }
}
