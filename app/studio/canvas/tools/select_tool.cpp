// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/select_tool.h"

#include "app/studio/canvas/tools/connect_tool.h"
#include "app/studio/canvas/tools/direction.h"
#include "app/studio/canvas/tools/marquee_tool.h"
#include "app/studio/canvas/tools/move_tool.h"
#include "app/studio/canvas/tools/resize_tool.h"
#include "app/studio/canvas/tools/segment_tool.h"

#include <QLineF>

#include <algorithm>
#include <array>

namespace catenary::studio {

namespace {

/// Reach of a component's ports outside and inside of its border, in pixels.
constexpr double portOutside = 12, portInside = 5;
/// Reach of a corner by which a note is resized, in pixels.
constexpr double cornerReach = 9;
/// Arrows by which the diagram grows: their middles from the border of the card, and their reach, in pixels; shown from
/// that zoom on.
constexpr double arrowDistance = 22, arrowReach = 10, arrowsFrom = 0.5;
constexpr std::array sides = {Side::Right, Side::Left, Side::Above, Side::Below};
constexpr std::array corners = {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner};

std::vector<std::string> elementsInReadingOrder(const design::Design& design, const HitGrid& grid) {
    struct Entry {
        QPointF at;
        std::string id;
    };
    std::vector<Entry> entries;
    const auto add = [&](const std::string& id) { entries.push_back({grid.box(id).topLeft(), id}); };
    for (const auto& component : design.components) add(component->id.str());
    for (const auto& note : design.notes) add(note->id.str());
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.at.x() != b.at.x() ? a.at.x() < b.at.x() : a.at.y() < b.at.y();
    });
    std::vector<std::string> ids;
    for (Entry& entry : entries) ids.push_back(std::move(entry.id));
    for (const auto& group : design.groups) ids.push_back(group->id.str());
    for (const auto& connection : design.connections) ids.push_back(connection->id.str());
    return ids;
}

/// The middle of the arrow on that side of a card, screen coordinates.
QPointF arrowOf(const QRectF& box, Side side) {
    const QPointF out = directionOf(side);
    return box.center() +
           QPointF(out.x() * (box.width() / 2 + arrowDistance), out.y() * (box.height() / 2 + arrowDistance));
}

} // namespace

std::optional<Side> SelectTool::arrowAt(const std::string& component, QPointF screen) const {
    if (m_stage.viewport().zoom() < arrowsFrom) return std::nullopt;
    const QRectF box = m_stage.viewport().toScreen(m_stage.grid().box(component));
    for (const Side side : sides)
        if (QLineF(arrowOf(box, side), screen).length() <= arrowReach) return side;
    return std::nullopt;
}

SelectTool::Target SelectTool::targetAt(const Pointer& at) const {
    const double zoom = m_stage.viewport().zoom();
    const Hit hit = m_stage.grid().at(at.canvas, hitTolerance / zoom);
    if (!m_stage.interactive()) return {hit, false, {}, {}};
    if (const std::string note = selectedNote(); !note.empty()) {
        const QRectF box = m_stage.grid().box(note);
        for (const Qt::Corner corner : corners)
            if (QLineF(ResizeTool::cornerOf(box, corner), at.canvas).length() * zoom <= cornerReach)
                return {{note, scene::Role::Note}, false, corner, {}};
    }
    const Hit near = m_stage.grid().componentNear(at.canvas, portOutside / zoom);
    const bool inTheWay =
        hit && (hit.role == scene::Role::Component || hit.role == scene::Role::Note) && hit.id != near.id;
    if (near && !inTheWay) {
        const double inside = portInside / zoom;
        const QRectF core = m_stage.grid().box(near.id).adjusted(inside, inside, -inside, -inside);
        if (!core.contains(at.canvas)) return {near, true, {}, {}};
    }
    // The arrows are there while the pointer is on the card or on its way to them.
    if (m_hover.hit.role == scene::Role::Component && !inTheWay && m_stage.grid().node(m_hover.hit.id) != nullptr)
        if (const std::optional<Side> side = arrowAt(m_hover.hit.id, at.screen)) return {m_hover.hit, false, {}, side};
    return {hit, false, {}, {}};
}

