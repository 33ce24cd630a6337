// SPDX-License-Identifier: Apache-2.0
// Align and distribute: places computed from the boxes of the selected components and notes.
#include "app/studio/document/edit_actions.h"

#include "core/scene/theme.h"

#include <QRectF>

#include <algorithm>

namespace catenary::studio {

std::vector<EditActions::Placed> EditActions::placedSelection() const {
    std::vector<Placed> placed;
    const design::Design& design = m_document.design();
    for (const std::string& id : m_selection.elementIds()) {
        if (const design::Component* component = design.component(design::ComponentId(id));
            component != nullptr && component->at) {
            const design::Size size =
                component->size.value_or(design::Size{scene::metrics::cardWidth, scene::metrics::cardHeight});
            placed.push_back({id, QRectF(component->at->x, component->at->y, size.width, size.height)});
        } else if (const design::Note* note = design.note(design::NoteId(id))) {
            placed.push_back({id, QRectF(note->at.x, note->at.y, note->size.width, note->size.height)});
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

} // namespace catenary::studio
