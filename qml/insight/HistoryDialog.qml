// SPDX-License-Identifier: Apache-2.0
// The earlier states of the open file: what each looked like, and how it differs from what is open now.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

DialogCard {
    id: dialog

    required property Studio studio
    required property var shell
    readonly property RevisionModel revisions: studio.revisions

    parent: shell.contentItem
    title: qsTr("History of %1").arg(studio.document.fileName)
    first: list
    width: parent ? Math.min(1180, parent.width - 48) : 1180
    height: parent ? Math.min(720, parent.height - 48) : 720
    onAboutToShow: revisions.load(studio.settings.shownTheme)

    actions: [
        PushButton {
            text: qsTr("Close")
            onClicked: dialog.close()
        },
        PushButton {
            primary: true
            enabled: dialog.revisions.shown !== "" && !dialog.studio.document.readOnly
            text: qsTr("Restore this state")
            tip: qsTr("Ctrl+Z brings back what is here now")
            onClicked: {
                dialog.revisions.restore(dialog.revisions.shown);
                dialog.close();
            }
        }
    ]

    Item {
        anchors.fill: parent

        ListView {
            id: list
            width: 320
            height: parent.height
            clip: true
            spacing: Theme.s1
            boundsBehavior: Flickable.StopAtBounds
            model: dialog.revisions
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Earlier states, the last first")
            delegate: RevisionRow {
                width: ListView.view.width
                highlighted: key === dialog.revisions.shown
                onClicked: dialog.revisions.show(key)
                onActiveFocusChanged: if (activeFocus) dialog.revisions.show(key)
            }
        }
        Rectangle {
            anchors.left: list.right
            anchors.leftMargin: Theme.s4
            anchors.right: parent.right
            height: parent.height
            radius: Theme.radius
            color: Theme.sunken
            border.width: 1
            border.color: Theme.line

            ImageView {
                anchors.fill: parent
                anchors.margins: Theme.s3
                anchors.bottomMargin: legend.height + Theme.s3
                image: dialog.revisions.comparison
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("What is different now")
            }
            PlainText {
                id: legend
                visible: dialog.revisions.count > 0
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.s2
                quiet: true
                font.pixelSize: Theme.small
                text: qsTr("From then to now:  + added   – removed   ~ changed   ↔ moved")
            }
            PlainText {
                visible: dialog.revisions.count === 0 && !dialog.revisions.busy
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.s6
                horizontalAlignment: Text.AlignHCenter
                quiet: true
                text: dialog.revisions.error !== "" ? dialog.revisions.error
                    : dialog.studio.document.path === "" ? qsTr("This design has no file yet. Each save keeps a state of it.")
                    : qsTr("No state of this file was kept yet. Each save keeps one, the last fifty.")
            }
        }
    }
}
