// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/move_tool.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr double gapTick = 5; ///< half the line at either end of an equal gap, in pixels

/// Every element that moves with `ids`: members of groups, down to the last.
std::set<std::string> closure(const design::Design& design, const std::vector<std::string>& ids) {
    std::set<std::string> all(ids.begin(), ids.end());
    std::vector<std::string> open(ids.begin(), ids.end());
    while (!open.empty()) {
        const design::Group* group = design.group(design::GroupId(open.back()));
        open.pop_back();
        if (group == nullptr) continue;
        for (const std::string& member : group->members)
            if (all.insert(member).second) open.push_back(member);
    }
    return all;
}

} // namespace

MoveTool::MoveTool(Stage& stage, std::string grabbed) : Tool(stage), m_grabbed(std::move(grabbed)) {}

void MoveTool::press(const Pointer& at) {
    const design::Design& design = m_stage.document().design();
    if (!m_stage.selection().contains(text(m_grabbed))) m_stage.selection().select(text(m_grabbed));
    const std::vector<std::string> selected = m_stage.selection().elementIds();
    const std::set<std::string> all = closure(design, selected);
    for (const std::string& id : selected) { // a member moves with its group, not twice
        const bool carried = std::any_of(selected.begin(), selected.end(), [&](const std::string& other) {
            return other != id && closure(design, {other}).count(id) > 0;
        });
        const bool connection = design.connection(design::ConnectionId(id)) != nullptr;
        if (!carried && !connection) m_ids.push_back(id);
    }
    const std::set<std::string> carriedNotes = notesInside(all);
    m_ids.insert(m_ids.end(), carriedNotes.begin(), carriedNotes.end());
    for (const std::string& id : m_ids) m_box = m_box.united(m_stage.grid().box(id));
    std::vector<QRectF> still;
    const QRectF seen = m_stage.viewport().visible();
    const auto consider = [&](const std::string& id) {
        const QRectF box = m_stage.grid().box(id);
        if (all.count(id) == 0 && carriedNotes.count(id) == 0 && box.intersects(seen)) still.push_back(box);
    };
    for (const auto& component : design.components) consider(component->id.str());
    for (const auto& note : design.notes) consider(note->id.str());
    m_snapper = Snapper(std::move(still));
    const design::InsertFragment whole = design::fragmentOf(design, selected);
    m_held = whole.notes.empty() && carriedNotes.empty() &&
             std::all_of(whole.components.begin(), whole.components.end(), [](const auto& one) { return one.locked; });
    m_start = at.canvas;
    m_gesture = m_stage.document().beginGesture();
    if (!at.modifiers.testFlag(Qt::AltModifier) || !m_stage.actions().duplicateInPlace(m_gesture)) return;
    m_held = false; // a copy is free
    m_originals = selected;
    m_ids = m_stage.selection().elementIds();
    std::erase_if(m_ids, [&](const std::string& id) { // a member moves with its group
        return std::any_of(m_ids.begin(), m_ids.end(), [&](const std::string& other) {
            return other != id && closure(m_stage.document().design(), {other}).count(id) > 0;
        });
    });
}

std::set<std::string> MoveTool::notesInside(const std::set<std::string>& moved) const {
    const design::Design& design = m_stage.document().design();
    std::set<std::string> notes;
    for (const auto& group : design.groups) {
        if (moved.count(group->id.str()) == 0) continue;
        const QRectF box = m_stage.grid().box(group->id.str());
        for (const auto& note : design.notes)
            if (moved.count(note->id.str()) == 0 && box.contains(m_stage.grid().box(note->id.str())))
                notes.insert(note->id.str());
    }
    return notes;
}

void MoveTool::move(const Pointer& at) {
    QPointF wanted = at.canvas - m_start;
    if (at.modifiers & Qt::ShiftModifier) (std::abs(wanted.x()) > std::abs(wanted.y()) ? wanted.ry() : wanted.rx()) = 0;
    m_guides.clear();
    m_gaps.clear();
    if (!(at.modifiers & Qt::ControlModifier)) {
        const Snap snap =
            m_snapper.snap(m_box.translated(wanted), hitTolerance / m_stage.viewport().zoom(), m_stage.gridStep());
        wanted += snap.delta;
        m_guides = snap.guides;
        m_gaps = snap.gaps;
    }
    const QPointF step = wanted - m_applied;
    if (!step.isNull() && !m_refused && !m_ids.empty()) {
        m_refused = !m_stage.document().apply(design::MoveElements{m_ids, step.x(), step.y()}, m_gesture);
        if (!m_refused) m_applied = wanted;
    }
    m_stage.redraw();
}

void MoveTool::release(const Pointer&) {
    m_stage.document().endGesture();
    m_stage.leave();
}

void MoveTool::cancel() {
    if (!m_originals.empty()) {
        const design::InsertFragment copies = design::fragmentOf(m_stage.document().design(), m_ids);
        design::RemoveElements removed{m_ids};
        for (const design::Component& component : copies.components) removed.ids.push_back(component.id.str());
        for (const design::Group& group : copies.groups) removed.ids.push_back(group.id.str());
        m_stage.document().apply(removed, m_gesture);
        QStringList before;
        for (const std::string& id : m_originals) before.append(text(id));
        m_stage.selection().set(before);
    } else if (!m_applied.isNull())
        m_stage.document().apply(design::MoveElements{m_ids, -m_applied.x(), -m_applied.y()}, m_gesture);
    m_applied = {};
    m_stage.document().endGesture();
}

QRectF MoveTool::paintArea() const {
    QRectF area;
    for (const std::vector<QLineF>* lines : {&m_guides, &m_gaps})
        for (const QLineF& line : *lines) {
            const QRectF around =
                QRectF(m_stage.viewport().toScreen(line.p1()), m_stage.viewport().toScreen(line.p2()));
            area = area.united(around.normalized().adjusted(-gapTick, -gapTick, gapTick, gapTick));
        }
    return area;
}

void MoveTool::paint(QPainter& painter) const {
    painter.setPen(QPen(m_stage.colours().accent, 1));
    for (const QLineF& guide : m_guides)
        painter.drawLine(m_stage.viewport().toScreen(guide.p1()), m_stage.viewport().toScreen(guide.p2()));
    painter.setPen(QPen(m_stage.colours().accent, 2));
    for (const QLineF& gap : m_gaps) {
        const QLineF line(m_stage.viewport().toScreen(gap.p1()), m_stage.viewport().toScreen(gap.p2()));
        const QLineF end = line.normalVector().unitVector();
        const QPointF tick(end.dx() * gapTick, end.dy() * gapTick);
        painter.drawLine(line);
        painter.drawLine(line.p1() - tick, line.p1() + tick);
        painter.drawLine(line.p2() - tick, line.p2() + tick);
    }
}

} // namespace catenary::studio
