// SPDX-License-Identifier: Apache-2.0
// The canvas has one input owner: it hands every event to the tool in force. A tool is one file; it changes the
// document only through the canvas's controller, gives way to another tool by `Stage::enter`, and draws what it needs
// in the overlay.
#pragma once

#include "app/studio/canvas/hit_grid.h"
#include "app/studio/canvas/viewport.h"
#include "app/studio/document/document_controller.h"
#include "app/studio/document/selection.h"

#include <QColor>
#include <QCursor>
#include <QKeyEvent>
#include <QPainter>

#include <memory>

namespace catenary::studio {

class Tool;

/// Colours of the overlay, of the theme in force.
struct OverlayColours {
    QColor accent, selection, ground, text;
};

/// What tools may see and do. Implemented by the canvas item.
class Stage {
public:
    virtual ~Stage() = default;
    [[nodiscard]] virtual DocumentController& document() = 0;
    [[nodiscard]] virtual Selection& selection() = 0;
    [[nodiscard]] virtual const Viewport& viewport() const = 0;
    [[nodiscard]] virtual const HitGrid& grid() const = 0;
    [[nodiscard]] virtual const OverlayColours& colours() const = 0;
    [[nodiscard]] virtual bool interactive() const = 0;
    virtual void pan(QPointF screenDelta) = 0;
    virtual void enter(std::unique_ptr<Tool> tool) = 0; ///< from the next event on
    virtual void leave() = 0;                           ///< back to selecting
    virtual void redraw() = 0;                          ///< the overlay
    virtual void beginRename(const std::string& id) = 0;
    /// Opens the chooser at a place; what is chosen gets a connection from `connectFrom` where that is not empty.
    virtual void chooseKind(QPointF canvas, const std::string& connectFrom) = 0;
    virtual void pointAt(const std::string& id) = 0; ///< reading: an element was pressed
    virtual void inspect(const std::string& id) = 0;
    virtual void showMenu(QPointF screen, const std::string& id) = 0;
    /// False, with the reason told to the user, when it cannot be.
    virtual bool connectElements(const std::string& from, const std::string& to) = 0;
};

struct Pointer {
    QPointF screen, canvas;
    Qt::MouseButton button = Qt::NoButton;
    Qt::KeyboardModifiers modifiers;
};

/// Pixels the pointer may tremble before a press becomes a drag.
inline constexpr double dragThreshold = 4.0;
/// Pixels within which a thin thing counts as hit.
inline constexpr double hitTolerance = 6.0;

class Tool {
public:
    explicit Tool(Stage& stage) : m_stage(stage) {}
    virtual ~Tool() = default;
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;

    virtual void press(const Pointer&) {}
    virtual void move(const Pointer&) {} ///< with a button held
    virtual void release(const Pointer&) {}
    virtual void hover(const Pointer&) {}
    virtual void doubleClick(const Pointer&) {}
    virtual void leaveItem() {} ///< the pointer left the canvas
    /// True when the key was used.
    virtual bool key(const QKeyEvent&) { return false; }
    virtual void cancel() {} ///< Escape, or another tool takes over: undo what is half done
    /// Screen coordinates.
    virtual void paint(QPainter&) const {}
    /// False while `paint` would leave the overlay as it is.
    [[nodiscard]] virtual bool paints() const { return true; }
    [[nodiscard]] virtual QCursor cursor() const { return Qt::ArrowCursor; }

protected:
    Stage& m_stage;
};

[[nodiscard]] inline QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace catenary::studio
