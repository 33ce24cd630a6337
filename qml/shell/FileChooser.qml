// SPDX-License-Identifier: Apache-2.0
// Chooses a file to open or a place to save to. Enter in a field and in the list does what the button does; a file that
// is there is replaced only after a question.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Catenary
import Catenary.Studio

DialogCard {
    id: chooser

    property bool saving: false
    property string suffix: "catenary" ///< given to a name that has none
    property var suffixes: [suffix]    ///< of the files that are listed
    property string acceptText: saving ? qsTr("Save") : qsTr("Open")
    property string problem: ""
    property bool done: false
    readonly property alias nameField: nameInput
    readonly property alias pathField: place
    readonly property alias view: list
    readonly property alias question: replace

    signal chosen(path: string)
    signal rejected()

    function openAt(start: string): void {
        saving = false;
        begin(start);
    }
    function saveAt(start: string, suggested: string): void {
        saving = true;
        nameInput.text = suggested;
        begin(start);
    }
    function begin(start: string): void {
        done = false;
        problem = "";
        files.path = start;
        files.refresh();
        open();
    }
    function goTo(path: string): void {
        problem = "";
        files.path = path;
    }
    function up(): void {
        goTo(files.parentFolder());
    }
    function take(path: string): void {
        done = true;
        close();
        chosen(path);
    }
    /// A path that was typed or chosen, when a file is to be opened.
    function openPath(path: string): void {
        if (files.isFolder(path)) goTo(path);
        else if (files.exists(path)) take(path);
        else problem = qsTr("There is no file %1.").arg(path);
    }
    function saveName(): void {
        if (nameInput.text.trim() === "") {
            problem = qsTr("Give the file a name.");
            return;
        }
        const typed = files.resolved(nameInput.text);
        if (files.isFolder(typed)) {
            nameInput.text = "";
            goTo(typed);
            return;
        }
        const path = files.suffixed(typed, suffix);
        if (!files.isFolder(files.folderOf(path))) problem = qsTr("There is no folder %1.").arg(files.folderOf(path));
        else if (files.isFolder(path)) problem = qsTr("%1 is a folder.").arg(files.nameOf(path));
        else if (files.exists(path)) replace.askFor(path);
        else take(path);
    }
    function accept(): void {
        if (place.activeFocus) takePlace();
        else if (saving) saveName();
        else if (list.currentItem) openPath((list.currentItem as FileRow).key);
    }
    /// Enter in the path field: into the folder, or to the file.
    function takePlace(): void {
        const path = files.resolved(place.text);
        if (files.isFolder(path)) {
            goTo(path);
            place.text = files.path;
            if (saving) nameInput.forceActiveFocus();
            else list.forceActiveFocus();
        } else if (saving) {
            problem = qsTr("There is no folder %1.").arg(path);
        } else {
            openPath(path);
        }
    }
    /// Enter or a double click on a row.
    function takeRow(): void {
        const row = list.currentItem as FileRow;
        if (!row) return;
        if (!saving || row.folder) {
            openPath(row.key);
        } else {
            nameInput.text = row.name;
            saveName();
        }
    }

    width: parent ? Math.min(640, parent.width - 48) : 640
    height: parent ? Math.min(520, parent.height - 48) : 520
    onOpened: {
        if (saving) {
            const dot = nameInput.text.lastIndexOf(".");
            nameInput.forceActiveFocus(Qt.OtherFocusReason);
            nameInput.select(0, dot > 0 ? dot : nameInput.text.length);
        } else {
            list.forceActiveFocus();
        }
    }
    onClosed: if (!done) rejected()
    actions: [
        PushButton {
            text: qsTr("Cancel")
            onClicked: chooser.close()
        },
        PushButton {
            primary: true
            text: chooser.acceptText
            enabled: chooser.saving ? nameInput.text.trim() !== "" : list.currentItem !== null || place.text !== files.path
            onClicked: if (!chooser.saving && place.text !== files.path) chooser.takePlace(); else chooser.accept()
        }
    ]

    FolderList {
        id: files
        suffixes: chooser.suffixes
        onPathChanged: {
            place.text = path;
            list.currentIndex = 0;
        }
        onListed: {
            if (list.currentIndex < 0 || list.currentIndex >= list.count) list.currentIndex = list.count > 0 ? 0 : -1;
        }
    }
    Question {
        id: replace
        property string path: ""
        function askFor(path: string): void {
            replace.path = path;
            ask(null);
        }
        careful: true
        title: qsTr("Replace this file?")
        text: qsTr("%1 is already in %2. What it holds now would be lost.").arg(files.nameOf(path)).arg(files.folderOf(path))
        discardText: ""
        saveText: qsTr("Replace")
        onSaveWanted: chooser.take(path)
        onClosed: if (chooser.opened) nameInput.forceActiveFocus(Qt.OtherFocusReason)
    }
    FocusScope {
        anchors.fill: parent
        focus: true
        Row {
            id: top
            width: parent.width
            spacing: Theme.s1
            IconButton {
                label: qsTr("Parent folder")
                shortcut: "Alt+Up"
                glyph: "back"
                onClicked: chooser.up()
            }
            IconButton {
                label: qsTr("Home folder")
                glyph: "home"
                onClicked: chooser.goTo(files.homeFolder())
            }
            PathInput {
                id: place
                width: parent.width - x
                label: chooser.saving ? qsTr("Folder") : qsTr("Folder or file")
                onAccepted: chooser.takePlace()
                onTextEdited: chooser.problem = ""
            }
        }
        Rectangle {
            anchors.top: top.bottom
            anchors.topMargin: Theme.s2
            anchors.bottom: bottom.top
            anchors.bottomMargin: Theme.s2
            width: parent.width
            radius: Theme.radius
            color: Theme.panel
            border.width: 1
            border.color: Theme.line
            ListView {
                id: list
                property string typed: ""
                anchors.fill: parent
                anchors.margins: Theme.s1
                clip: true
                focus: true
                activeFocusOnTab: true
                boundsBehavior: Flickable.StopAtBounds
                model: files.entries
                keyNavigationEnabled: true
                T.ScrollBar.vertical: ThinScrollBar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Folders and files")
                Keys.onReturnPressed: chooser.takeRow()
                Keys.onEnterPressed: chooser.takeRow()
                Keys.onPressed: event => {
                    if (event.key === Qt.Key_Backspace) {
                        chooser.up();
                    } else if (event.text === "/" || event.text === "~") { // a path is being typed
                        place.forceActiveFocus(Qt.OtherFocusReason);
                        place.text = event.text;
                        chooser.problem = "";
                    } else if (event.text.length === 1 && event.text > " " && !(event.modifiers & Qt.ControlModifier)) {
                        typed += event.text.toLowerCase();
                        forget.restart();
                        for (let row = 0; row < count; ++row)
                            if (files.entries.at(row, "name").toLowerCase().startsWith(typed)) {
                                currentIndex = row;
                                break;
                            }
                    } else {
                        return;
                    }
                    event.accepted = true;
                }
                delegate: FileRow {
                    id: entry
                    required property int index
                    width: ListView.view.width
                    highlighted: ListView.isCurrentItem && (list.activeFocus || !chooser.saving)
                    ringed: ListView.isCurrentItem && list.activeFocus
                    onClicked: {
                        list.currentIndex = entry.index;
                        if (chooser.saving && !entry.folder) nameInput.text = entry.name;
                        else if (!chooser.saving) list.forceActiveFocus();
                    }
                    onDoubleClicked: {
                        list.currentIndex = entry.index;
                        chooser.takeRow();
                    }
                }
                Timer {
                    id: forget
                    interval: 800
                    onTriggered: list.typed = ""
                }
            }
            PlainText {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.s6
                horizontalAlignment: Text.AlignHCenter
                visible: list.count === 0
                quiet: true
                text: files.error !== "" ? files.error : qsTr("No folder and no file of this kind here.")
            }
        }
        Column {
            id: bottom
            anchors.bottom: parent.bottom
            width: parent.width
            spacing: Theme.s1
            PlainText {
                visible: chooser.saving
                text: qsTr("Name")
                quiet: true
                font.pixelSize: Theme.small
            }
            PathInput {
                id: nameInput
                visible: chooser.saving
                width: parent.width
                label: qsTr("Name")
                refused: chooser.problem !== ""
                onAccepted: chooser.saveName()
                onTextEdited: chooser.problem = ""
            }
            FieldError {
                width: parent.width
                message: chooser.problem
            }
        }
        Shortcut {
            sequence: "Alt+Up"
            enabled: chooser.opened
            onActivated: chooser.up()
        }
    }
}
