// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/diagram_canvas.h"

#include "app/studio/canvas/overlay_item.h"
#include "app/studio/canvas/tool_list.h"
#include "app/studio/canvas/tools/arrow_tool.h"
#include "app/studio/canvas/tools/erase_tool.h"
#include "app/studio/canvas/tools/frame_tool.h"
#include "app/studio/canvas/tools/pan_tool.h"
#include "app/studio/canvas/tools/place_tool.h"
#include "app/studio/canvas/tools/select_tool.h"
#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/models/glyph.h"
#include "core/scene/theme.h"

#include <QQuickWindow>
#include <QSGTransformNode>
#include <QTimerEvent>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr int settleMs = 90;        ///< of rest after which a zoom counts as done
constexpr double fitMargin = 40;    ///< pixels
constexpr double controlsRoom = 64; ///< pixels at the lower edge, where the zoom controls are
constexpr double toolsRoom = 52;    ///< pixels at the left edge, where the tools are
constexpr double fitLargest = 1.25;
constexpr double usualStep = 4;     ///< canvas units that what is dragged snaps to
constexpr double gridDistance = 20; ///< the same while the grid is shown, and between its dots
constexpr double densestDots = 10;  ///< pixels; farther out fewer are drawn

QColor qColour(scene::Colour colour) {
    return QColor(colour.r, colour.g, colour.b, colour.a);
}

/// Corner radius of the outline a card is drawn with: half its height for a pill, else that of cards. A rounded outline
/// begins at the end of its upper left corner.
double cornerOf(const scene::Node& node, const QRectF& box) {
    for (const scene::Item& item : node.items) {
        const auto* path = std::get_if<scene::PathItem>(&item);
        if (path == nullptr || path->fill.a == 0 || path->points.empty()) continue;
        const scene::Point& start = path->points.front();
        if (std::abs(start.y - box.top()) < 2 && std::abs(start.x - box.left() - box.height() / 2) < 2)
            return box.height() / 2;
    }
    return scene::metrics::cardRadius;
}

} // namespace

DiagramCanvas::DiagramCanvas(QQuickItem* parent) : QQuickItem(parent), m_tool(std::make_unique<SelectTool>(stage())) {
    setFlag(ItemHasContents);
    setFlag(ItemClipsChildrenToShape);
    setClip(true);
    setAcceptedMouseButtons(Qt::LeftButton | Qt::MiddleButton | Qt::RightButton);
    setAcceptHoverEvents(true);
    setActiveFocusOnTab(true);
    m_dots = new OverlayItem([this](QPainter& painter) { paintGrid(painter); }, this);
    m_dots->setVisible(false);
    m_overlay = new OverlayItem([this](QPainter& painter) { paintOverlay(painter); }, this);
    connect(&m_tiles, &TileLayer::needsUpdate, this, &QQuickItem::update);
    connect(&m_tiles, &TileLayer::overviewChanged, this, &DiagramCanvas::overviewChanged);
}

DiagramCanvas::~DiagramCanvas() = default;

void DiagramCanvas::setStudio(Studio* studio) {
    if (studio == m_studio || studio == nullptr || m_studio != nullptr) return;
    m_studio = studio;
    m_presenter = std::make_unique<ScenePresenter>([studio] { return studio->catalog(); });
    connect(m_presenter.get(), &ScenePresenter::updated, this, &DiagramCanvas::onScene);
    const auto show = [this] { m_presenter->setDesign(document().design(), document().gestureUnderWay()); };
    connect(studio->document(), &DocumentController::changed, this, show);
    connect(studio->document(), &DocumentController::gestureEnded, this, show);
    connect(studio->document(), &DocumentController::opened, this, [this] {
        m_resumed.clear();
        leave();
        finishEvent();
        m_fitWanted = true;
        fitIfWanted();
    });
    connect(studio->actions(), &EditActions::tidied, this, [this] {
        m_fitWanted = true;
        fitIfWanted();
    });
    connect(studio->selection(), &Selection::changed, this, [this] { redraw(); });
    connect(studio->settings(), &Settings::themeChanged, this, &DiagramCanvas::onTheme);
    connect(studio->settings(), &Settings::gridChanged, this, [this] { redraw(); });
    connect(studio->estimate(), &EstimateController::estimateChanged, this, &DiagramCanvas::onEstimate);
    onTheme();
    onEstimate();
    show();
    emit studioChanged();
}