std::string SelectTool::selectedNote() const {
    if (m_stage.selection().count() != 1) return {};
    const std::string id = m_stage.selection().current().toStdString();
    return m_stage.document().design().note(design::NoteId(id)) != nullptr ? id : std::string();
}

void SelectTool::press(const Pointer& at) {
    const Target target = targetAt(at);
    if (at.button == Qt::RightButton) {
        if (target.hit && !m_stage.selection().contains(text(target.hit.id)))
            m_stage.selection().select(text(target.hit.id));
        m_stage.showMenu(at.screen, target.hit.id);
        return;
    }
    if (at.button != Qt::LeftButton) return;
    if (!m_stage.interactive()) {
        if (target.hit) m_stage.pointAt(target.hit.id);
        return;
    }
    m_down = true;
    m_pressAt = at;
    m_pressed = target;
    m_toggleOnRelease = false;
    m_onSelected = target.hit && m_stage.selection().current() == text(target.hit.id);
    if (target.port || target.corner || target.arrow || !target.hit) return;
    const QString id = text(target.hit.id);
    if (at.modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) {
        if (m_stage.selection().contains(id))
            m_toggleOnRelease = true; // unless it becomes a drag of the whole selection
        else
            m_stage.selection().toggle(id);
    } else if (!m_stage.selection().contains(id)) {
        m_stage.selection().select(id);
    }
}

void SelectTool::move(const Pointer& at) {
    if (!m_down || QLineF(at.screen, m_pressAt.screen).length() < dragThreshold) return;
    m_down = false;
    std::unique_ptr<Tool> next;
    if (m_pressed.port || m_pressed.arrow)
        next = std::make_unique<ConnectTool>(m_stage, m_pressed.hit.id);
    else if (m_pressed.corner)
        next = std::make_unique<ResizeTool>(m_stage, m_pressed.hit.id, *m_pressed.corner);
    else if (m_pressed.hit.role == scene::Role::Connection && m_onSelected)
        next = std::make_unique<SegmentTool>(m_stage, m_pressed.hit.id, m_pressAt.canvas);
    else if (!m_pressed.hit || m_pressed.hit.role == scene::Role::Connection)
        next = std::make_unique<MarqueeTool>(m_stage);
    else
        next = std::make_unique<MoveTool>(m_stage, m_pressed.hit.id);
    Tool& entered = *next;
    m_stage.enter(std::move(next)); // this tool is kept until the event is over
    entered.press(m_pressAt);
    entered.move(at);
}

void SelectTool::release(const Pointer& at) {
    if (!m_down) return;
    m_down = false;
    if (m_pressed.arrow) {
        m_stage.selection().select(text(m_pressed.hit.id));
        m_stage.grow(m_pressed.hit.id, *m_pressed.arrow);
    } else if (m_pressed.port) {
        m_stage.selection().select(text(m_pressed.hit.id));
    } else if (!m_pressed.hit) {
        if (!(at.modifiers & Qt::ShiftModifier)) m_stage.selection().clear();
    } else if (m_toggleOnRelease) {
        m_stage.selection().toggle(text(m_pressed.hit.id));
    } else if (!(at.modifiers & (Qt::ShiftModifier | Qt::ControlModifier))) {
        m_stage.selection().select(text(m_pressed.hit.id));
    }
}

void SelectTool::hover(const Pointer& at) {
    const Target target = targetAt(at);
    if (target == m_hover) return;
    m_hover = target;
    m_stage.redraw();
}

void SelectTool::leaveItem() {
    m_hover = {};
    m_stage.redraw();
}

