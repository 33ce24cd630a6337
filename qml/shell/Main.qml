// SPDX-License-Identifier: Apache-2.0
// The window: a bar, the page in force, and what lies above all pages (questions, notices, file dialogs). Pages are
// loaded when they are first shown, so that the first frame is early.
import QtQuick
import QtQuick.Window
import Catenary
import Catenary.Studio

Window {
    id: window

    required property Studio studio
    /// "home", "studio", "drill", "progress"
    property string page: "home"
    property bool closing: false
    /// The keyboard is in a text.
    readonly property bool typing: activeFocusItem instanceof TextInput || activeFocusItem instanceof TextEdit
    readonly property alias canvas: studioPage.canvas
    readonly property alias drillPage: drillLoader.item
    readonly property alias message: notice
    readonly property alias files: fileDialogs

    /// What stands in a field and is not entered yet becomes part of the design, as when the keyboard leaves the field.
    function takeTyping(): void {
        if (!typing) return;
        const field = activeFocusItem;
        field.focus = false;
        if (field.visible) field.forceActiveFocus();
    }
    /// Runs `action` at once, or after the question what to do with unsaved work.
    function guard(action: var): void {
        takeTyping();
        if (!studio.document.modified) {
            action();
            return;
        }
        unsaved.ask(action);
    }
    function newDesign(): void {
        guard(() => studio.document.newDesign());
    }
    function openFile(): void {
        guard(() => fileDialogs.open());
    }
    function save(): void {
        takeTyping();
        studio.document.save();
    }
    function saveAs(): void {
        takeTyping();
        fileDialogs.save();
    }
    function recover(id: string): void {
        guard(() => studio.document.recover(id));
    }
    function discardRecovery(id: string, name: string): void {
        giveUp.name = name;
        giveUp.ask(() => studio.document.discardRecovery(id));
    }
    function openPath(path: string): void {
        guard(() => studio.document.openPath(path));
    }
    function openTemplate(id: string): void {
        guard(() => studio.document.openTemplate(id));
    }
    function goHome(): void {
        if (page === "drill" && drillPage?.underWay) drillPage.leave();
        else page = "home";
    }
    function startDrill(): void {
        page = "drill";
    }
    function openCommands(): void {
        palette.open();
    }
    function present(): void {
        page = "present";
    }
    function find(): void {
        if (page === "studio") studioPage.item?.find();
    }
    function togglePlay(): void {
        const film = studioPage.item?.play;
        if (film) film.playing = !film.playing;
    }
    function openHistory(): void {
        history.open();
    }
    function openExport(): void {
        exporter.open();
    }
    function nextPane(step: int): void {
        if (page === "studio") studioPage.item?.panes.go(activeFocusItem, step);
    }
    function explain(figure: string): void {
        studioPage.item?.explain(figure);
    }
    function closePopups(): void {
        palette.close();
        exporter.close();
        history.close();
        measurements.close();
        studioPage.item?.closePopups();
    }

    // As it was left, but no larger than the screen it opens on.
    width: Math.min(studio.settings.windowSize.width, Screen.desktopAvailableWidth)
    height: Math.min(studio.settings.windowSize.height, Screen.desktopAvailableHeight)
    minimumWidth: 960
    minimumHeight: 600
    visible: true
    color: Theme.canvas
    title: studio.document.isOpen ? (studio.document.modified ? "• " : "") + studio.document.title
           + (studio.document.path !== "" ? " (" + studio.document.fileName + ")" : "") + " — Catenary" : "Catenary"

    onPageChanged: notice.hide()
    onWidthChanged: sizeTimer.restart()
    onHeightChanged: sizeTimer.restart()
    onClosing: close => {
        takeTyping();
        if (closing || !studio.document.modified) {
            studio.document.closeDocument();
            return;
        }
        close.accepted = false;
        guard(() => {
            window.closing = true;
            window.close();
        });
    }

    /// A file dropped anywhere is opened: a design, a picture with one in it, a text that draws one.
    DropArea {
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: drop => {
            if (!drop.hasUrls || window.page === "drill" || window.page === "present") return;
            drop.accept(Qt.CopyAction);
            const dropped = drop.urls[0];
            window.guard(() => window.studio.document.open(dropped));
        }
    }
    Timer {
        id: sizeTimer
        interval: 400
        onTriggered: if (window.visibility === Window.Windowed) window.studio.settings.windowSize = Qt.size(window.width, window.height)
    }
    Binding {
        target: Theme
        property: "dark"
        value: window.studio.settings.dark
    }
    Binding {
        target: Theme
        property: "reducedMotion"
        value: window.studio.settings.reducedMotion
    }
    Connections {
        target: window.studio.document
        function onOpened(): void {
            window.page = "studio";
        }
        function onNeedsPath(): void {
            fileDialogs.save();
        }
        function onFileChanged(): void {
            overwrite.answered = false;
            overwrite.ask(null);
        }
        function onEditRefused(message: string, hint: string): void {
            notice.show(message, hint, "close");
        }
        function onFailed(message: string, hint: string): void {
            notice.show(message, hint, "missed");
        }
        function onSaved(path: string): void {
            notice.show(qsTr("Saved"), path, "good");
        }
        function onReread(): void {
            notice.show(qsTr("Another program changed the file: this is how it is now"), window.studio.document.path, "close");
        }
    }

    Connections {
        target: window.studio.actions
        function onLeftOut(message: string, hint: string): void {
            notice.show(message, hint, "close");
        }
    }
    Connections {
        target: window.studio.inspector
        function onMeasureRequested(): void {
            measurements.open();
        }
    }
    Connections {
        target: window.studio.exporter
        function onWritten(path: string): void {
            notice.show(qsTr("Exported"), path, "good");
        }
    }

    TopBar {
        id: bar
        width: parent.width
        visible: window.page !== "drill" && window.page !== "present"
        studio: window.studio
        page: window.page
        onHomeWanted: window.goHome()
        onStudioWanted: window.page = "studio"
        onCommandsWanted: window.openCommands()
        onExportWanted: window.openExport()
        onDrillWanted: window.startDrill()
    }
    DocumentBars {
        id: bars
        y: bar.height
        width: parent.width
        visible: window.page === "studio"
        studio: window.studio
        onRecoverWanted: id => window.recover(id)
        onDiscardWanted: (id, name) => window.discardRecovery(id, name)
    }
    Item {
        id: pages
        anchors.fill: parent
        anchors.topMargin: (bar.visible ? bar.height : 0) + (bars.visible ? bars.height : 0)

        Loader {
            anchors.fill: parent
            active: window.page === "home"
            visible: active
            sourceComponent: Home {
                studio: window.studio
                onNewWanted: window.newDesign()
                onOpenWanted: window.openFile()
                onFileWanted: path => window.openPath(path)
                onTemplateWanted: id => window.openTemplate(id)
                onProgressWanted: window.page = "progress"
                onContinueWanted: window.page = "studio"
                onRecoverWanted: id => window.recover(id)
                onDiscardWanted: (id, name) => window.discardRecovery(id, name)
                onRatingWanted: {
                    window.studio.drill.resumeInterrupted();
                    window.page = "drill";
                }
            }
        }
        Loader {
            id: studioPage
            readonly property var canvas: item?.canvas ?? null
            anchors.fill: parent
            active: window.studio.document.isOpen
            visible: window.page === "studio"
            sourceComponent: StudioPage {
                studio: window.studio
                topBar: bar
                onTemplatesWanted: window.goHome()
                onNewWanted: window.newDesign()
            }
        }
        Loader {
            id: drillLoader
            anchors.fill: parent
            active: window.page === "drill"
            Component.onCompleted: setSource("../drill/DrillPage.qml", {studio: window.studio})
        }
        Connections {
            target: drillLoader.item
            ignoreUnknownSignals: true
            function onClosed(): void {
                window.page = window.studio.document.isOpen ? "studio" : "home";
            }
            function onProgressWanted(): void {
                window.page = "progress";
            }
        }
        Loader {
            id: presentLoader
            anchors.fill: parent
            active: window.page === "present"
            Component.onCompleted: setSource("../drill/PresentPage.qml", {studio: window.studio})
        }
        Connections {
            target: presentLoader.item
            ignoreUnknownSignals: true
            function onClosed(): void {
                window.page = "studio";
            }
        }
        Loader {
            id: progressLoader
            anchors.fill: parent
            active: window.page === "progress"
            Component.onCompleted: setSource("../progress/ProgressPage.qml", {studio: window.studio})
        }
        Connections {
            target: progressLoader.item
            ignoreUnknownSignals: true
            function onClosed(): void {
                window.page = window.studio.document.isOpen ? "studio" : "home";
            }
            function onDrillWanted(): void {
                window.page = "drill";
            }
        }
    }

    Notice {
        id: notice
        anchors.horizontalCenter: parent.horizontalCenter
        /// Below what lies at the top of the canvas; above the hint at the bottom of a drill.
        y: window.page === "drill" ? parent.height - height - 56 : pages.y + (window.page === "studio" ? 56 : Theme.s3)
    }
    Question {
        id: giveUp
        property string name: ""
        careful: true
        title: qsTr("Discard these changes?")
        text: qsTr("The changes to %1 that were not saved cannot be brought back afterwards.").arg(name)
        saveText: qsTr("Discard")
        discardText: ""
        onSaveWanted: action => action()
    }
    Question {
        id: overwrite
        property bool answered: false
        careful: true
        title: qsTr("The file was changed elsewhere")
        text: qsTr("%1 is not as it was when it was opened or saved here. Saving replaces what it holds now.").arg(window.studio.document.path)
        saveText: qsTr("Replace")
        discardText: qsTr("Save as…")
        onSaveWanted: {
            answered = true;
            window.studio.document.saveOver();
        }
        onDiscardWanted: {
            answered = true;
            fileDialogs.save();
        }
        onClosed: Qt.callLater(() => { if (!answered) fileDialogs.afterSave = null; })
    }
    Question {
        id: unsaved
        title: qsTr("Keep the changes?")
        text: window.studio.document.path === "" ? qsTr("“%1” is not saved to a file yet.").arg(window.studio.document.title)
            : qsTr("“%1” was changed after it was saved to %2.").arg(window.studio.document.title).arg(window.studio.document.path)
        saveText: window.studio.document.path === "" ? qsTr("Save as…") : qsTr("Save")
        discardText: qsTr("Discard")
        onSaveWanted: action => {
            fileDialogs.afterSave = action;
            window.studio.document.save();
        }
        onDiscardWanted: action => {
            window.studio.document.closeDocument();
            action();
        }
    }
    FileDialogs {
        id: fileDialogs
        studio: window.studio
    }
    LazyPopup {
        id: palette
        url: "../insight/CommandPalette.qml"
        studio: window.studio
        shell: window
    }
    LazyPopup {
        id: measurements
        url: "../studio/MeasurementDialog.qml"
        studio: window.studio
        shell: window
    }
    LazyPopup {
        id: history
        url: "../insight/HistoryDialog.qml"
        studio: window.studio
        shell: window
    }
    LazyPopup {
        id: exporter
        url: "../insight/ExportDialog.qml"
        studio: window.studio
        shell: window
    }
    Shortcuts {
        window: window
        studio: window.studio
        canvas: window.canvas
    }
}
