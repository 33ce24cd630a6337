// SPDX-License-Identifier: Apache-2.0
// Draws a connection from a component to another. Dropped on empty canvas it opens the chooser of what to add. By
// keyboard: its name, Tab or the arrows choose the target, Enter connects. By clicks: one on each end.
#pragma once

#include "app/studio/canvas/tools/tool.h"

#include <optional>

namespace catenary::studio {

class ConnectTool : public Tool {
public:
    enum class By { Drag, Clicks, Keyboard };
    /// `async`: a call nobody waits for, whatever the kinds ask for.
    ConnectTool(Stage& stage, std::string from, By by = By::Drag, bool async = false);
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void hover(const Pointer& at) override;
    bool key(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

private:
    void follow(const Pointer& at);
    void choose(int step);
    void choose(Side side);
    void type(const QString& typed); ///< chooses the component whose title fits best
    void aim(const std::string& id);
    void finish(const std::string& to);
    void askWhat(QPointF canvas);
    void paintTyped(QPainter& painter, const QRectF& below) const;
    [[nodiscard]] std::vector<std::string> others() const; ///< every component but the first

    std::string m_from;
    std::string m_target;          ///< component under the pointer or chosen by key; empty: none
    QPointF m_end;                 ///< canvas coordinates
    QString m_typed;               ///< of the target's name
    std::optional<QPointF> m_rest; ///< where the pointer lay when the keys began, screen coordinates
    By m_by;
    bool m_async;
};

} // namespace catenary::studio
