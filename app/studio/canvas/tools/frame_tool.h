// SPDX-License-Identifier: Apache-2.0
// Groups what a rectangle touches, and asks for the group's name.
#pragma once

#include "app/studio/canvas/tools/marquee_tool.h"

namespace catenary::studio {

class FrameTool : public MarqueeTool {
public:
    using MarqueeTool::MarqueeTool;
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void cancel() override;
    [[nodiscard]] bool atWork() const override { return m_down; }
    [[nodiscard]] bool paints() const override { return m_down; }
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

private:
    bool m_down = false;
};

} // namespace catenary::studio
