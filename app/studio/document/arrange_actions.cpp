// SPDX-License-Identifier: Apache-2.0
// Align, distribute, same size, pack: computed from the boxes of the selected components and notes. Lock and z-order.
#include "app/studio/document/edit_actions.h"

#include "app/studio/document/boxes.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr double packGap = 32; ///< between what is packed

} // namespace

std::vector<EditActions::Placed> EditActions::placedSelection() const {
    std::vector<Placed> placed;
    const design::Design& design = m_document.design();
    for (const std::string& id : m_selection.elementIds()) {
        if (const design::Component* component = design.component(design::ComponentId(id));
            component != nullptr && component->at) {
            placed.push_back({id, boxOf(*component)});
        } else if (const design::Note* note = design.note(design::NoteId(id))) {
            placed.push_back({id, boxOf(*note)});
        }
    }
    return placed;
}

void EditActions::align(const QString& edge) {
    const std::vector<Placed> placed = placedSelection();
    if (placed.size() < 2) return;
    QRectF all;
    for (const Placed& one : placed) all = all.united(one.box);
    design::PlaceElements places;
    for (const Placed& one : placed) {
        QPointF at = one.box.topLeft();
        if (edge == QLatin1String("left"))
            at.setX(all.left());
        else if (edge == QLatin1String("centre"))
            at.setX(all.center().x() - one.box.width() / 2);
        else if (edge == QLatin1String("right"))
            at.setX(all.right() - one.box.width());
        else if (edge == QLatin1String("top"))
            at.setY(all.top());
        else if (edge == QLatin1String("middle"))
            at.setY(all.center().y() - one.box.height() / 2);
        else if (edge == QLatin1String("bottom"))
            at.setY(all.bottom() - one.box.height());
        places.places.emplace_back(one.id, design::Point{at.x(), at.y()});
    }
    m_document.apply(places);
}

void EditActions::distribute(const QString& axis) {
    std::vector<Placed> placed = placedSelection();
    if (placed.size() < 3) return;
    const bool across = axis == QLatin1String("horizontal");
    const auto low = [across](const Placed& one) { return across ? one.box.left() : one.box.top(); };
    const auto length = [across](const Placed& one) { return across ? one.box.width() : one.box.height(); };
    std::sort(placed.begin(), placed.end(),
              [&](const Placed& a, const Placed& b) { return low(a) + length(a) / 2 < low(b) + length(b) / 2; });
    double filled = 0;
    for (const Placed& one : placed) filled += length(one);
    const double gap = (low(placed.back()) + length(placed.back()) - low(placed.front()) - filled) /
                       static_cast<double>(placed.size() - 1);
    double next = low(placed.front());
    design::PlaceElements places;
    for (const Placed& one : placed) {
        const design::Point at = across ? design::Point{next, one.box.top()} : design::Point{one.box.left(), next};
        places.places.emplace_back(one.id, at);
        next += length(one) + gap;
    }
    m_document.apply(places);
}

void EditActions::makeSame(const QString& measure) {
    const std::vector<Placed> placed = placedSelection();
    if (placed.size() < 2) return;
    QSizeF largest;
    for (const Placed& one : placed) largest = largest.expandedTo(one.box.size());
    const quint64 gesture = m_document.beginGesture();
    for (const Placed& one : placed) {
        const design::Component* component = m_document.design().component(design::ComponentId(one.id));
        if (component != nullptr && component->locked) continue; // it stays as it is, as when places change
        const double width = measure == QLatin1String("height") ? one.box.width() : largest.width();
        const double height = measure == QLatin1String("width") ? one.box.height() : largest.height();
        if (QSizeF(width, height) == one.box.size()) continue;
        m_document.apply(design::ResizeElement{one.id, {one.box.x(), one.box.y()}, {width, height}}, gesture);
    }
    m_document.endGesture();
}

void EditActions::pack() {
    std::vector<Placed> placed = placedSelection();
    if (placed.size() < 2) return;
    QRectF all;
    QSizeF cell;
    for (const Placed& one : placed) {
        all = all.united(one.box);
        cell = cell.expandedTo(one.box.size());
    }
    // Rows as they are: what lies within half a cell of each other's height is in one row.
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.box.y() < b.box.y(); });
    for (auto row = placed.begin(); row != placed.end();) {
        const auto end = std::find_if(
            row, placed.end(), [&](const Placed& one) { return one.box.y() > row->box.y() + cell.height() / 2; });
        std::sort(row, end, [](const Placed& a, const Placed& b) { return a.box.x() < b.box.x(); });
        row = end;
    }
    const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(placed.size()))));
    design::PlaceElements places;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const auto column = static_cast<double>(i % columns), row = static_cast<double>(i / columns);
        places.places.emplace_back(placed[i].id, design::Point{all.x() + column * (cell.width() + packGap),
                                                               all.y() + row * (cell.height() + packGap)});
    }
    m_document.apply(places);
}

bool EditActions::locked() const {
    const design::InsertFragment all = design::fragmentOf(m_document.design(), m_selection.elementIds());
    return !all.components.empty() &&
           std::all_of(all.components.begin(), all.components.end(), [](const auto& one) { return one.locked; });
}

void EditActions::toggleLock() {
    m_document.apply(design::SetLocked{m_selection.elementIds(), !locked()});
}

void EditActions::restack(bool front) {
    m_document.apply(design::Restack{m_selection.elementIds(), front});
}

} // namespace catenary::studio
