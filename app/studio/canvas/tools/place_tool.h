// SPDX-License-Identifier: Apache-2.0
// Puts a component or note down: shows where a kind dragged over the canvas would land, or, taken up by a key, places
// one with a click or a drag. Over a connection it goes into it, over a component it takes its place.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class PlaceTool : public Tool {
public:
    PlaceTool(Stage& stage, QString kind) : Tool(stage), m_kind(std::move(kind)) {}
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void hover(const Pointer& at) override;
    bool key(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] bool atWork() const override { return m_down; }
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

    /// The connection that a kind put down at `canvas` would go into, or the component it would replace: one that is
    /// not locked. None for notes.
    [[nodiscard]] static Hit targetAt(Stage& stage, const QString& kind, QPointF canvas);

private:
    QString m_kind;
    QPointF m_at;    ///< canvas coordinates
    QPointF m_press; ///< the same, where the button went down
    bool m_down = false;
};

} // namespace catenary::studio
