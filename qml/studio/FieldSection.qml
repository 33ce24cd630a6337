// SPDX-License-Identifier: Apache-2.0
// The fields of one concern under a title.
import QtQuick
import Catenary
import Catenary.Studio

Section {
    id: concern

    required property FieldSheet sheet
    required property string section

    /// Opens and marks the field at `path`; false when it is not one of these.
    function show(path: string): bool {
        const was = open;
        open = true;
        if (fields.show(path)) return true;
        open = was;
        return false;
    }

    visible: fields.total > 0
    note: fields.total.toString()

    FieldList {
        id: fields
        width: concern.width - 2 * Theme.s4
        sheet: concern.sheet
        section: concern.section
    }
}
