// SPDX-License-Identifier: Apache-2.0
// A popup that is made when it is first opened.
import QtQuick

Loader {
    id: lazy

    required property string url
    required property var studio
    required property var shell

    function open(): void {
        if (status === Loader.Null) setSource(url, {studio: studio, shell: shell});
        if (item) item.open();
    }
    function close(): void {
        if (item) item.close();
    }
    anchors.fill: parent
}
