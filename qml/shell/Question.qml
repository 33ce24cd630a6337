// SPDX-License-Identifier: Apache-2.0
// Asks what to do with unsaved work before `action`: save, discard, or stay.
import QtQuick
import Catenary

DialogCard {
    id: dialog

    property string text: ""
    property string saveText: qsTr("Save")
    property string discardText: qsTr("Discard")
    property var action: null

    signal saveWanted(action: var)
    signal discardWanted(action: var)

    function ask(action: var): void {
        dialog.action = action;
        open();
    }

    width: 420
    onOpened: save.forceActiveFocus(Qt.TabFocusReason)
    contentItem: PlainText {
        text: dialog.text
        quiet: true
    }
    actions: [
        PushButton {
            text: qsTr("Cancel")
            plain: true
            onClicked: dialog.close()
        },
        PushButton {
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