void DiagramCanvas::setInteractive(bool interactive) {
    if (interactive == m_interactive) return;
    m_interactive = interactive;
    emit interactiveChanged();
    redraw();
}

void DiagramCanvas::setShowEstimate(bool show) {
    if (show == m_showEstimate) return;
    m_showEstimate = show;
    onEstimate();
    emit showEstimateChanged();
}

void DiagramCanvas::setHighlighted(const QStringList& ids) {
    if (ids == m_highlighted) return;
    m_highlighted = ids;
    emit highlightedChanged();
    redraw();
}

bool DiagramCanvas::ready() const {
    return m_presenter && m_presenter->picture() != nullptr;
}

QRectF DiagramCanvas::contentArea() const {
    return ready() ? toQt(m_presenter->picture()->scene->bounds) : QRectF();
}

void DiagramCanvas::onEstimate() {
    if (m_presenter == nullptr) return;
    m_presenter->setEstimate(m_showEstimate ? m_studio->estimate()->estimate() : nullptr);
}

scene::ThemeName DiagramCanvas::themeName() const {
    return scene::themeNamed(m_studio->settings()->shownTheme().toStdString()).value_or(scene::ThemeName::Light);
}

const scene::Scene* DiagramCanvas::scene() const {
    return ready() ? m_presenter->picture()->scene.get() : nullptr;
}

void DiagramCanvas::onTheme() {
    const scene::ThemeName name = themeName();
    const scene::ThemeColours& colours = scene::themeColours(name);
    m_colours = {qColour(colours.accent), qColour(colours.selection), qColour(colours.panel), qColour(colours.text),
                 qColour(colours.grid)};
    m_presenter->setTheme(name);
    redraw();
}

void DiagramCanvas::fitIfWanted() {
    if (!m_fitWanted || m_viewport.size().isEmpty() || !ready() ||
        !(m_presenter->picture()->design == document().design()))
        return;
    m_fitWanted = false;
    zoomToFit();
}

void DiagramCanvas::onScene() {
    const ScenePresenter::Picture& picture = *m_presenter->picture();
    m_grid.setScene(picture.scene, picture.geometry.boxes);
    m_tiles.setScene(picture.scene, picture.changed, picture.all);
    fitIfWanted();
    emit contentChanged();
    redraw();
}

// ---- view ----

void DiagramCanvas::viewMoved(bool zoomed) {
    if (zoomed) {
        m_settled = false;
        m_settleTimer.start(settleMs, this);
    }
    const double ratio = window() != nullptr ? window()->effectiveDevicePixelRatio() : 1.0;
    m_tiles.setView(m_viewport, ratio, m_settled);
    redraw();
    emit viewChanged();
}

void DiagramCanvas::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_settleTimer.timerId()) return;
    m_settleTimer.stop();
    m_settled = true;
    viewMoved(false);
}

void DiagramCanvas::zoomToFit() {
    const QRectF area = contentArea();
    if (area.isEmpty() || document().isEmpty()) {
        zoomTo(1.0);
        return;
    }
    fit(true);
}

void DiagramCanvas::fit(bool settled) {
    const double lower = m_interactive ? controlsRoom : fitMargin;
    const double left = m_interactive ? toolsRoom : fitMargin;
    m_viewport.fit(contentArea(), {left, fitMargin, fitMargin, lower}, fitLargest);
    m_fitted = m_viewport;
    m_settled = settled;
    viewMoved(!settled);
}

void DiagramCanvas::zoomToSelection() {
    QRectF area;
    for (const std::string& id : selection().elementIds()) area = area.united(m_grid.box(id));
    if (area.isEmpty()) return;
    m_viewport.fit(area, QMarginsF(1, 1, 1, 1) * (3 * fitMargin), 2.0);
    m_settled = true;
    viewMoved(false);
}

void DiagramCanvas::zoomTo(qreal zoom) {
    m_viewport.zoomAt({width() / 2, height() / 2}, zoom);
    m_settled = true;
    viewMoved(false);
}

void DiagramCanvas::centreOn(qreal x, qreal y) {
    m_viewport.centreOn({x, y});
    viewMoved(false);
}

void DiagramCanvas::panBy(qreal dx, qreal dy) {
    pan({dx, dy});
}

