// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/segment_tool.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr double step = 4; ///< canvas units that waypoints are multiples of

double onStep(double value) {
    return std::round(value / step) * step;
}

double distance(QPointF p, QPointF a, QPointF b) {
    const QPointF along = b - a;
    const double length = QPointF::dotProduct(along, along);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(p - a, along) / length, 0.0, 1.0) : 0.0;
    const QPointF off = p - (a + along * t);
    return std::hypot(off.x(), off.y());
}

} // namespace

SegmentTool::SegmentTool(Stage& stage, std::string connection, QPointF at)
    : Tool(stage), m_id(std::move(connection)), m_grabbed(at) {
    if (const design::Connection* found = m_stage.document().design().connection(design::ConnectionId(m_id)))
        m_before = *found;
    if (const scene::Node* node = m_stage.grid().node(m_id)) m_line = node->line;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i + 1 < m_line.size(); ++i)
        if (const double off = distance(at, toQt(m_line[i]), toQt(m_line[i + 1])); off < nearest) {
            nearest = off;
            m_segment = i;
        }
}

void SegmentTool::press(const Pointer&) {
    m_gesture = m_stage.document().beginGesture();
}

design::Connection SegmentTool::moved(QPointF by) const {
    design::Connection connection = *m_before;
    if (connection.route != design::RouteStyle::Orthogonal) {
        // A bend where it was grabbed, between the waypoints before and after.
        const QPointF at = m_grabbed + by;
        std::size_t place = 0;
        double nearest = std::numeric_limits<double>::infinity();
        std::vector<QPointF> through{toQt(m_line.front())};
        for (const design::Point& p : connection.waypoints) through.push_back(toQt(p));
        through.push_back(toQt(m_line.back()));
        for (std::size_t i = 0; i + 1 < through.size(); ++i)
            if (const double off = distance(m_grabbed, through[i], through[i + 1]); off < nearest) {
                nearest = off;
                place = i;
            }
        connection.waypoints.insert(connection.waypoints.begin() + static_cast<std::ptrdiff_t>(place),
                                    {onStep(at.x()), onStep(at.y())});
        return connection;
    }
    // All corners stay by hand, the grabbed segment's two move square to it; the ends of the line stay the router's.
    const scene::Point a = m_line[m_segment], b = m_line[m_segment + 1];
    const bool vertical = a.x == b.x;
    const double to = vertical ? onStep(a.x + by.x()) : onStep(a.y + by.y());
    const auto put = [&](scene::Point p) { return vertical ? scene::Point{to, p.y} : scene::Point{p.x, to}; };
    std::vector<scene::Point> corners(m_line.begin() + 1, m_line.end() - 1);
    if (m_line.size() == 2) { // a straight line gets a bay in its middle
        const auto part = [&](double t) { return scene::Point{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; };
        corners = {put(part(0.3)), put(part(0.7))};
    } else if (m_segment == 0) {
        corners.front() = put(corners.front());
        corners.insert(corners.begin(), put({(a.x + b.x) / 2, (a.y + b.y) / 2}));
    } else if (m_segment + 2 == m_line.size()) {
        corners.back() = put(corners.back());
        corners.push_back(put({(a.x + b.x) / 2, (a.y + b.y) / 2}));
    } else {
        corners[m_segment - 1] = put(a);
        corners[m_segment] = put(b);
    }
    connection.waypoints = corners;
    return connection;
}

void SegmentTool::move(const Pointer& at) {
    if (!m_before || m_line.size() < 2) return;
    m_stage.document().apply(design::ReplaceConnection{moved(at.canvas - m_grabbed)}, m_gesture);
}

void SegmentTool::release(const Pointer&) {
    m_stage.document().endGesture();
    m_stage.leave();
}

void SegmentTool::cancel() {
    if (m_before) m_stage.document().apply(design::ReplaceConnection{*m_before}, m_gesture);
    m_stage.document().endGesture();
}

QCursor SegmentTool::cursor() const {
    if (m_line.size() < 2 || !m_before || m_before->route != design::RouteStyle::Orthogonal) return Qt::SizeAllCursor;
    return m_line[m_segment].x == m_line[m_segment + 1].x ? Qt::SizeHorCursor : Qt::SizeVerCursor;
}

} // namespace catenary::studio
