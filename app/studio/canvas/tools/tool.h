// SPDX-License-Identifier: Apache-2.0
// The canvas has one input owner: it hands every event to the tool in force. A tool is one file; it changes the
// document only through the canvas's controller, gives way to another tool by `Stage::enter`, and draws what it needs
// in the overlay.
#pragma once

#include "app/studio/canvas/hit_grid.h"
#include "app/studio/canvas/kind_request.h"
#include "app/studio/canvas/viewport.h"
#include "app/studio/document/boxes.h"
#include "app/studio/document/edit_actions.h"

#include <QColor>
#include <QCursor>
#include <QKeyEvent>
#include <QPainter>

#include <memory>

namespace catenary::studio {

class Tool;

/// Colours of the overlay, of the theme in force.
struct OverlayColours {
    QColor accent, selection, ground, text, grid;
};

/// What tools may see and do. Implemented by the canvas item.
class Stage {
public:
    virtual ~Stage() = default;
    [[nodiscard]] virtual DocumentController& document() = 0;
    [[nodiscard]] virtual Selection& selection() = 0;
    [[nodiscard]] virtual EditActions& actions() = 0;
    [[nodiscard]] virtual const Viewport& viewport() const = 0;
    [[nodiscard]] virtual const HitGrid& grid() const = 0;
    [[nodiscard]] virtual const OverlayColours& colours() const = 0;
    [[nodiscard]] virtual bool interactive() const = 0;
    [[nodiscard]] virtual double gridStep() const = 0; ///< of the grid that is snapped to, canvas units
    virtual void pan(QPointF screenDelta) = 0;
    virtual void enter(std::unique_ptr<Tool> tool) = 0; ///< from the next event on
    virtual void leave() = 0;                           ///< back to selecting
    virtual void reveal(const QString& id) = 0;         ///< scrolls it into view
    virtual void redraw() = 0;                          ///< the overlay
    virtual void beginRename(const std::string& id) = 0;
    virtual void chooseKind(const KindRequest& request) = 0; ///< opens the chooser
    /// Opens the chooser for what comes next to a component, on that side.
    virtual void grow(const std::string& id, Side side) = 0;
    /// Puts a kind down with its middle at `canvas`: into a connection there, in place of a component's kind, or as a
    /// component of its own; see PlaceTool::targetAt. With `named` its name is asked for. Returns the id, or nothing.
    virtual QString place(const QString& kind, QPointF canvas, bool named) = 0;
    /// Where a kind is added by key: beside what is selected, else in the middle of the view.
    [[nodiscard]] virtual QPointF nextPlace() = 0;
    virtual void pointAt(const std::string& id) = 0; ///< reading: an element was pressed
    virtual void inspect(const std::string& id) = 0;
    virtual void showMenu(QPointF screen, const std::string& id) = 0;
    virtual void paintOutline(QPainter& painter, const std::string& id, const QColor& colour) const = 0;
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
    /// Something is half done, so that keys are the tool's alone; else shortcuts and the keys of other tools hold.
    [[nodiscard]] virtual bool atWork() const { return true; }
    /// Where `paint` draws, screen coordinates; the smaller, the less a drag costs.
    [[nodiscard]] virtual QRectF paintArea() const { return {QPointF(), m_stage.viewport().size()}; }
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
