// SPDX-License-Identifier: Apache-2.0
// The whole time as one bar of phases, each as wide as its budget; it fills with the time spent in it.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Item {
    id: bar

    required property KeyedModel phases

    implicitHeight: 36
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("Phases")

    Row {
        id: zones
        anchors.fill: parent
        readonly property real room: width - spacing * Math.max(0, bar.phases.count - 1)
        spacing: 3
        Repeater {
            model: bar.phases
            delegate: Item {
                id: zone
                required property string title
                required property string budget
                required property real share
                required property real filled
                required property bool current
                required property bool done
                required property bool late
                width: share * zones.room
                height: zones.height
                Accessible.role: Accessible.ListItem
                Accessible.name: title + ", " + budget + (current ? ", " + qsTr("now") : done ? ", " + qsTr("done") : "")
                Text {
                    width: parent.width
                    text: (zone.late ? "! " : "") + zone.title
                    elide: Text.ElideRight
                    color: zone.current ? Theme.text : Theme.quiet
                    font.family: Theme.family
                    font.pixelSize: Theme.small
                    font.weight: zone.current ? Font.DemiBold : Font.Normal
                }
                Rectangle {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: 10
                    radius: 5
                    color: Theme.sunken
                    border.width: 1
                    border.color: zone.current ? Theme.accent : Theme.line
                    Rectangle {
                        width: parent.width * zone.filled
                        height: parent.height
                        radius: parent.radius
                        color: zone.late ? Theme.close : zone.current ? Theme.accent : Theme.quiet
                    }
                }
            }
        }
    }
}
