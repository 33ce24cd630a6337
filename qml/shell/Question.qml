// SPDX-License-Identifier: Apache-2.0
// Asks what to do with unsaved work before `action`: save, discard, or stay.
import QtQuick
import Catenary

DialogCard {
    id: dialog

    property string text: ""
    property string saveText: qsTr("Save")
    property string discardText: qsTr("Discard")
    property bool careful: false ///< the safe answer has the keyboard
    property var action: null

    signal saveWanted(action: var)
    signal discardWanted(action: var)

    function ask(action: var): void {
        dialog.action = action;
        open();
    }

    width: 420
    onOpened: (careful ? cancel : save).forceActiveFocus(Qt.TabFocusReason)
    contentItem: PlainText {
        text: dialog.text
        quiet: true
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    actions: [
        PushButton {
            id: cancel
            text: qsTr("Cancel")
            plain: true
            onClicked: dialog.close()
        },
        PushButton {
            visible: text !== ""
            text: dialog.discardText
            onClicked: {
                dialog.close();
                dialog.discardWanted(dialog.action);
            }
        },
        PushButton {
            id: save
            text: dialog.saveText
            primary: true
            onClicked: {
                dialog.close();
                dialog.saveWanted(dialog.action);
            }
        }
    ]
}
