// SPDX-License-Identifier: Apache-2.0
// Moves the view: middle button, Space held with the left one, or the hand taken up.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class PanTool : public Tool {
public:
    enum class Until {
        Release, ///< of the button
        Key,     ///< Space goes up, see `letGo`
        Another, ///< tool is taken up
    };
    PanTool(Stage& stage, Until until) : Tool(stage), m_until(until) {}
    void press(const Pointer& at) override {
        m_last = at.screen;
        m_down = true;
    }
    void move(const Pointer& at) override {
        m_stage.pan(at.screen - m_last);
        m_last = at.screen;
    }
    void release(const Pointer&) override {
        m_down = false;
        if (m_until == Until::Release) m_stage.leave();
    }
    /// Space went up.
    void letGo() {
        m_until = Until::Release;
        if (!m_down) m_stage.leave();
    }
    [[nodiscard]] bool atWork() const override { return m_down || m_until != Until::Another; }
    [[nodiscard]] bool paints() const override { return false; }
    [[nodiscard]] QCursor cursor() const override { return m_down ? Qt::ClosedHandCursor : Qt::OpenHandCursor; }

private:
    QPointF m_last;
    Until m_until;
    bool m_down = false;
};

} // namespace catenary::studio
