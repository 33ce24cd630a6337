// SPDX-License-Identifier: Apache-2.0
//
// canvas: the drawing surface. `DiagramCanvas` is the one item: it shows the scene of the open document as tiles
// (tile_layer.h), owns all input and hands it to the tool in force (tools/), and draws selection and tools in an
// overlay. `interactive: false` makes a stage for looking and pointing only.
#pragma once

#include "app/studio/canvas/scene_presenter.h"
#include "app/studio/canvas/tile_layer.h"
#include "app/studio/canvas/tools/tool.h"
#include "app/studio/studio/studio.h"

#include <QBasicTimer>
#include <QQuickItem>

namespace catenary::studio {

class OverlayItem;
class PanTool;

class DiagramCanvas : public QQuickItem, private Stage {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(catenary::studio::Studio* studio READ studio WRITE setStudio NOTIFY studioChanged REQUIRED)
    Q_PROPERTY(bool interactive READ isInteractive WRITE setInteractive NOTIFY interactiveChanged)
    Q_PROPERTY(bool showEstimate READ showEstimate WRITE setShowEstimate NOTIFY showEstimateChanged)
    Q_PROPERTY(QStringList highlighted READ highlighted WRITE setHighlighted NOTIFY
                   highlightedChanged) ///< outlined ids, for stages
    Q_PROPERTY(qreal zoom READ zoom NOTIFY viewChanged)
    Q_PROPERTY(QRectF visibleArea READ visibleArea NOTIFY viewChanged)    ///< in canvas coordinates
    Q_PROPERTY(QRectF contentArea READ contentArea NOTIFY contentChanged) ///< in canvas coordinates
    Q_PROPERTY(bool ready READ ready NOTIFY contentChanged)               ///< a scene is there
    /// Something is being dragged: a tool is at work with a button held, or a kind comes from the palette.
    Q_PROPERTY(bool dragging READ isDragging NOTIFY pointerMoved)
    /// Id of the tool in force, see tool_list.h.
    Q_PROPERTY(QString tool READ tool WRITE chooseTool NOTIFY toolChanged)
    /// What something else lies over, item coordinates: an element below it is not in view.
    Q_PROPERTY(QRectF covered MEMBER m_covered)
    Q_PROPERTY(
        QPointF pointer READ pointerPosition NOTIFY pointerMoved) ///< last place of the pointer, item coordinates

public:
    explicit DiagramCanvas(QQuickItem* parent = nullptr);
    ~DiagramCanvas() override;

    [[nodiscard]] Studio* studio() const { return m_studio; }
    void setStudio(Studio* studio);
    [[nodiscard]] bool isInteractive() const { return m_interactive; }
    void setInteractive(bool interactive);
    [[nodiscard]] bool showEstimate() const { return m_showEstimate; }
    void setShowEstimate(bool show);
    [[nodiscard]] const QStringList& highlighted() const { return m_highlighted; }
    void setHighlighted(const QStringList& ids);
    [[nodiscard]] qreal zoom() const { return m_viewport.zoom(); }
    [[nodiscard]] QRectF visibleArea() const { return m_viewport.visible(); }
    [[nodiscard]] QRectF contentArea() const;
    [[nodiscard]] bool ready() const;
    [[nodiscard]] QPointF pointerPosition() const { return m_pointer; }
    [[nodiscard]] bool isDragging() const;
    /// The coarse picture of the whole scene, for the minimap, and the canvas area it shows.
    [[nodiscard]] QImage overview() const { return m_tiles.overview(); }
    [[nodiscard]] QRectF overviewArea() const { return m_tiles.overviewArea(); }
    [[nodiscard]] const scene::Scene* scene() const; ///< what is drawn; nullptr before there is one
    [[nodiscard]] scene::ThemeName themeName() const;
    /// Every pixel in view shows the present picture.
    [[nodiscard]] bool complete() const { return m_tiles.complete(); }
    /// And that picture is the last one there will be until something is done; for pictures of the window.
    [[nodiscard]] bool settled() const { return m_settled && complete() && m_presenter->atRest(); }

    Q_INVOKABLE void zoomToFit(); ///< and stays so while the item changes its size
    Q_INVOKABLE void zoomToSelection();
    Q_INVOKABLE void zoomTo(qreal zoom); ///< about the middle
    Q_INVOKABLE void zoomIn() { zoomTo(m_viewport.zoom() * 1.25); }
    Q_INVOKABLE void zoomOut() { zoomTo(m_viewport.zoom() / 1.25); }
    Q_INVOKABLE void centreOn(qreal x, qreal y); ///< canvas coordinates
    Q_INVOKABLE void panBy(qreal dx, qreal dy);  ///< pixels
    Q_INVOKABLE void reveal(const QString& id) override;
    Q_INVOKABLE QPointF toCanvas(qreal x, qreal y) const { return m_viewport.toCanvas({x, y}); }
    Q_INVOKABLE QRectF elementRect(const QString& id) const;  ///< item coordinates
    Q_INVOKABLE qreal elementCorner(const QString& id) const; ///< radius of its corners, pixels; 0 if there is none

    [[nodiscard]] const QString& tool() const { return m_chosen; }
    Q_INVOKABLE void chooseTool(const QString& id);

