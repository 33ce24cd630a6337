// SPDX-License-Identifier: Apache-2.0
// What the check of the design found; a press selects the element it is about.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

PopupCard {
    id: popup

    required property KeyedModel findings

    signal placeWanted(place: string)

    width: 460
    padding: Theme.s2
    height: Math.min(420, list.contentHeight + 56)

    PlainText {
        id: heading
        x: Theme.s3
        y: 4
        text: popup.findings.count === 0 ? qsTr("Nothing to report") : qsTr("Findings")
        font.weight: Font.DemiBold
    }
    ListView {
        id: list
        anchors.top: heading.bottom
        anchors.topMargin: 6
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: popup.findings
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Findings")
        delegate: FindingRow {
            width: ListView.view.width
            onPlaceWanted: place => popup.placeWanted(place)
        }
    }
}
