// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/connect_tool.h"

#include "app/studio/canvas/tools/direction.h"
#include "app/studio/commands/command_model.h"

#include <QLineF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

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

ConnectTool::ConnectTool(Stage& stage, std::string from, By by, bool async)
    : Tool(stage), m_from(std::move(from)), m_end(stage.grid().box(m_from).center()), m_by(by), m_async(async) {
    if (m_by == By::Keyboard) choose(1);
}

void ConnectTool::press(const Pointer& at) {
    follow(at);
    if (m_by == By::Drag) return;
    if (!m_target.empty())
        finish(m_target);
    else if (m_by == By::Clicks && !m_stage.grid().box(m_from).contains(at.canvas))
        askWhat(at.canvas);
}

void ConnectTool::move(const Pointer& at) {
    follow(at);
}

void ConnectTool::hover(const Pointer& at) {
    // A pointer that only lies there leaves the choice to the keys.
    if (m_by == By::Keyboard && !m_rest) m_rest = at.screen;
    if (m_by == By::Keyboard && QLineF(*m_rest, at.screen).length() < dragThreshold) return;
    follow(at);
}

void ConnectTool::follow(const Pointer& at) {
    m_end = at.canvas;
    m_typed.clear();
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
    if (!home) {
        askWhat(at.canvas);
    } else if (m_by == By::Drag) {
        Stage& stage = m_stage;
        stage.leave();
        emit stage.document().editRefused(
            DocumentController::tr("A connection leads to another component."),
            DocumentController::tr("Draw it to a card, or to an empty place to choose what to add there."));
    }
}

bool ConnectTool::key(const QKeyEvent& event) {
    if (const std::optional<Side> side = sideOf(event)) {
        choose(*side);
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Tab:
        choose(1);
        return true;
    case Qt::Key_Backtab:
        choose(-1);
        return true;
    case Qt::Key_Backspace:
        type(m_typed.chopped(1));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_target.empty())
            emit m_stage.document().editRefused(
                others().empty() ? DocumentController::tr("There is no other component to connect to.")
                                 : DocumentController::tr("No component is called \u201c%1\u201d.").arg(m_typed),
                DocumentController::tr("Add one first: press / or use the palette."));
        else
            finish(m_target);
        return true;
    default:
        if (event.text().isEmpty() || !event.text().front().isPrint() ||
            event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
            return false;
        type(m_typed + event.text());
        return true;
    }
}

void ConnectTool::finish(const std::string& to) {
    Stage& stage = m_stage;
    const QString from = text(m_from), target = text(to);
    const bool async = m_async;
    stage.leave();
    stage.actions().connectElements(from, target, async);
}

void ConnectTool::askWhat(QPointF canvas) {
    KindRequest request;
    request.purpose = KindRequest::Purpose::Connect;
    request.element = text(m_from);
    request.at = canvas;
    request.async = m_async;
    Stage& stage = m_stage;
    stage.leave();
    stage.chooseKind(request);
}

std::vector<std::string> ConnectTool::others() const {
    std::vector<std::string> ids;
    for (const auto& component : m_stage.document().design().components)
        if (component->id.str() != m_from) ids.push_back(component->id.str());
    return ids;
}

void ConnectTool::aim(const std::string& id) {
    m_target = id;
    m_end = m_stage.grid().box(id.empty() ? m_from : id).center();
    m_stage.redraw();
}

void ConnectTool::choose(int step) {
    const std::vector<std::string> ids = others();
    if (ids.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(ids.size());
    const auto found = std::find(ids.begin(), ids.end(), m_target);
    const std::ptrdiff_t index =
        found == ids.end() ? (step > 0 ? 0 : count - 1) : ((found - ids.begin()) + step + count) % count;
    m_typed.clear();
    aim(ids[static_cast<std::size_t>(index)]);
}

void ConnectTool::choose(Side side) {
    const QPointF origin = m_stage.grid().box(m_target.empty() ? m_from : m_target).center();
    const std::string id = nearestTowards(m_stage.grid(), origin, side, others());
    m_typed.clear();
    if (!id.empty()) aim(id);
}

void ConnectTool::type(const QString& typed) {
    m_typed = typed;
    double best = -1;
    std::string target;
    for (const std::string& id : others()) {
        const double score = fuzzyScore(typed, m_stage.actions().nameOf(text(id)));
        if (score > best) {
            best = score;
            target = id;
        }
    }
    aim(target);
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
    if (!m_typed.isEmpty()) paintTyped(painter, m_target.empty() ? from : view.toScreen(m_stage.grid().box(m_target)));
    if (m_target.empty() && m_by == By::Keyboard) return;
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

void ConnectTool::paintTyped(QPainter& painter, const QRectF& below) const {
    const OverlayColours& colours = m_stage.colours();
    QFont font = painter.font();
    font.setFamily(QStringLiteral("Inter"));
    font.setPixelSize(13);
    painter.setFont(font);
    QRectF plate(0, 0, painter.fontMetrics().horizontalAdvance(m_typed) + 20.0, 24);
    plate.moveCenter(QPointF(below.center().x(), below.bottom() + 20));
    painter.setPen(QPen(colours.accent, 1.5));
    painter.setBrush(colours.ground);
    painter.drawRoundedRect(plate, 6, 6);
    painter.setPen(colours.text);
    painter.drawText(plate, Qt::AlignCenter, m_typed);
}

} // namespace catenary::studio