void DiagramCanvas::pan(QPointF screenDelta) {
    m_viewport.panBy(screenDelta);
    viewMoved(false);
}

void DiagramCanvas::reveal(const QString& id) {
    const QRectF box = m_grid.box(id.toStdString());
    if (box.isNull()) return;
    if (m_viewport.visible().contains(box) && !m_covered.intersects(m_viewport.toScreen(box))) return;
    m_viewport.centreOn(box.center());
    viewMoved(false);
}

QRectF DiagramCanvas::elementRect(const QString& id) const {
    const QRectF box = m_grid.box(id.toStdString());
    return box.isNull() ? QRectF() : m_viewport.toScreen(box);
}

qreal DiagramCanvas::elementCorner(const QString& id) const {
    const scene::Node* node = m_grid.node(id.toStdString());
    return node == nullptr ? 0 : cornerOf(*node, m_grid.box(id.toStdString())) * m_viewport.zoom();
}

// ---- scene graph ----

QSGNode* DiagramCanvas::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
    auto* root = static_cast<QSGTransformNode*>(old);
    if (root == nullptr) root = new QSGTransformNode;
    m_tiles.updateNodes(root, window());
    return root;
}

void DiagramCanvas::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickItem::geometryChange(now, before);
    if (now.size() == before.size()) return;
    const bool fitted = m_fitted == m_viewport && !contentArea().isEmpty();
    m_viewport.resize(now.size());
    m_dots->setSize(now.size());
    if (fitted)
        fit(false);
    else
        viewMoved(false);
    fitIfWanted();
}

void DiagramCanvas::itemChange(ItemChange change, const ItemChangeData& value) {
    if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange) viewMoved(false);
    QQuickItem::itemChange(change, value);
}

void DiagramCanvas::componentComplete() {
    QQuickItem::componentComplete();
    viewMoved(false);
}

// ---- overlay ----

QRectF DiagramCanvas::overlayArea() const {
    constexpr double outline = 14; // pixels an outline or a lock may reach out
    if (m_studio == nullptr) return {};
    QRectF area;
    const auto add = [&](const std::string& id) {
        if (const scene::Node* node = m_grid.node(id))
            area = area.united(m_viewport.toScreen(m_grid.box(id).united(toQt(node->bounds)))
                                   .adjusted(-outline, -outline, outline, outline));
    };
    for (const QString& id : m_highlighted) add(id.toStdString());
    if (m_interactive)
        for (const std::string& id : m_studio->selection()->elementIds()) add(id);
    return m_tool->paints() ? area.united(m_tool->paintArea()) : area;
}

bool DiagramCanvas::isDragging() const {
    const bool carried = m_chosen == QLatin1String("select") && dynamic_cast<const PlaceTool*>(m_tool.get()) != nullptr;
    return carried || (m_buttonDown && dynamic_cast<const SelectTool*>(m_tool.get()) == nullptr);
}

void DiagramCanvas::redraw() {
    m_dots->setVisible(m_interactive && m_studio != nullptr && m_studio->settings()->gridShown());
    if (m_dots->isVisible()) m_dots->update();
    m_overlay->showArea(overlayArea());
}

void DiagramCanvas::paintOverlay(QPainter& painter) const {
    if (m_studio == nullptr) return;
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QString& id : m_highlighted) paintOutline(painter, id.toStdString(), m_colours.accent);
    if (m_interactive)
        for (const std::string& id : m_studio->selection()->elementIds()) {
            paintOutline(painter, id, m_colours.accent);
            paintLock(painter, id);
        }
    m_tool->paint(painter);
}

