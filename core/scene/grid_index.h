// SPDX-License-Identifier: Apache-2.0
// Rectangles by place: which of them may meet a given one.
#pragma once

#include "core/scene/scene.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace catenary::scene {

/// Rectangles in square cells. Answers are in the order of insertion, each once.
class GridIndex {
public:
    explicit GridIndex(double cell = 256) : m_cell(cell) {}

    void add(const Rect& rect) {
        const auto index = static_cast<std::uint32_t>(m_rects.size());
        m_rects.push_back(rect);
        forCells(rect, [&](std::int64_t key) { m_cells[key].push_back(index); });
    }

    /// Puts a rectangle elsewhere.
    void move(std::size_t index, const Rect& rect) {
        forCells(m_rects[index],
                 [&](std::int64_t key) { std::erase(m_cells[key], static_cast<std::uint32_t>(index)); });
        m_rects[index] = rect;
        forCells(rect, [&](std::int64_t key) { m_cells[key].push_back(static_cast<std::uint32_t>(index)); });
    }

    [[nodiscard]] const Rect& at(std::size_t index) const { return m_rects[index]; }
    [[nodiscard]] std::size_t size() const { return m_rects.size(); }

    /// Calls `visit(index)` for the rectangles that share more than an edge with `area`, until it returns false.
    /// A rectangle in several cells may be visited more than once.
    template <class Visit> void visit(const Rect& area, Visit&& visit) const {
        bool going = true;
        forCells(area, [&](std::int64_t key) {
            if (!going) return;
            const auto found = m_cells.find(key);
            if (found == m_cells.end()) return;
            for (const std::uint32_t index : found->second)
                if (going && m_rects[index].intersects(area)) going = visit(static_cast<std::size_t>(index));
        });
    }

    [[nodiscard]] std::vector<std::size_t> meeting(const Rect& area) const {
        std::vector<std::size_t> result;
        visit(area, [&](std::size_t index) {
            result.push_back(index);
            return true;
        });
        std::sort(result.begin(), result.end());
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

    [[nodiscard]] bool meetsAny(const Rect& area) const {
        bool met = false;
        visit(area, [&](std::size_t) { return !(met = true); });
        return met;
    }

private:
    template <class Do> void forCells(const Rect& rect, Do&& act) const {
        const auto cell = [this](double v) { return static_cast<std::int64_t>(std::floor(v / m_cell)); };
        for (std::int64_t y = cell(rect.y); y <= cell(rect.bottom()); ++y)
            for (std::int64_t x = cell(rect.x); x <= cell(rect.right()); ++x) act(x * 0x1000003 + y);
    }

    double m_cell;
    std::vector<Rect> m_rects;
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> m_cells;
};

} // namespace catenary::scene