    /// Adds a kind in the middle of what is seen, on a free place. Returns the id.
    Q_INVOKABLE QString addInView(const QString& kind);
    /// Does with a kind what the chooser was opened for. Returns the id of the component; empty when it cannot be.
    Q_INVOKABLE QString take(const catenary::studio::KindRequest& request, const QString& kind);
    /// For what is added beside the selected component, into the selected connection, or at the pointer.
    Q_INVOKABLE void openChooser();
    Q_INVOKABLE void renameSelected();
    Q_INVOKABLE void openChooserAt(qreal x, qreal y); ///< item coordinates
    Q_INVOKABLE void pasteAt(qreal x, qreal y);
    Q_INVOKABLE void connectSelected();      ///< then choose the target by pointer or key
    Q_INVOKABLE void changeKindOfSelected(); ///< by the chooser
    /// The chooser for what comes next to the selected component: "right", "left", "above", "below".
    Q_INVOKABLE void growSelected(const QString& side);
    /// A kind dragged over the canvas; item coordinates of its middle.
    Q_INVOKABLE void dragOver(const QString& kind, qreal x, qreal y);
    Q_INVOKABLE void dragLeft();
    /// Puts it down: into a connection that is there, in place of a component's kind, or as a component of its own.
    Q_INVOKABLE QString dropKind(const QString& kind, qreal x, qreal y);

signals:
    void studioChanged();
    void interactiveChanged();
    void showEstimateChanged();
    void highlightedChanged();
    void viewChanged();
    void contentChanged();
    void overviewChanged();
    void pointerMoved();
    void toolChanged();
    void pointed(const QString& id);
    void renameWanted(const QString& id, const QString& text, const QRectF& rect, bool lines);
    /// The chooser of kinds, at a place in item coordinates; the answer goes to `take`.
    void kindWanted(const QPointF& at, const catenary::studio::KindRequest& request);
    void inspectWanted(const QString& id);
    void menuWanted(const QPointF& at, const QString& id);

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData*) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void itemChange(ItemChange change, const ItemChangeData& value) override;
    void componentComplete() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void hoverEnterEvent(QHoverEvent* event) override { hoverMoveEvent(event); }
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    // Stage
    Stage& stage() { return *this; }
    DocumentController& document() override { return *m_studio->document(); }
    Selection& selection() override { return *m_studio->selection(); }
    EditActions& actions() override { return *m_studio->actions(); }
    [[nodiscard]] const Viewport& viewport() const override { return m_viewport; }
    [[nodiscard]] const HitGrid& grid() const override { return m_grid; }
    [[nodiscard]] const OverlayColours& colours() const override { return m_colours; }
    [[nodiscard]] bool interactive() const override { return m_interactive; }
    [[nodiscard]] double gridStep() const override;
    void pan(QPointF screenDelta) override;
    void enter(std::unique_ptr<Tool> tool) override;
    void leave() override;
    void redraw() override;
    void beginRename(const std::string& id) override;
    void chooseKind(const KindRequest& request) override;
    void grow(const std::string& id, Side side) override;
    QString place(const QString& kind, QPointF canvas, bool named) override;
    [[nodiscard]] QPointF nextPlace() override;
    void pointAt(const std::string& id) override { emit pointed(text(id)); }
    void inspect(const std::string& id) override { emit inspectWanted(text(id)); }
    void showMenu(QPointF screen, const std::string& id) override { emit menuWanted(screen, text(id)); }
    void paintOutline(QPainter& painter, const std::string& id, const QColor& colour) const override;

    [[nodiscard]] Pointer pointer(const QMouseEvent& event) const;
    void finishEvent(); ///< lets go of tools left behind, updates the cursor
    void onScene();
    void fitIfWanted(); ///< once the scene of a newly opened document is there
    void onEstimate();
    void onTheme();
    void fit(bool settled);
    void viewMoved(bool zoomed);
    [[nodiscard]] bool keyAtWork(const QKeyEvent& event);
    [[nodiscard]] bool keyAtRest(const QKeyEvent& event);
    [[nodiscard]] std::unique_ptr<Tool> makeTool(const QString& id);
    void writeIfNote(const QString& id); ///< a new note wants its text
    void paintOverlay(QPainter& painter) const;
    void paintGrid(QPainter& painter) const;
    void paintLock(QPainter& painter, const std::string& id) const;
    [[nodiscard]] QRectF overlayArea() const;

    Studio* m_studio = nullptr;
    std::unique_ptr<ScenePresenter> m_presenter;
    TileLayer m_tiles;
    HitGrid m_grid;
    Viewport m_viewport;
    std::optional<Viewport> m_fitted; ///< the view as `zoomToFit` left it
    QRectF m_covered;
    OverlayColours m_colours;
    OverlayItem* m_dots = nullptr; ///< of the grid
    OverlayItem* m_overlay = nullptr;
    std::unique_ptr<Tool> m_tool;
    QString m_chosen = QStringLiteral("select");   ///< what `m_tool` was taken up as
    QString m_resumed;                             ///< what is taken up again once the view was moved; empty: nothing
    std::vector<std::unique_ptr<Tool>> m_finished; ///< kept until the event that left them is over
    PanTool* m_spacePan = nullptr;                 ///< the tool in force while Space is held
    QStringList m_highlighted;
    QPointF m_pointer;
    QBasicTimer m_settleTimer;
    bool m_interactive = true;
    bool m_showEstimate = true;
    bool m_settled = true;
    bool m_fitWanted = true; ///< with the next scene
    bool m_pointerInside = false;
    bool m_buttonDown = false;
};

} // namespace catenary::studio
