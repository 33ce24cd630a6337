// SPDX-License-Identifier: Apache-2.0
// What practice has brought: the median of the last five, the trend, where points are lost, every drill.
import QtQuick
import Catenary
import Catenary.Studio

FocusScope {
    id: page

    required property Studio studio
    readonly property ProgressModel progress: studio.progress

    property bool reviewing: false
    property Item opener: null ///< row whose review is shown

    signal closed()
    signal drillWanted()

    function openReview(key: string, row: Item): void {
        if (!progress.showReview(key)) return;
        opener = row;
        reviewing = true;
    }
    function closeReview(): void {
        reviewing = false;
        if (opener) opener.forceActiveFocus();
    }

    focus: true
    Component.onCompleted: {
        progress.load();
        forceActiveFocus();
    }

    Shortcut {
        sequence: "Escape"
        onActivated: page.reviewing ? page.closeReview() : page.closed()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.canvas
    }
    Loader {
        anchors.fill: parent
        active: page.reviewing
        focus: active
        sourceComponent: DrillReview {
            review: page.progress.review
            onClosed: page.closeReview()
        }
        onLoaded: (item as DrillReview).forceActiveFocus()
    }
    ScrollPane {
        visible: !page.reviewing
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        gutter: Math.max(Theme.s6, (width - 960) / 2)
        topMargin: Theme.s8
        bottomMargin: Theme.s8
        spacing: Theme.s5

        Item {
            width: parent.width
            height: 56
            Column {
                spacing: 2
                PlainText {
                    font.pixelSize: Theme.display
                    font.weight: Font.DemiBold
                    text: qsTr("Progress")
                    Accessible.role: Accessible.Heading
                }
                PlainText {
                    quiet: true
                    text: page.progress.week
                }
            }
            Row {
                anchors.right: parent.right
                spacing: Theme.s2
                PushButton {
                    focus: true
                    primary: true
                    visible: page.studio.document.isOpen
                    text: qsTr("Drill this design")
                    onClicked: page.drillWanted()
                }
                PushButton {
                    text: qsTr("Back")
                    shortcut: "Esc"
                    onClicked: page.closed()
                }
            }
        }
        PlainText {
            visible: page.progress.error !== ""
            width: parent.width
            color: Theme.missed
            text: page.progress.error
        }
        EmptyProgress {
            visible: page.progress.count === 0 && page.progress.error === ""
            width: parent.width
        }
        Flow {
            id: cards
            readonly property real half: width >= 720 ? (width - spacing) / 2 : width
            visible: page.progress.count > 0
            width: parent.width
            spacing: Theme.s4
            ReviewCard {
                width: cards.half
                height: 220
                title: qsTr("Score, oldest to newest")
                Item {
                    width: parent.width
                    height: 148
                    PlainText {
                        id: median
                        font.pixelSize: Theme.clock
                        font.weight: Font.DemiBold
                        wrapMode: Text.NoWrap
                        text: page.progress.median === "" ? "–" : page.progress.median
                        Accessible.name: qsTr("Median of the last five drills: %1").arg(text)
                    }
                    PlainText {
                        anchors.top: median.bottom
                        width: 92
                        quiet: true
                        font.pixelSize: Theme.small
                        text: qsTr("median of the last five")
                        Accessible.ignored: true
                    }
                    TrendLine {
                        anchors.left: parent.left
                        anchors.leftMargin: 108
                        anchors.right: parent.right
                        height: parent.height
                        points: page.progress.trend
                        Accessible.name: page.progress.trendText
                    }
                }
            }
            ReviewCard {
                width: cards.half
                height: 220
                title: qsTr("Where the points are, median of the last five")
                empty: qsTr("No complete drill yet.")
                count: page.progress.areas.count
                Repeater {
                    model: page.progress.areas
                    delegate: ShareRow {
                        required property string title
                        width: parent?.width ?? 0
                        label: title
                    }
                }
            }
            ReviewCard {
                visible: page.progress.missed !== ""
                width: parent.width
                title: qsTr("Left out most often")
                PlainText {
                    width: parent.width
                    text: page.progress.missed
                }
            }
        }
        ReviewCard {
            visible: page.progress.count > 0
            width: parent.width
            title: qsTr("Drills")
            Repeater {
                model: page.progress.drills
                delegate: DrillRow {
                    id: row
                    width: parent?.width ?? 0
                    onClicked: page.openReview(row.key, row)
                    onRemoveWanted: key => page.progress.remove(key)
                }
            }
        }
    }
}
