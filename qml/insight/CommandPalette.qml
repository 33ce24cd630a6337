// SPDX-License-Identifier: Apache-2.0
// Ctrl+K: any command, component or template by a few letters of its name.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

PopupCard {
    id: popup

    required property Studio studio
    required property var shell
    readonly property CommandModel commands: studio.commands

    function run(key: string): void {
        close();
        commands.run(key);
    }

    parent: shell.contentItem
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.min(120, parent.height * 0.14)) : 0
    width: parent ? Math.min(560, parent.width - 48) : 560
    height: Math.min(460, parent ? parent.height - 2 * y : 460)
    padding: Theme.s2
    modal: true
    T.Overlay.modal: Rectangle { color: "transparent" }
    onAboutToShow: {
        search.text = "";
        commands.query = "";
        commands.placing = shell.page === "studio" && shell.canvas !== null;
        commands.refresh();
        list.currentIndex = 0;
    }
    onOpened: search.forceActiveFocus()

    CommandList {
        studio: popup.studio
        shell: popup.shell
    }
    Connections {
        target: popup.commands
        function onComponentChosen(id: string): void {
            popup.shell.page = "studio";
            popup.studio.selection.select(id);
            if (!popup.shell.canvas) return;
            if (popup.shell.canvas.zoom < 0.8) popup.shell.canvas.zoomTo(1); // or it could not be read
            popup.shell.canvas.reveal(id);
        }
        function onKindChosen(id: string): void {
            if (popup.shell.canvas) popup.shell.canvas.addInView(id);
        }
        function onTemplateChosen(id: string): void {
            popup.shell.openTemplate(id);
        }
    }

    SearchInput {
        id: search
        width: parent.width
        label: qsTr("Search commands, components and templates")
        onTextChanged: {
            popup.commands.query = text;
            list.currentIndex = 0;
        }
        onDown: list.incrementCurrentIndex()
        onUp: list.decrementCurrentIndex()
        onPicked: if (list.currentItem) popup.run((list.currentItem as CommandRow).key)
    }
    PlainText {
        visible: list.count === 0
        anchors.top: search.bottom
        anchors.topMargin: Theme.s4
        x: Theme.s3
        width: parent.width - 2 * x
        quiet: true
        text: qsTr("Nothing is called “%1”.").arg(search.text)
    }
    ListView {
        id: list
        anchors.top: search.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        model: popup.commands.rows
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Commands")
        delegate: CommandRow {
            width: ListView.view.width
            highlighted: ListView.isCurrentItem
            onClicked: popup.run(key)
        }
    }
}
