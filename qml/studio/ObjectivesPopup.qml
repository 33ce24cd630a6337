// SPDX-License-Identifier: Apache-2.0
// Every objective with its value.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

PopupCard {
    id: popup

    required property KeyedModel objectives

    signal explain(figure: string)

    width: 360
    padding: Theme.s2

    Column {
        width: popup.availableWidth
        PlainText {
            leftPadding: Theme.s3
            topPadding: 4
            bottomPadding: 6
            text: qsTr("Objectives")
            font.weight: Font.DemiBold
        }
        Repeater {
            model: popup.objectives
            delegate: ListRow {
                required property string objective
                required property string value
                required property bool met
                required property string figure
                width: popup.availableWidth
                text: objective
                glyph: met ? "check" : "error"
                glyphColour: met ? Theme.good : Theme.missed
                trailing: (met ? qsTr("met") : qsTr("missed")) + " · " + value
                onClicked: if (figure !== "") popup.explain(figure)
            }
        }
    }
}
