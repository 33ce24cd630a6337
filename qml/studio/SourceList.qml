// SPDX-License-Identifier: Apache-2.0
// Where the figures of a component come from, and which.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: list

    required property KeyedModel sources

    spacing: Theme.s3
    Repeater {
        model: list.sources
        delegate: Column {
            id: entry
            required property string detail
            required property string where
            required property string of
            width: list.width
            spacing: 1
            PlainText {
                width: parent.width
                text: entry.detail
                font.pixelSize: Theme.small
            }
            PlainText {
                visible: text !== "" && text !== "-"
                width: parent.width
                text: entry.where
                quiet: true
                font.pixelSize: Theme.tiny
                wrapMode: Text.WrapAnywhere
            }
            PlainText {
                width: parent.width
                text: qsTr("for %1").arg(entry.of)
                quiet: true
                font.pixelSize: Theme.tiny
            }
        }
    }
}