void SelectTool::doubleClick(const Pointer& at) {
    m_down = false;
    if (!m_stage.interactive() || at.button != Qt::LeftButton) return;
    const Hit hit = m_stage.grid().at(at.canvas, hitTolerance / m_stage.viewport().zoom());
    const design::Connection* connection = m_stage.document().design().connection(design::ConnectionId(hit.id));
    KindRequest request;
    request.at = at.canvas;
    if (connection != nullptr && !connection->waypoints.empty()) {
        design::Connection free = *connection; // bent by hand: finds its own way again
        free.waypoints.clear();
        m_stage.document().apply(design::ReplaceConnection{std::move(free)});
    } else if (hit)
        m_stage.beginRename(hit.id);
    else if (!m_hover.arrow) // the second of two quick clicks on an arrow means no more than the first
        m_stage.chooseKind(request);
}

bool SelectTool::key(const QKeyEvent& event) {
    if (!m_stage.interactive()) return false;
    switch (event.key()) {
    case Qt::Key_Tab:
        return cycle(true);
    case Qt::Key_Backtab:
        return cycle(false);
    case Qt::Key_Escape:
        if (m_stage.selection().count() == 0) return false;
        m_stage.selection().clear();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return event.modifiers() != Qt::ControlModifier && enterKey();
    case Qt::Key_C:
        return event.modifiers() == Qt::NoModifier && connectKey();
    default:
        return followKey(event) || growKey(event);
    }
}

bool SelectTool::enterKey() {
    const QString current = m_stage.selection().current();
    if (!current.isEmpty()) {
        m_stage.inspect(current.toStdString());
        return true;
    }
    if (m_stage.selection().count() > 0) return false;
    KindRequest request;
    request.at = m_stage.nextPlace();
    m_stage.chooseKind(request);
    return true;
}

bool SelectTool::connectKey() {
    const QStringList& ids = m_stage.selection().ids();
    const design::Design& design = m_stage.document().design();
    for (const QString& id : ids)
        if (design.component(design::ComponentId(id.toStdString())) == nullptr) return false;
    if (ids.size() == 2) return m_stage.actions().connectElements(ids.front(), ids.back());
    if (ids.size() != 1) return false;
    m_stage.enter(std::make_unique<ConnectTool>(m_stage, ids.front().toStdString(), ConnectTool::By::Keyboard));
    return true;
}

bool SelectTool::followKey(const QKeyEvent& event) {
    const std::optional<Side> side = sideOf(event);
    if (!side || event.modifiers().testFlag(Qt::ControlModifier) || !event.modifiers().testFlag(Qt::AltModifier))
        return false;
    const QStringList selected = m_stage.selection().ids();
    const std::string current = selected.isEmpty() ? std::string() : selected.back().toStdString();
    std::vector<std::string> joined, all;
    for (const auto& connection : m_stage.document().design().connections) {
        const bool itself = connection->id.str() == current;
        if (itself || connection->to.str() == current) joined.push_back(connection->from.str());
        if (itself || connection->from.str() == current) joined.push_back(connection->to.str());
    }
    for (const auto& component : m_stage.document().design().components) all.push_back(component->id.str());
    const QPointF origin =
        current.empty() ? m_stage.viewport().visible().center() : m_stage.grid().box(current).center();
    std::string next = nearestTowards(m_stage.grid(), origin, *side, joined);
    if (next.empty()) next = nearestTowards(m_stage.grid(), origin, *side, all);
    if (next.empty()) return true;
    QStringList chosen = event.modifiers().testFlag(Qt::ShiftModifier) ? selected : QStringList();
    chosen.append(text(next));
    m_stage.selection().set(chosen);
    m_stage.reveal(text(next));
    return true;
}

bool SelectTool::growKey(const QKeyEvent& event) {
    const std::optional<Side> side = sideOf(event);
    const std::string current = m_stage.selection().current().toStdString();
    if (!side || (event.modifiers() & ~Qt::KeypadModifier) != Qt::ControlModifier ||
        m_stage.document().design().component(design::ComponentId(current)) == nullptr)
        return false;
    m_stage.grow(current, *side);
    return true;
}

