// SPDX-License-Identifier: Apache-2.0
// One figure as a tree of formulas down to its inputs and where they come from. Left and right close and open a row.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

FocusScope {
    id: tree

    required property ExplanationModel explanation

    signal placeWanted(path: string)

    PlainText {
        visible: tree.explanation.figure === "" || tree.explanation.error !== ""
        x: Theme.s4
        width: parent.width - 2 * x
        quiet: true
        text: tree.explanation.error !== "" ? tree.explanation.error
                                            : qsTr("Choose a number: along the bottom, or of a component in the inspector.")
    }
    Item {
        id: head
        visible: tree.explanation.figure !== "" && tree.explanation.error === ""
        x: Theme.s4
        width: parent.width - 2 * x
        height: visible ? title.implicitHeight + 46 + (why.visible ? why.implicitHeight + Theme.s2 : 0) : 0

        PlainText {
            id: title
            width: parent.width - buttons.width - Theme.s2
            text: tree.explanation.title
            quiet: true
            font.pixelSize: Theme.small
        }
        PlainText {
            id: why
            visible: text !== ""
            y: title.implicitHeight + 40
            width: parent.width
            text: tree.explanation.reason
            color: Theme.missed
            font.pixelSize: Theme.small
        }
        Text {
            anchors.top: title.bottom
            anchors.topMargin: 2
            text: tree.explanation.value
            color: Theme.text
            font.family: Theme.family
            font.pixelSize: Theme.display
            font.weight: Font.DemiBold
        }
        Badge {
            visible: tree.explanation.assumptions > 0
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 8
            text: tree.explanation.assumptions === 1 ? qsTr("1 assumption") : qsTr("%1 assumptions").arg(tree.explanation.assumptions)
            tone: "close"
        }
        Row {
            id: buttons
            anchors.right: parent.right
            IconButton {
                visible: tree.explanation.canGoBack
                label: qsTr("Back to the number before")
                glyph: "back"
                onClicked: tree.explanation.back()
            }
            IconButton {
                label: qsTr("Open everything")
                glyph: "expand"
                onClicked: tree.explanation.expandAll()
            }
            IconButton {
                label: qsTr("Close everything")
                glyph: "collapse"
                onClicked: tree.explanation.collapseAll()
            }
        }
    }
    ListView {
        id: list
        anchors.top: head.bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s2
        width: parent.width
        clip: true
        focus: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        visible: head.visible
        model: tree.explanation.rows
        currentIndex: 0
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.Tree
        Accessible.name: tree.explanation.title
        Keys.onRightPressed: if (currentItem && !(currentItem as ExplanationRow).expanded) (currentItem as ExplanationRow).toggle()
        Keys.onLeftPressed: if (currentItem && (currentItem as ExplanationRow).expanded) (currentItem as ExplanationRow).toggle()
        Keys.onReturnPressed: if (currentItem) (currentItem as ExplanationRow).activate()
        delegate: ExplanationRow {
            width: ListView.view.width
            current: ListView.isCurrentItem && list.activeFocus
            onToggled: all => tree.explanation.toggle(key, all)
            onPlaceWanted: path => tree.placeWanted(path)
            onPicked: list.currentIndex = index
        }
    }
}
