// SPDX-License-Identifier: Apache-2.0
// The request path of a retrieval-augmented assistant is composed from the empty canvas by real events, once by keys
// alone and once by mouse; what counts as an action is a key with its modifiers, a typed word, a click, a drag.
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio
    property int actions: 0

    name: "Authoring"
    when: true

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio, width: 1600, height: 960});
        window.newDesign();
        waitForRendering(window.contentItem);
        studio.settings.paletteOpen = false;
        studio.settings.inspectorOpen = false;
        window.requestActivate();
        tryVerify(() => window.active);
        tryVerify(() => window.canvas.width === window.width, 5000, `${window.canvas.width} of ${window.width}`); // the panels are away
        window.canvas.forceActiveFocus();
        actions = 0;
    }
    function cleanup(): void {
        studio.settings.paletteOpen = true;
        studio.settings.inspectorOpen = true;
        studio.document.closeDocument();
        window.destroy();
        window = null;
        wait(0);
    }

    // ---- actions, counted ----
    function key(code: int, modifiers: int): void {
        ++actions;
        keyClick(code, modifiers);
    }
    function word(letters: string): void {
        ++actions;
        for (const letter of letters) keyClick(letter);
    }
    function click(x: real, y: real): void {
        ++actions;
        mouseMove(window.contentItem, x, y);
        mouseClick(window.contentItem, x, y);
    }
    function drag(from: point, to: point): void {
        ++actions;
        mouseMove(window.contentItem, from.x, from.y);
        mousePress(window.contentItem, from.x, from.y);
        for (let step = 1; step <= 8; ++step)
            mouseMove(window.contentItem, from.x + (to.x - from.x) * step / 8, from.y + (to.y - from.y) * step / 8, -1, Qt.LeftButton);
        mouseRelease(window.contentItem, to.x, to.y);
    }

    // ---- what a person sees ----
    function title(): string {
        return studio.actions.titleOf(studio.selection.current);
    }
    function chooserIsOpen(): void {
        tryVerify(() => window.activeFocusItem instanceof TextInput, 5000, `after ${actions} actions`);
    }
    function backOnTheCanvas(): void {
        tryVerify(() => window.canvas.activeFocus);
    }
    /// In the coordinates of the window.
    function placeOf(id: string): rect {
        const place = window.canvas.elementRect(id);
        const corner = window.canvas.mapToItem(window.contentItem, place.x, place.y);
        return Qt.rect(corner.x, corner.y, place.width, place.height);
    }
    function rowOf(item: Item): Item {
        if (!item.visible) return null;
        if (item.modelData?.summary !== undefined && item.index === 0) return item;
        for (let i = 0; i < item.children.length; ++i) {
            const found = rowOf(item.children[i]);
            if (found) return found;
        }
        return null;
    }
    /// Types into the chooser and clicks what it offers first.
    function chooseByMouse(letters: string): string {
        chooserIsOpen();
        word(letters);
        let row = null;
        tryVerify(() => (row = rowOf(window.contentItem)) !== null);
        const at = row.mapToItem(window.contentItem, row.width / 2, row.height / 2);
        click(at.x, at.y);
        backOnTheCanvas();
        return studio.selection.current;
    }
    function chooseByKeys(letters: string): string {
        chooserIsOpen();
        word(letters);
        key(Qt.Key_Return, Qt.NoModifier);
        backOnTheCanvas();
        return studio.selection.current;
    }

    // ---- the two scripts ----
    function growByKeys(letters: string): string {
        key(Qt.Key_Right, Qt.ControlModifier);
        return chooseByKeys(letters);
    }
    function connectByKeys(letters: string): void {
        key(Qt.Key_C, Qt.NoModifier);
        word(letters);
        key(Qt.Key_Return, Qt.NoModifier);
    }
    function backTo(id: string): void {
        for (let steps = 0; studio.selection.current !== id; ++steps) {
            verify(steps < 4, "Alt and Left lead back");
            key(Qt.Key_Left, Qt.AltModifier);
        }
    }
    function test_byKeysAloneInAtMostSixtyActions(): void {
        key(Qt.Key_Slash, Qt.NoModifier);
        chooseByKeys("client");
        growByKeys("gateway");
        const service = growByKeys("service");
        growByKeys("embed");
        backTo(service);
        growByKeys("cache");
        connectByKeys("embed");
        backTo(service);
        for (const kind of ["vector", "search", "rerank"]) {
            growByKeys(kind);
            backTo(service);
        }
        growByKeys("llm");
        growByKeys("guardrail");
        backTo(service);
        connectByKeys("guard");
        checkDesign();
        verify(actions <= 60, `${actions} actions`);
        console.info(`by keyboard: ${actions} actions`);
    }

    function test_shiftAndEnterAddAndAskForTheName(): void {
        keyClick(Qt.Key_Slash);
        chooserIsOpen();
        word("cache");
        keyClick(Qt.Key_Return, Qt.ShiftModifier);
        tryVerify(() => window.activeFocusItem instanceof TextEdit);
        word("sessions");
        keyClick(Qt.Key_Return);
        backOnTheCanvas();
        compare(title(), "sessions");
    }
    function test_aComponentIsPutIntoTheSelectedConnection(): void {
        const client = studio.actions.add("client", 0, 0, "");
        studio.actions.add("service", 500, 0, client);
        verify(studio.actions.connectElements(client, studio.selection.current, false));
        keyClick(Qt.Key_Slash);
        chooseByKeys("gateway");
        compare(title(), studio.palette.titleOf("api_gateway"));
        verify(elements().includes(`${studio.palette.titleOf("api_gateway")} to ${studio.palette.titleOf("service")}`));
    }
    function test_aToolIsTakenUpByItsNameInTheCommandPalette(): void {
        keyClick(Qt.Key_K, Qt.ControlModifier);
        tryVerify(() => window.activeFocusItem instanceof TextInput);
        word("eraser");
        keyClick(Qt.Key_Return);
        tryVerify(() => window.canvas.tool === "erase");
        backOnTheCanvas();
        keyClick(Qt.Key_Escape);
        compare(window.canvas.tool, "select");
    }

    function growByMouse(from: string, letters: string): string {
        const place = placeOf(from);
        mouseMove(window.contentItem, place.x + place.width / 2, place.y + place.height / 2);
        click(place.x + place.width + 22, place.y + place.height / 2);
        return chooseByMouse(letters);
    }
    function connectByMouse(from: string, to: string): void {
        const begin = placeOf(from), end = placeOf(to);
        drag(Qt.point(begin.x + begin.width / 4, begin.y + begin.height + 3), Qt.point(end.x + end.width / 2, end.y + end.height / 2));
    }
    function test_byMouseInAtMostFortyFiveActions(): void {
        mouseDoubleClickSequence(window.contentItem, 140, 480);
        actions += 2;
        const client = chooseByMouse("client");
        const gateway = growByMouse(client, "gateway");
        const service = growByMouse(gateway, "service");
        const embedder = growByMouse(service, "embed");
        const cache = growByMouse(service, "cache");
        for (const kind of ["vector", "search", "rerank"]) growByMouse(service, kind);
        const llm = growByMouse(service, "llm");
        const guardrail = growByMouse(llm, "guardrail");
        connectByMouse(cache, embedder);
        connectByMouse(service, guardrail);
        checkDesign();
        verify(actions <= 45, `${actions} actions`);
        console.info(`by mouse: ${actions} actions`);
    }

    /// What Tab goes through: cards, then connections as "A to B".
    function elements(): var {
        studio.selection.clear();
        window.canvas.forceActiveFocus();
        const titles = [];
        for (;;) {
            keyClick(Qt.Key_Tab);
            if (studio.selection.count === 0) return titles;
            titles.push(title());
        }
    }
    function checkDesign(): void {
        const [client, gateway, service, embedder, cache, vector, search, reranker, llm, guardrail] =
            ["client", "api_gateway", "service", "embedding_server", "cache", "vector_db", "search_engine", "reranker", "llm_server", "guardrail"]
            .map(kind => studio.palette.titleOf(kind));
        const cards = [client, gateway, service, embedder, cache, vector, search, reranker, llm, guardrail];
        const connections = [[client, gateway], [gateway, service], [service, embedder], [service, cache], [cache, embedder],
                             [service, vector], [service, search], [service, reranker], [service, llm], [llm, guardrail],
                             [service, guardrail]].map(([from, to]) => `${from} to ${to}`);
        const found = elements();
        compare(found.slice().sort(), cards.concat(connections).sort());
        tryVerify(() => studio.estimate.settled && !studio.estimate.busy);
        compare(studio.estimate.errorCount, 0);
    }
}