bool SelectTool::cycle(bool forward) {
    const std::vector<std::string> ids = elementsInReadingOrder(m_stage.document().design(), m_stage.grid());
    const auto found = std::find(ids.begin(), ids.end(), m_stage.selection().current().toStdString());
    if (ids.empty() || found == (forward ? ids.end() - 1 : ids.begin())) {
        m_stage.selection().clear();
        return false;
    }
    if (found == ids.end())
        m_stage.selection().select(text(forward ? ids.front() : ids.back()));
    else
        m_stage.selection().select(text(forward ? *(found + 1) : *(found - 1)));
    m_stage.reveal(m_stage.selection().current());
    return true;
}

QRectF SelectTool::paintArea() const {
    constexpr double handle = 48; // of ports, corners and arrows
    QRectF area;
    for (const std::string& id : {m_hover.hit.id, m_stage.interactive() ? selectedNote() : std::string()})
        if (!id.empty()) area = area.united(m_stage.viewport().toScreen(m_stage.grid().box(id)));
    return area.adjusted(-handle, -handle, handle, handle);
}

void SelectTool::paint(QPainter& painter) const {
    const QColor colour = m_stage.colours().accent;
    if (const std::string note = m_stage.interactive() ? selectedNote() : std::string(); !note.empty()) {
        const QRectF box = m_stage.viewport().toScreen(m_stage.grid().box(note));
        painter.setPen(QPen(colour, 1.5));
        for (const Qt::Corner corner : corners) {
            painter.setBrush(m_hover.corner == corner ? colour : m_stage.colours().ground);
            QRectF handle(0, 0, 8, 8);
            handle.moveCenter(ResizeTool::cornerOf(box, corner));
            painter.drawRect(handle);
        }
    }
    if (m_hover.hit.role != scene::Role::Component || !m_stage.interactive()) return;
    paintPorts(painter);
    if (m_stage.viewport().zoom() >= arrowsFrom) paintArrows(painter);
}

void SelectTool::paintPorts(QPainter& painter) const {
    const QRectF box = m_stage.viewport().toScreen(m_stage.grid().box(m_hover.hit.id));
    painter.setPen(QPen(m_stage.colours().accent, 1.5));
    painter.setBrush(m_hover.port ? m_stage.colours().accent : m_stage.colours().ground);
    const double radius = (m_hover.port ? 5 : 4) * std::clamp(m_stage.viewport().zoom() * 1.2, 0.6, 1.0);
    for (QPointF port : {QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()),
                         QPointF(box.center().x(), box.top()), QPointF(box.center().x(), box.bottom())})
        painter.drawEllipse(port, radius, radius);
}

void SelectTool::paintArrows(QPainter& painter) const {
    const QRectF box = m_stage.viewport().toScreen(m_stage.grid().box(m_hover.hit.id));
    for (const Side side : sides) {
        const QPointF at = arrowOf(box, side), out = directionOf(side), across(out.y(), out.x());
        const Hit below = m_stage.grid().at(m_stage.viewport().toCanvas(at), 0);
        if (below.role == scene::Role::Component || below.role == scene::Role::Note) continue; // no room
        const bool aimed = m_hover.arrow == side;
        painter.setPen(Qt::NoPen);
        painter.setBrush(aimed ? m_stage.colours().accent : m_stage.colours().ground);
        painter.drawEllipse(at, arrowReach - 2, arrowReach - 2);
        painter.setPen(QPen(aimed ? m_stage.colours().ground : m_stage.colours().accent, 1.5, Qt::SolidLine,
                            Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF{at - out * 2 + across * 4, at + out * 2, at - out * 2 - across * 4});
    }
}

QCursor SelectTool::cursor() const {
    if (m_hover.port) return Qt::CrossCursor;
    if (m_hover.arrow) return Qt::PointingHandCursor;
    if (m_hover.corner) return ResizeTool::cursorOf(*m_hover.corner);
    if (!m_stage.interactive() && m_hover.hit) return Qt::PointingHandCursor;
    return Qt::ArrowCursor;
}

} // namespace catenary::studio
