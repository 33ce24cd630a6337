// SPDX-License-Identifier: Apache-2.0
// The arrow taken up by a key: a press on any part of a component begins a connection.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class ArrowTool : public Tool {
public:
    ArrowTool(Stage& stage, bool async) : Tool(stage), m_async(async) {}
    void press(const Pointer& at) override;
    void hover(const Pointer& at) override;
    void leaveItem() override;
    bool key(const QKeyEvent& event) override; ///< Enter: from what is selected, by keyboard
    void paint(QPainter& painter) const override;
    [[nodiscard]] bool atWork() const override { return false; }
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

private:
    [[nodiscard]] std::string componentAt(const Pointer& at) const;

    std::string m_hover;
    bool m_async;
};

} // namespace catenary::studio
