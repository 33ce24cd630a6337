// SPDX-License-Identifier: Apache-2.0
// The fields of one section; those that are seldom wanted come when asked for.
pragma ComponentBehavior: Bound
import QtQuick
import Catenary
import Catenary.Studio

Column {
    id: list

    required property FieldSheet sheet
    required property string section
    property bool all: false
    property string wanted: "" ///< path of a field to bring forward
    readonly property int total: { sheet.changes; return sheet.countIn(section); }
    readonly property int hidden: { sheet.changes; return sheet.hiddenIn(section); }

    function show(path: string): bool {
        for (let i = 0; i < repeater.count; ++i) {
            const item = repeater.itemAt(i);
            if (item && item.key === path) {
                if (!item.visible) all = true;
                item.edit();
                return true;
            }
        }
        return false;
    }

    spacing: Theme.s2

    Repeater {
        id: repeater
        model: list.sheet.section(list.section)
        delegate: FieldEditor {
            required property bool primary
            width: list.width
            sheet: list.sheet
            visible: primary || list.all || error !== "" || finding !== ""
        }
    }
    PushButton {
        visible: list.hidden > 0
        plain: true
        text: list.all ? qsTr("Show less") : qsTr("Show %n more", "", list.hidden)
        onClicked: list.all = !list.all
    }
}
