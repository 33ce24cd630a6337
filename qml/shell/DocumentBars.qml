// SPDX-License-Identifier: Apache-2.0
// What there is to say about the file of the open document: it is open elsewhere, others changed it, a newer working
// copy was left.
import QtQuick
import Catenary.Studio

Column {
    id: bars

    required property Studio studio
    readonly property DocumentController document: studio.document
    readonly property var copy: document.newerCopy

    signal recoverWanted(id: string)
    signal discardWanted(id: string, name: string)

    DocumentBar {
        width: bars.width
        visible: bars.document.readOnly
        words: qsTr("%1 is open in another window. Here it can be looked at.").arg(bars.document.fileName)
        mainText: qsTr("Take over")
        mainTip: qsTr("Edits it here; the other window becomes read-only")
        onMainWanted: bars.document.takeOver()
    }
    DocumentBar {
        width: bars.width
        visible: bars.document.changedOutside
        words: qsTr("%1 was changed by another program, and here are changes that are not saved.").arg(bars.document.fileName)
        mainText: qsTr("Load the file")
        mainTip: qsTr("Ctrl+Z brings back what is here now")
        otherText: qsTr("Keep mine")
        onMainWanted: bars.document.revert()
        onOtherWanted: bars.document.keepOutside()
    }
    DocumentBar {
        width: bars.width
        visible: bars.copy.id !== undefined
        words: qsTr("There are newer changes to %1, of %2, that were never saved to it.").arg(bars.copy.file ?? "").arg(bars.copy.when ?? "")
        mainText: qsTr("Restore")
        mainTip: qsTr("Opens the design as it was then; the file stays as it is until you save")
        otherText: qsTr("Discard")
        onMainWanted: bars.recoverWanted(bars.copy.id)
        onOtherWanted: bars.discardWanted(bars.copy.id, bars.copy.file)
    }
}