/// A padlock on the upper right corner of what is locked.
void DiagramCanvas::paintLock(QPainter& painter, const std::string& id) const {
    const design::Component* component = m_studio->document()->design().component(design::ComponentId(id));
    if (component == nullptr || !component->locked) return;
    const QPointF corner = m_viewport.toScreen(m_grid.box(id)).topRight();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colours.accent);
    painter.drawEllipse(corner, 11, 11);
    painter.save();
    painter.translate(corner - QPointF(6, 6));
    painter.scale(0.75, 0.75); // signs are drawn on a grid of 16
    painter.setPen(QPen(m_colours.ground, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(controlGlyph(QStringLiteral("lock")));
    painter.restore();
}

double DiagramCanvas::gridStep() const {
    return m_studio->settings()->gridShown() ? gridDistance : usualStep;
}

void DiagramCanvas::paintGrid(QPainter& painter) const {
    double step = gridDistance;
    while (step * m_viewport.zoom() < densestDots) step *= 5;
    const QRectF seen = m_viewport.visible();
    std::vector<QRectF> boxes; // dots show through nothing
    for (const std::string& id : m_grid.within(seen))
        if (const scene::Role role = m_grid.node(id)->role; role == scene::Role::Component || role == scene::Role::Note)
            boxes.push_back(m_grid.box(id));
    painter.setPen(QPen(m_colours.grid, 2, Qt::SolidLine, Qt::RoundCap));
    for (double y = std::ceil(seen.top() / step) * step; y < seen.bottom(); y += step)
        for (double x = std::ceil(seen.left() / step) * step; x < seen.right(); x += step) {
            const QPointF dot(x, y);
            if (std::none_of(boxes.begin(), boxes.end(), [&](const QRectF& box) { return box.contains(dot); }))
                painter.drawPoint(m_viewport.toScreen(dot));
        }
}

void DiagramCanvas::paintOutline(QPainter& painter, const std::string& id, const QColor& colour) const {
    const scene::Node* node = m_grid.node(id);
    if (node == nullptr) return;
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (node->role == scene::Role::Connection) {
        QPolygonF line;
        for (const scene::Point& point : node->line) line.append(m_viewport.toScreen(toQt(point)));
        QColor soft = colour;
        soft.setAlpha(110);
        painter.setPen(QPen(soft, 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(line);
        return;
    }
    const QRectF box = m_viewport.toScreen(m_grid.box(id)).adjusted(-2, -2, 2, 2);
    const double radius = cornerOf(*node, m_grid.box(id)) * m_viewport.zoom() + 2;
    painter.drawRoundedRect(box, radius, radius);
}

// ---- tools ----

void DiagramCanvas::enter(std::unique_ptr<Tool> tool) {
    m_finished.push_back(std::move(m_tool));
    m_tool = std::move(tool);
    m_spacePan = nullptr;
    redraw();
}

void DiagramCanvas::leave() {
    enter(std::make_unique<SelectTool>(stage()));
    if (m_chosen == QLatin1String("select")) return;
    m_chosen = QStringLiteral("select");
    emit toolChanged();
}

std::unique_ptr<Tool> DiagramCanvas::makeTool(const QString& id) {
    const ToolEntry* entry = toolNamed(id);
    if (entry == nullptr || id == QLatin1String("select")) return nullptr;
    if (*entry->kind != '\0') return std::make_unique<PlaceTool>(stage(), QLatin1String(entry->kind));
    if (id == QLatin1String("hand")) return std::make_unique<PanTool>(stage(), PanTool::Until::Another);
    if (id == QLatin1String("group")) return std::make_unique<FrameTool>(stage());
    if (id == QLatin1String("erase")) return std::make_unique<EraseTool>(stage());
    return std::make_unique<ArrowTool>(stage(), id == QLatin1String("async"));
}

void DiagramCanvas::chooseTool(const QString& id) {
    if (!m_interactive || m_studio == nullptr) return;
    m_resumed.clear();
    m_tool->cancel();
    leave();
    if (std::unique_ptr<Tool> tool = makeTool(id)) {
        enter(std::move(tool));
        m_chosen = id;
        emit toolChanged();
    }
    finishEvent();
}

void DiagramCanvas::beginRename(const std::string& id) {
    if (!m_interactive) return;
    const bool lines = document().design().note(design::NoteId(id)) != nullptr;
    QRectF box = m_grid.box(id);
    if (const design::Group* group = document().design().group(design::GroupId(id)); group != nullptr)
        box.setHeight(scene::metrics::groupTitleHeight);
    if (const scene::Node* node = m_grid.node(id);
        node != nullptr && node->role == scene::Role::Connection && !node->line.empty()) {
        const QPointF middle = toQt(node->line[node->line.size() / 2]);
        box = QRectF(middle - QPointF(80, 14), QSizeF(160, 28));
    }
    emit renameWanted(text(id), m_studio->actions()->nameOf(text(id)), m_viewport.toScreen(box), lines);
}

} // namespace catenary::studio
