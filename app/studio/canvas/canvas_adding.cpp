// SPDX-License-Identifier: Apache-2.0
// How components come onto the canvas: by the chooser, from the palette, beside what is there.
#include "app/studio/canvas/diagram_canvas.h"
#include "app/studio/canvas/tools/connect_tool.h"
#include "app/studio/canvas/tools/place_tool.h"
#include "core/scene/theme.h"

namespace catenary::studio {

namespace {

constexpr double stepAcross = scene::metrics::cardWidth + 64; ///< to the next place, where one is taken
constexpr double stepDown = scene::metrics::cardHeight + 24;

} // namespace

void DiagramCanvas::chooseKind(const KindRequest& request) {
    if (m_interactive) emit kindWanted(m_viewport.toScreen(request.at), request);
}

void DiagramCanvas::grow(const std::string& id, Side side) {
    const design::Component* component = document().design().component(design::ComponentId(id));
    if (component == nullptr) return;
    KindRequest request;
    request.purpose = KindRequest::Purpose::Connect;
    request.element = text(id);
    const QSizeF card(scene::metrics::cardWidth, scene::metrics::cardHeight);
    request.at = QRectF(freeCornerBeside(document().design(), boxOf(*component), side), card).center();
    chooseKind(request);
}

QPointF DiagramCanvas::nextPlace() {
    const design::Component* component =
        document().design().component(design::ComponentId(selection().current().toStdString()));
    if (component == nullptr) return m_viewport.toCanvas({width() / 2, height() / 3});
    const QSizeF card(scene::metrics::cardWidth, scene::metrics::cardHeight);
    return QRectF(freeCornerBeside(document().design(), boxOf(*component), Side::Right), card).center();
}

void DiagramCanvas::openChooser() {
    const std::string current = selection().current().toStdString();
    KindRequest request;
    if (document().design().connection(design::ConnectionId(current)) != nullptr) {
        request.purpose = KindRequest::Purpose::Insert;
        request.element = text(current);
        request.at = m_grid.box(current).center();
    } else if (document().design().component(design::ComponentId(current)) == nullptr && m_pointerInside) {
        request.at = m_viewport.toCanvas(m_pointer);
    } else {
        request.at = nextPlace();
    }
    chooseKind(request);
}

void DiagramCanvas::openChooserAt(qreal x, qreal y) {
    KindRequest request;
    request.at = m_viewport.toCanvas({x, y});
    chooseKind(request);
}

void DiagramCanvas::changeKindOfSelected() {
    const QString id = selection().current();
    if (document().design().component(design::ComponentId(id.toStdString())) == nullptr) return;
    KindRequest request;
    request.purpose = KindRequest::Purpose::Change;
    request.element = id;
    request.at = m_grid.box(id.toStdString()).center();
    chooseKind(request);
}

void DiagramCanvas::growSelected(const QString& side) {
    grow(selection().current().toStdString(), side == QLatin1String("left")    ? Side::Left
                                              : side == QLatin1String("above") ? Side::Above
                                              : side == QLatin1String("below") ? Side::Below
                                                                               : Side::Right);
}

QString DiagramCanvas::take(const KindRequest& request, const QString& kind) {
    EditActions& edit = actions();
    if (request.purpose == KindRequest::Purpose::Change)
        return edit.changeKind(request.element, kind) ? request.element : QString();
    const bool inserted = request.purpose == KindRequest::Purpose::Insert;
    const QPointF corner = freeCorner(document().design(), cardCorner(request.at),
                                      inserted ? QPointF(0, stepDown) : QPointF(stepAcross, 0));
    const QString from = request.purpose == KindRequest::Purpose::Connect ? request.element : QString();
    const QString id = inserted ? edit.insertInto(request.element, kind, corner.x(), corner.y())
                                : edit.add(kind, corner.x(), corner.y(), from, request.async);
    if (!id.isEmpty()) reveal(id);
    return id;
}

QString DiagramCanvas::addInView(const QString& kind) {
    const QPointF corner =
        freeCorner(document().design(), cardCorner(m_viewport.visible().center()), QPointF(0, stepDown));
    const QString id = actions().add(kind, corner.x(), corner.y());
    if (!id.isEmpty()) reveal(id);
    writeIfNote(id);
    return id;
}

QString DiagramCanvas::place(const QString& kind, QPointF canvas, bool named) {
    const Hit target = PlaceTool::targetAt(stage(), kind, canvas);
    const QPointF corner = cardCorner(canvas);
    QString id;
    if (target && target.role == scene::Role::Component)
        id = actions().changeKind(text(target.id), kind) ? text(target.id) : QString();
    else if (target)
        id = actions().insertInto(text(target.id), kind, corner.x(), corner.y());
    else
        id = actions().add(kind, corner.x(), corner.y());
    if (named && !id.isEmpty() && !target)
        beginRename(id.toStdString());
    else
        writeIfNote(id);
    return id;
}

void DiagramCanvas::dragOver(const QString& kind, qreal x, qreal y) {
    if (dynamic_cast<PlaceTool*>(m_tool.get()) == nullptr || m_chosen != QLatin1String("select")) {
        leave();
        enter(std::make_unique<PlaceTool>(stage(), kind));
    }
    Pointer at;
    at.screen = {x, y};
    at.canvas = m_viewport.toCanvas(at.screen);
    m_pointer = at.screen;
    m_tool->hover(at);
    finishEvent();
    emit pointerMoved();
}

void DiagramCanvas::dragLeft() {
    leave();
    finishEvent();
    emit pointerMoved();
}

QString DiagramCanvas::dropKind(const QString& kind, qreal x, qreal y) {
    dragLeft();
    forceActiveFocus();
    return place(kind, m_viewport.toCanvas({x, y}), false);
}

void DiagramCanvas::renameSelected() {
    const QString id = selection().current();
    if (!id.isEmpty()) beginRename(id.toStdString());
}

void DiagramCanvas::writeIfNote(const QString& id) {
    if (document().design().note(design::NoteId(id.toStdString())) != nullptr) beginRename(id.toStdString());
}

void DiagramCanvas::pasteAt(qreal x, qreal y) {
    actions().pasteAt(m_viewport.toCanvas({x, y}));
}

void DiagramCanvas::connectSelected() {
    const design::ComponentId id(selection().current().toStdString());
    if (!m_interactive || document().design().component(id) == nullptr) return;
    enter(std::make_unique<ConnectTool>(stage(), id.str(), ConnectTool::By::Keyboard));
    finishEvent();
}

} // namespace catenary::studio
