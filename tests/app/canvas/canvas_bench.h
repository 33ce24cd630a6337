// SPDX-License-Identifier: Apache-2.0
// A canvas in a window with a client and a service on it, and hands to work on it.
#pragma once

#include "app/painting/fonts.h"
#include "app/studio/canvas/diagram_canvas.h"

#include <QQuickWindow>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

namespace catenary::studio {

/// The program keeps what it keeps in a folder of its own. Once, before the first bench.
inline void useFolder(const QTemporaryDir& folder) {
    for (const char* name : {"XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"})
        qputenv(name, folder.path().toUtf8());
    painting::registerFonts();
}

class CanvasBench {
public:
    CanvasBench() {
        window.resize(900, 600);
        canvas = new DiagramCanvas(window.contentItem());
        canvas->setSize(window.size());
        canvas->setStudio(&studio);
        window.show();
        window.requestActivate();
    }
    ~CanvasBench() { delete canvas; }
    /// False when the window does not get the keyboard.
    [[nodiscard]] bool begin() {
        if (!QTest::qWaitForWindowActive(&window)) return false;
        studio.document()->newDesign();
        client = studio.actions()->add("client", 0, 0);
        service = studio.actions()->add("service", 400, 0);
        studio.selection()->clear();
        if (!QTest::qWaitFor([this] { return !canvas->elementRect(service).isNull(); })) return false;
        canvas->zoomTo(1);
        canvas->centreOn(288, 36);
        canvas->forceActiveFocus();
        return QTest::qWaitFor([this] { return canvas->settled(); });
    }

    [[nodiscard]] const design::Design& design() const { return const_cast<Studio&>(studio).document()->design(); }
    [[nodiscard]] const design::Component& component(const QString& id) const {
        return *design().component(design::ComponentId(id.toStdString()));
    }
    [[nodiscard]] QPoint centreOf(const QString& id) const { return canvas->elementRect(id).center().toPoint(); }
    [[nodiscard]] QPoint emptyPlace() const { return {40, window.height() - 40}; }

    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window, code, modifiers); }
    void type(const QByteArray& letters) {
        for (const char letter : letters) QTest::keyClick(&window, letter);
    }
    void hover(QPoint at) { QTest::mouseMove(&window, at); }
    void press(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(&window, Qt::LeftButton, modifiers, at);
    }
    void release(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseRelease(&window, Qt::LeftButton, modifiers, at);
    }
    void click(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        hover(at);
        QTest::mouseClick(&window, Qt::LeftButton, modifiers, at);
    }
    void holdSpace(bool down) {
        if (down)
            QTest::keyPress(&window, Qt::Key_Space);
        else
            QTest::keyRelease(&window, Qt::Key_Space);
    }
    void move(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton) {
        for (int step = 1; step <= 5; ++step) {
            const QPoint at = from + (to - from) * step / 5;
            QMouseEvent event(QEvent::MouseMove, at, window.mapToGlobal(at), Qt::NoButton, button, modifiers);
            QCoreApplication::sendEvent(&window, &event);
        }
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(&window, button, modifiers, from);
        move(from, to, modifiers, button);
        QTest::mouseRelease(&window, button, modifiers, to);
    }

    Studio studio;
    QQuickWindow window;
    DiagramCanvas* canvas = nullptr;
    QString client, service;
};

} // namespace catenary::studio
