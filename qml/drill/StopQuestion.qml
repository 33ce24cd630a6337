// SPDX-License-Identifier: Apache-2.0
// Stop the drill? It is kept as incomplete, and enters no statistics.
import QtQuick
import Catenary

FocusScope {
    id: question

    signal stayed()
    signal stopped()

    implicitWidth: 380
    implicitHeight: body.implicitHeight + 2 * Theme.s6
    onVisibleChanged: if (visible) stay.forceActiveFocus()
    Accessible.role: Accessible.Dialog
    Accessible.name: qsTr("Stop the drill?")

    CardGround { anchors.fill: parent }
    Column {
        id: body
        x: Theme.s6
        y: Theme.s6
        width: parent.width - 2 * Theme.s6
        spacing: Theme.s4
        PlainText {
            width: parent.width
            text: qsTr("Stop the drill?")
            font.pixelSize: Theme.large
            font.weight: Font.DemiBold
        }
        PlainText {
            width: parent.width
            quiet: true
            text: qsTr("It is kept as incomplete and counts in no statistics. The clock goes on while you decide.")
        }
        Row {
            anchors.right: parent.right
            spacing: Theme.s2
            PushButton {
                text: qsTr("Stop")
                onClicked: question.stopped()
            }
            PushButton {
                id: stay
                text: qsTr("Go on")
                primary: true
                onClicked: question.stayed()
            }
        }
    }
}
