// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/connect_tool.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::studio {

namespace {

/// Where a straight line from the middle of `box` to `to` leaves the box.
QPointF border(const QRectF& box, QPointF to) {
    const QPointF centre = box.center();
    const QPointF off = to - centre;
    if (off.isNull()) return centre;
    const double scale = std::min(std::abs(off.x()) > 1e-9 ? box.width() / 2 / std::abs(off.x()) : 1e9,
                                  std::abs(off.y()) > 1e-9 ? box.height() / 2 / std::abs(off.y()) : 1e9);
    return centre + off * std::min(scale, 1.0);
}

} // namespace

ConnectTool::ConnectTool(Stage& stage, std::string from, By by) : Tool(stage), m_from(std::move(from)), m_by(by) {
    if (m_by == By::Keyboard) choose(1);
}

void ConnectTool::press(const Pointer& at) {
    follow(at);
    if (m_by == By::Keyboard && !m_target.empty()) finish(m_target);
}

void ConnectTool::move(const Pointer& at) {
    follow(at);
}

void ConnectTool::hover(const Pointer& at) {
    follow(at);
}

void ConnectTool::follow(const Pointer& at) {
    m_end = at.canvas;
    const Hit hit = m_stage.grid().componentNear(at.canvas, hitTolerance / m_stage.viewport().zoom());
    m_target = hit && hit.id != m_from ? hit.id : std::string();
    m_stage.redraw();
}

void ConnectTool::release(const Pointer& at) {
    follow(at);
    if (!m_target.empty()) {
        finish(m_target);
        return;
    }
    const double reach = hitTolerance / m_stage.viewport().zoom();
    const bool home = m_stage.grid().box(m_from).adjusted(-reach, -reach, reach, reach).contains(at.canvas);
    const std::string from = m_from;
    Stage& stage = m_stage;
    stage.leave();
    if (home)
        emit stage.document().editRefused(
            DocumentController::tr("A connection leads to another component."),
            DocumentController::tr("Draw it to a card, or to an empty place to choose what to add there."));
    else
        stage.chooseKind(at.canvas, from);
}

bool ConnectTool::key(const QKeyEvent& event) {
    switch (event.key()) {
    case Qt::Key_Tab:
        choose(1);
        return true;
    case Qt::Key_Backtab:
        choose(-1);
        return true;
    case Qt::Key_Right:
        choose(QPointF(1, 0));
        return true;
    case Qt::Key_Left:
        choose(QPointF(-1, 0));
        return true;
    case Qt::Key_Down:
        choose(QPointF(0, 1));
        return true;
    case Qt::Key_Up:
        choose(QPointF(0, -1));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_target.empty())
            emit m_stage.document().editRefused(DocumentController::tr("There is no other component to connect to."),
                                                DocumentController::tr("Add one first: press / or use the palette."));
        else
            finish(m_target);
        return true;
    default:
        return false;
    }
}

void ConnectTool::finish(const std::string& to) {
    Stage& stage = m_stage;
    const std::string from = m_from;
    const std::string target = to;
    stage.leave();
    stage.connectElements(from, target);
}

void ConnectTool::choose(int step) {
    const auto& components = m_stage.document().design().components;
    std::vector<std::string> ids;
    for (const auto& component : components)
        if (component->id.str() != m_from) ids.push_back(component->id.str());
    if (ids.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(ids.size());
    const auto found = std::find(ids.begin(), ids.end(), m_target);
    const std::ptrdiff_t index =
        found == ids.end() ? (step > 0 ? 0 : count - 1) : ((found - ids.begin()) + step + count) % count;
    m_target = ids[static_cast<std::size_t>(index)];
    m_end = m_stage.grid().box(m_target).center();
    m_stage.redraw();
}

void ConnectTool::choose(QPointF direction) {
    const QPointF origin = m_stage.grid().box(m_target.empty() ? m_from : m_target).center();
    double best = std::numeric_limits<double>::infinity();
    for (const auto& component : m_stage.document().design().components) {
        const std::string& id = component->id.str();
        if (id == m_from || id == m_target) continue;
        const QPointF off = m_stage.grid().box(id).center() - origin;
        const double ahead = QPointF::dotProduct(off, direction);
        if (ahead <= 0) continue;
        const double aside = std::abs(off.x() * direction.y()) + std::abs(off.y() * direction.x());
        if (const double cost = ahead + 2 * aside; cost < best) {
            best = cost;
            m_target = id;
            m_end = m_stage.grid().box(id).center();
        }
    }
    m_stage.redraw();
}

void ConnectTool::paint(QPainter& painter) const {
    const Viewport& view = m_stage.viewport();
    const QRectF from = view.toScreen(m_stage.grid().box(m_from));
    QPointF end = view.toScreen(m_end);
    const QColor accent = m_stage.colours().accent;
    if (!m_target.empty()) {
        const QRectF box = view.toScreen(m_stage.grid().box(m_target));
        painter.setPen(QPen(accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 10 * view.zoom() + 3, 10 * view.zoom() + 3);
        end = border(box.adjusted(-4, -4, 4, 4), from.center());
    }
    const QPointF begin = border(from, end);
    painter.setPen(QPen(accent, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(begin, end);
    const double angle = std::atan2(end.y() - begin.y(), end.x() - begin.x());
    painter.setBrush(accent);
    painter.setPen(Qt::NoPen);
    QPainterPath head(end);
    for (double turn : {2.7, -2.7}) head.lineTo(end + QPointF(std::cos(angle + turn), std::sin(angle + turn)) * 10);
    head.closeSubpath();
    painter.drawPath(head);
}

} // namespace catenary::studio
