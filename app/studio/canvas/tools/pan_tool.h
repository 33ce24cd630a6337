// SPDX-License-Identifier: Apache-2.0
// Moves the view: middle button, or Space held with the left one.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class PanTool : public Tool {
public:
    /// `stay`: Space is held, so the tool stays after a release until the key goes up.
    PanTool(Stage& stage, bool stay) : Tool(stage), m_stay(stay) {}
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
        if (!m_stay) m_stage.leave();
    }
    /// Space went up.
    void letGo() {
        m_stay = false;
        if (!m_down) m_stage.leave();
    }
    [[nodiscard]] bool paints() const override { return false; }
    [[nodiscard]] QCursor cursor() const override { return m_down ? Qt::ClosedHandCursor : Qt::OpenHandCursor; }

private:
    QPointF m_last;
    bool m_stay;
    bool m_down = false;
};

} // namespace catenary::studio
