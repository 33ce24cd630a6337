// SPDX-License-Identifier: Apache-2.0
// A line through points given in 0…1 from the bottom left; guides at 50 and 70, where "Hard" and "Good" begin.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary

Item {
    id: trend

    property var points: []

    Accessible.role: Accessible.Graphic

    Repeater {
        model: [0.5, 0.7]
        delegate: Item {
            id: guide
            required property real modelData
            width: trend.width
            y: trend.height * (1 - modelData)
            Rectangle {
                x: 24
                width: parent.width - 24
                height: 1
                color: Theme.line
            }
            PlainText {
                y: -8
                font.pixelSize: Theme.tiny
                quiet: true
                text: Math.round(100 * guide.modelData)
                Accessible.ignored: true
            }
        }
    }
    Canvas {
        id: line
        x: 32
        width: parent.width - 40
        height: parent.height
        property color ink: Theme.accent
        property var points: trend.points
        onInkChanged: requestPaint()
        onPointsChanged: requestPaint()
        onWidthChanged: requestPaint()
        onPaint: {
            const context = getContext("2d");
            context.reset();
            context.strokeStyle = ink;
            context.lineWidth = 2;
            context.lineJoin = "round";
            context.beginPath();
            for (const point of points) context.lineTo(point.x * width, (1 - point.y) * height);
            context.stroke();
        }
    }
    Repeater {
        model: trend.points
        delegate: Rectangle {
            required property point modelData
            x: line.x + modelData.x * line.width - 3
            y: (1 - modelData.y) * line.height - 3
            width: 6
            height: 6
            radius: 3
            color: Theme.accent
        }
    }
}
