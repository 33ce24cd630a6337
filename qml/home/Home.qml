// SPDX-License-Identifier: Apache-2.0
// Where one begins: go on with a recent design, start from a template or from nothing, practise.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Rectangle {
    id: home

    required property Studio studio

    signal newWanted()
    signal openWanted()
    signal fileWanted(path: string)
    signal templateWanted(id: string)
    signal progressWanted()
    signal continueWanted()
    signal recoverWanted(id: string)
    signal discardWanted(id: string, name: string)
    signal ratingWanted() ///< of the drill that was interrupted

    color: Theme.canvas

    ScrollPane {
        id: pane
        readonly property real side: Math.max(Theme.s6, (width - 1240) / 2)
        readonly property real inner: width - 2 * side
        anchors.fill: parent
        spacing: Theme.s8

        Item {
            width: 1
            height: 1
        }
        Item {
            x: pane.side
            width: pane.inner
            height: Math.max(intro.height, start.height)
            Column {
                id: intro
                width: parent.width - start.width - Theme.s6
                spacing: Theme.s1
                PlainText {
                    width: parent.width
                    text: qsTr("Draw the system. See the load it bears.")
                    font.pixelSize: Theme.display
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                }
                PlainText {
                    width: parent.width
                    quiet: true
                    text: qsTr("Start from a reference system, change it until its objectives hold, then explain it in five minutes.")
                    font.pixelSize: Theme.large
                }
            }
            Row {
                id: start
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.s2
                PushButton {
                    text: qsTr("Open…")
                    tip: qsTr("Open a design from a file")
                    shortcut: "Ctrl+O"
                    onClicked: home.openWanted()
                }
                PushButton {
                    text: qsTr("New design")
                    primary: true
                    tip: qsTr("Begin with an empty canvas")
                    shortcut: "Ctrl+N"
                    glyph: "plus"
                    onClicked: home.newWanted()
                }
            }
        }
        RecoveryList {
            x: pane.side
            width: pane.inner
            visible: count > 0
            studio: home.studio
            onRecoverWanted: id => home.recoverWanted(id)
            onDiscardWanted: (id, name) => home.discardWanted(id, name)
        }
        DrillNotice {
            x: pane.side
            width: pane.inner
            drill: home.studio.drill
            onResumeWanted: home.ratingWanted()
        }
        Column {
            x: pane.side
            width: pane.inner
            spacing: Theme.s3
            SectionTitle {
                text: qsTr("Start from a reference system")
                note: qsTr("Published figures, sources and the questions an interviewer asks")
            }
            Grid {
                id: gallery
                readonly property int across: Math.max(1, Math.min(3, Math.floor((pane.inner + Theme.s4) / 340)))
                readonly property real cell: (pane.inner - (across - 1) * Theme.s4) / across
                property real summaryRoom: 0
                function fit(): void {
                    let most = 0;
                    for (let i = 0; i < cards.count; ++i) most = Math.max(most, (cards.itemAt(i) as TemplateCard)?.summaryHeight ?? 0);
                    summaryRoom = most;
                }
                function step(from: int, by: int): void {
                    const card = cards.itemAt(from + by);
                    if (card) card.forceActiveFocus(Qt.TabFocusReason);
                }
                columns: across
                spacing: Theme.s4
                Repeater {
                    id: cards
                    model: home.studio.templates
                    onItemAdded: gallery.fit()
                    delegate: TemplateCard {
                        required property int index
                        width: gallery.cell
                        summaryRoom: gallery.summaryRoom
                        onSummaryHeightChanged: gallery.fit()
                        onClicked: home.templateWanted(key)
                        Keys.onLeftPressed: gallery.step(index, -1)
                        Keys.onRightPressed: gallery.step(index, 1)
                        Keys.onUpPressed: gallery.step(index, -gallery.across)
                        Keys.onDownPressed: gallery.step(index, gallery.across)
                    }
                }
            }
        }
        Item {
            x: pane.side
            width: pane.inner
            height: Math.max(recent.height, practice.height)
            Column {
                id: recent
                width: (parent.width - Theme.s6) * 0.6
                spacing: Theme.s3
                SectionTitle { text: qsTr("Recent designs") }
                PlainText {
                    visible: home.studio.recents.count === 0
                    width: parent.width
                    quiet: true
                    text: qsTr("Designs you save or open appear here. A design is one file that reads well in git.")
                }
                Column {
                    width: parent.width
                    Repeater {
                        model: home.studio.recents
                        delegate: ListRow {
                            required property string path
                            required property string title
                            required property string file
                            required property string folder
                            required property string when
                            width: recent.width
                            text: title
                            note: qsTr("%1 in %2").arg(file).arg(folder)
                            trailing: when
                            glyph: "component"
                            onClicked: home.fileWanted(path)
                        }
                    }
                }
            }
            Column {
                id: practice
                anchors.right: parent.right
                width: (parent.width - Theme.s6) * 0.4
                spacing: Theme.s3
                SectionTitle { text: qsTr("Practice") }
                PracticeCard {
                    width: parent.width
                    studio: home.studio
                    onProgressWanted: home.progressWanted()
                }
            }
        }
        Item {
            width: 1
            height: Theme.s4
        }
    }
}
