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
        m_window.resize(900, 600);
        canvas = new DiagramCanvas(m_window.contentItem());
        canvas->setSize(m_window.size());
        canvas->setStudio(&studio);
        m_window.show();
        m_window.requestActivate();
    }
    ~CanvasBench() { delete canvas; }
    /// False when the window does not get the keyboard.
    [[nodiscard]] bool begin() {
        if (!QTest::qWaitForWindowActive(&m_window)) return false;
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
    [[nodiscard]] QPoint emptyPlace() const { return {40, m_window.height() - 40}; }

    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&m_window, code, modifiers); }
    void type(const QByteArray& letters) {
        for (const char letter : letters) QTest::keyClick(&m_window, letter);
    }
    void hover(QPoint at) { QTest::mouseMove(&m_window, at); }
    void press(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(&m_window, Qt::LeftButton, modifiers, at);
    }
    void release(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseRelease(&m_window, Qt::LeftButton, modifiers, at);
    }
    void click(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        hover(at);
        QTest::mouseClick(&m_window, Qt::LeftButton, modifiers, at);
    }
    void move(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) {
        for (int step = 1; step <= 5; ++step) {
            const QPoint at = from + (to - from) * step / 5;
            QMouseEvent event(QEvent::MouseMove, at, m_window.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(&m_window, &event);
        }
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) {
        press(from, modifiers);
        move(from, to, modifiers);
        release(to, modifiers);
    }

    Studio studio;
    DiagramCanvas* canvas = nullptr;
    QString client, service;

private:
    QQuickWindow m_window;
};

} // namespace catenary::studio
