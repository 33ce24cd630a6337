// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Catenary
import Catenary.Studio

TestCase {
    id: tests

    property var window: null
    readonly property var studio: testStudio

    name: "Shell"

    function init(): void {
        failOnWarning(/.+/);
        const component = Qt.createComponent("qrc:/qt/qml/Catenary/shell/Main.qml");
        compare(component.status, Component.Ready, component.errorString());
        window = component.createObject(null, {studio: studio});
        verify(window !== null);
        waitForRendering(window.contentItem);
    }
    function cleanup(): void {
        studio.document.closeDocument();
        window.destroy();
        window = null;
        wait(0);
    }

    function test_theProgramBeginsAtHome(): void {
        compare(window.page, "home");
        tryVerify(() => studio.templates.count > 0);
    }
    function test_aNewDesignOpensTheStudio(): void {
        window.newDesign();
        compare(window.page, "studio");
        verify(window.canvas !== null);
        verify(studio.document.empty);
    }
    function test_everyTemplateOpensWithNumbers(): void {
        tryVerify(() => studio.templates.count > 0);
        for (let row = 0; row < studio.templates.count; ++row) {
            window.openTemplate(studio.templates.at(row, "key"));
            tryVerify(() => window.page === "studio" && !studio.document.busy && !studio.document.empty, 20000);
            tryVerify(() => studio.estimate.available && !studio.estimate.busy, 20000);
        }
    }
    function test_unsavedWorkIsAskedAbout(): void {
        window.newDesign();
        const id = studio.actions.add("service", 0, 0);
        verify(studio.document.modified);
        let done = false;
        window.guard(() => { done = true; });
        verify(!done);
        window.guard(() => {});
        studio.document.undo();
        verify(!studio.document.modified);
        window.guard(() => { done = true; });
        verify(done);
        verify(id !== "");
    }
    function test_theKeyboardIsOnTheCanvasWhereverOneComesFrom(): void {
        window.requestActivate();
        tryVerify(() => window.active);
        window.openTemplate("restaurant-recommendation");
        tryVerify(() => window.page === "studio" && window.canvas?.activeFocus, 20000);
        for (const page of ["home", "drill", "progress"]) {
            window.page = page;
            waitForRendering(window.contentItem);
            window.page = "studio";
            tryVerify(() => window.canvas.activeFocus);
        }
    }
    function test_everyPageLoads(): void {
        window.openTemplate("restaurant-recommendation");
        tryVerify(() => window.page === "studio" && !studio.document.busy, 20000);
        for (const page of ["progress", "drill", "studio", "home"]) {
            window.page = page;
            waitForRendering(window.contentItem);
        }
    }
    function test_theCommandPaletteAndTheExportDialogOpen(): void {
        window.openTemplate("restaurant-recommendation");
        tryVerify(() => window.page === "studio" && !studio.document.busy, 20000);
        window.openCommands();
        waitForRendering(window.contentItem);
        tryVerify(() => studio.commands.rows.count > 10);
        window.openExport();
        waitForRendering(window.contentItem);
    }
    function all(item: Item, test: var): var {
        let found = test(item) ? [item] : [];
        for (let i = 0; i < item.children.length; ++i) found = found.concat(all(item.children[i], test));
        return found;
    }
    function test_objectivesAreShownWholeOrNotAtAll(): void {
        window.openTemplate("restaurant-recommendation");
        tryVerify(() => window.page === "studio" && !studio.document.busy, 20000);
        tryVerify(() => studio.estimate.available && !studio.estimate.busy, 20000);
        let most = 0;
        for (const width of [960, 1280, 1920]) {
            window.width = width;
            waitForRendering(window.contentItem);
            const chips = all(window.contentItem, item => item.objective !== undefined && item.met !== undefined && item.fits === true);
            for (const chip of chips) {
                verify(chip.x + chip.width <= chip.parent.width, `${chip.objective} at ${width}`);
                verify(chip.y + chip.height <= chip.parent.height, `${chip.objective} at ${width}`);
            }
            most = Math.max(most, chips.length);
        }
        compare(most, studio.estimate.objectives.count);
    }
    function test_bothThemesKeepTextReadable(): void {
        for (const dark of [false, true]) {
            studio.settings.theme = dark ? "dark" : "light";
            compare(Theme.dark, dark);
            for (const ground of [Theme.canvas, Theme.panel, Theme.raised, Theme.sunken, Theme.hover, Theme.accentTint])
                for (const ink of [Theme.text, Theme.quiet, Theme.accent])
                    verify(contrast(ink, ground) >= 4.5, `${ink} on ${ground}: ${contrast(ink, ground)}`);
        }
    }
    /// WCAG 2.1: (L1 + 0.05) / (L2 + 0.05) of the relative luminances.
    function contrast(a: color, b: color): real {
        const light = c => {
            const part = v => v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
            return 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
        };
        const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
    }
}
