// SPDX-License-Identifier: Apache-2.0
// The tool at rest: hovers, selects, and hands drags on to the tool they belong to.
#pragma once

#include "app/studio/canvas/tools/tool.h"

#include <optional>

namespace catenary::studio {

class SelectTool : public Tool {
public:
    using Tool::Tool;
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void hover(const Pointer& at) override;
    void doubleClick(const Pointer& at) override;
    void leaveItem() override;
    bool key(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] QRectF paintArea() const override;
    /// A selected note's handles come with its selection.
    [[nodiscard]] bool paints() const override { return bool(m_hover.hit); }
    [[nodiscard]] bool atWork() const override { return false; }
    [[nodiscard]] QCursor cursor() const override;

private:
    struct Target {
        Hit hit;
        bool port = false;                ///< on the border band of a component, where a connection begins
        std::optional<Qt::Corner> corner; ///< of the one note that is selected
        std::optional<Side> arrow;        ///< beside a component, by which the diagram grows
        bool operator==(const Target& other) const {
            return hit.id == other.hit.id && port == other.port && corner == other.corner && arrow == other.arrow;
        }
    };
    [[nodiscard]] Target targetAt(const Pointer& at) const;
    [[nodiscard]] std::string selectedNote() const; ///< the one element selected, if it is a note; else empty
    [[nodiscard]] std::optional<Side> arrowAt(const std::string& component, QPointF screen) const;
    /// With Alt: on to what is connected; with Shift as well what is selected stays so.
    [[nodiscard]] bool followKey(const QKeyEvent& event);
    [[nodiscard]] bool growKey(const QKeyEvent& event); ///< with Ctrl: something new on that side
    [[nodiscard]] bool enterKey();
    [[nodiscard]] bool connectKey();
    void paintPorts(QPainter& painter) const;
    void paintArrows(QPainter& painter) const;
    /// False past the last element, so that the key goes on to the next control.
    [[nodiscard]] bool cycle(bool forward);

    Target m_hover;
    Target m_pressed;
    Pointer m_pressAt;
    bool m_down = false;
    bool m_toggleOnRelease = false;
    bool m_onSelected = false; ///< pressed on the one element that was selected already
};

} // namespace catenary::studio
