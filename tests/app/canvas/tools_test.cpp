// SPDX-License-Identifier: Apache-2.0
// The tools of the canvas, driven by mouse and keyboard events on a window.
#include "canvas_bench.h"

using namespace catenary;
using studio::DiagramCanvas;
using studio::Studio;

class CanvasToolsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<studio::CanvasBench> m_bench;
    Studio* m_studio = nullptr; ///< these of the bench
    QQuickWindow* m_window = nullptr;
    DiagramCanvas* m_canvas = nullptr;
    QString m_client, m_service;

    [[nodiscard]] const design::Design& design() const { return m_studio->document()->design(); }
    [[nodiscard]] design::Point placeOf(const QString& id) const {
        return *design().component(design::ComponentId(id.toStdString()))->at;
    }
    [[nodiscard]] QPoint centreOf(const QString& id) const { return m_canvas->elementRect(id).center().toPoint(); }
    /// On the right border of a card, where its port is.
    [[nodiscard]] QPoint portOf(const QString& id) const {
        const QRectF box = m_canvas->elementRect(id);
        return QPointF(box.right() + 3, box.center().y()).toPoint();
    }
    [[nodiscard]] QPoint emptyPlace() const { return QPoint(40, m_window->height() - 40); }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton) {
        m_bench->drag(from, to, modifiers, button);
    }
    void move(QPoint from, QPoint to) { m_bench->move(from, to); }
    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(m_window, code, modifiers); }

private slots:
    void initTestCase() { studio::useFolder(m_folder); }
    void init() {
        m_bench = std::make_unique<studio::CanvasBench>();
        QVERIFY(m_bench->begin());
        m_studio = &m_bench->studio;
        m_window = &m_bench->window;
        m_canvas = m_bench->canvas;
        m_client = m_bench->client;
        m_service = m_bench->service;
    }
    void cleanup() { m_bench.reset(); }

    void aPressSelectsAndAPressOnNothingClears() {
        QTest::mouseClick(m_window, Qt::LeftButton, {}, centreOf(m_client));
        QCOMPARE(m_studio->selection()->ids(), QStringList{m_client});
        QTest::mouseClick(m_window, Qt::LeftButton, {}, emptyPlace());
        QCOMPARE(m_studio->selection()->count(), 0);
    }

    void shiftAddsToTheSelection() {
        QTest::mouseClick(m_window, Qt::LeftButton, {}, centreOf(m_client));
        QTest::mouseClick(m_window, Qt::LeftButton, Qt::ShiftModifier, centreOf(m_service));
        QCOMPARE(m_studio->selection()->count(), 2);
        QTest::mouseClick(m_window, Qt::LeftButton, Qt::ShiftModifier, centreOf(m_client));
        QCOMPARE(m_studio->selection()->ids(), QStringList{m_service});
    }

    void aDragMovesByTheDistanceOfThePointerAndIsOneUndoStep() {
        const QPoint from = centreOf(m_client);
        drag(from, from + QPoint(50, 90), Qt::ControlModifier); // Ctrl: no snapping
        QCOMPARE(placeOf(m_client).x, 50.0);
        QCOMPARE(placeOf(m_client).y, 90.0);
        m_studio->document()->undo();
        QCOMPARE(placeOf(m_client).x, 0.0);
        QCOMPARE(placeOf(m_client).y, 0.0);
        QCOMPARE(design().components.size(), std::size_t(2));
    }

    void aDragSnapsToTheRowOfAnotherCard() {
        const QPoint from = centreOf(m_client);
        drag(from, from + QPoint(60, 4)); // 4 px below the row of the service
        QCOMPARE(placeOf(m_client).y, placeOf(m_service).y);
    }

    void aSegmentOfTheSelectedConnectionStaysWhereItIsDragged() {
        QVERIFY(m_studio->actions()->connectElements(m_client, m_service));
        const QString id = m_studio->selection()->current();
        QTRY_VERIFY(!m_canvas->elementRect(id).isNull());
        const auto waypoints = [&] { return design().connection(design::ConnectionId(id.toStdString()))->waypoints; };
        const QPoint middle = (centreOf(m_client) + centreOf(m_service)) / 2;
        drag(middle, middle + QPoint(0, 80));
        const std::vector<design::Point> bent = waypoints();
        QCOMPARE(bent.size(), std::size_t(2));
        QCOMPARE(bent[0].y, 116.0); // 36, the middle of both cards, + 80
        QCOMPARE(bent[1].y, 116.0);
        m_studio->document()->apply(design::MoveElements{{m_client.toStdString()}, -40, -60});
        QCOMPARE(waypoints(), bent);
        m_studio->document()->undo();
        QTest::mouseDClick(m_window, Qt::LeftButton, {}, middle + QPoint(0, 80));
        QVERIFY(waypoints().empty());
        m_studio->document()->undo();
        m_studio->document()->undo();
        QVERIFY(waypoints().empty());
    }

    void aNoteIsDrawnLargerByItsCornerAndIsOneUndoStep() {
        const QString id = m_studio->actions()->add("note", 100, 200);
        m_studio->selection()->select(id);
        const auto note = [&] { return *design().note(design::NoteId(id.toStdString())); };
        const design::Size before = note().size;
        const QPoint corner = m_canvas->elementRect(id).bottomRight().toPoint();
        drag(corner, corner + QPoint(40, 30));
        QCOMPARE(note().size.width, before.width + 40);
        QCOMPARE(note().size.height, before.height + 30);
        QCOMPARE(note().at.x, 100.0);
        const QPoint upper = m_canvas->elementRect(id).topLeft().toPoint();
        drag(upper, upper + QPoint(2000, 2000)); // past the other corner: it stays readable
        QVERIFY(note().size.width >= 80 && note().size.height >= 40);
        m_studio->document()->undo();
        m_studio->document()->undo();
        QCOMPARE(note().size.width, before.width);
        QCOMPARE(note().at.x, 100.0);
    }

    void aNewNoteWantsItsText() {
        QSignalSpy wanted(m_canvas, &DiagramCanvas::renameWanted);
        const QString id = m_canvas->dropKind("note", 200, 300);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].toString(), id);
    }

    void aNoteInAGroupMovesWithIt() {
        m_studio->selection()->set({m_client, m_service});
        m_studio->actions()->group();
        const QString group = QString::fromStdString(design().groups[0].id.str());
        QTRY_VERIFY(!m_canvas->elementRect(group).isNull());
        const QRectF box(m_canvas->toCanvas(m_canvas->elementRect(group).x(), m_canvas->elementRect(group).y()),
                         m_canvas->elementRect(group).size());
        design::Note note;
        note.id = design::NoteId("inside");
        note.at = {box.x() + 200, box.y() + 40};
        note.size = {100, 40};
        QVERIFY(m_studio->document()->apply(design::AddNote{note}));
        m_studio->selection()->select(group);
        const QPoint title = (m_canvas->elementRect(group).topLeft() + QPointF(12, 8)).toPoint();
        drag(title, title + QPoint(30, 20), Qt::ControlModifier);
        QCOMPARE(placeOf(m_client).x, 30.0);
        QCOMPARE(design().note(design::NoteId("inside"))->at.x, note.at.x + 30);
        QCOMPARE(design().note(design::NoteId("inside"))->at.y, note.at.y + 20);
    }

    void undoAfterADragShowsThePictureOfBefore() {
        const QString far = m_studio->actions()->add("service", 200, 260);
        QVERIFY(m_studio->actions()->connectElements(m_client, m_service));
        QVERIFY(m_studio->actions()->connectElements(m_client, far));
        QVERIFY(m_studio->actions()->connectElements(far, m_service));
        m_studio->selection()->clear();
        QTRY_VERIFY(m_canvas->settled());
        const QImage before = m_window->grabWindow();
        const QPoint from = centreOf(far);
        drag(from, from + QPoint(90, -150), Qt::ControlModifier);
        m_studio->document()->undo();
        m_studio->selection()->clear();
        QTest::mouseMove(m_window, emptyPlace());
        QTRY_COMPARE(m_window->grabWindow(), before);
    }

    void escapeDuringADragPutsEverythingBack() {
        const QPoint from = centreOf(m_client);
        QTest::mousePress(m_window, Qt::LeftButton, {}, from);
        move(from, from + QPoint(80, 80));
        QVERIFY(placeOf(m_client).x != 0.0);
        key(Qt::Key_Escape);
        QCOMPARE(placeOf(m_client).x, 0.0);
        QCOMPARE(placeOf(m_client).y, 0.0);
        QTest::mouseRelease(m_window, Qt::LeftButton, {}, from + QPoint(80, 80));
        QCOMPARE(placeOf(m_client).x, 0.0);
    }

    void aDragFromAPortConnects() {
        drag(portOf(m_client), centreOf(m_service));
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].from.str(), m_client.toStdString());
        QCOMPARE(design().connections[0].to.str(), m_service.toStdString());
    }

    void aConnectionDroppedOnNothingAsksWhatToAdd() {
        QSignalSpy wanted(m_canvas, &DiagramCanvas::kindWanted);
        drag(portOf(m_client), emptyPlace());
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][1].value<studio::KindRequest>().element, m_client);
        QVERIFY(design().connections.empty());
    }

    void aMarqueeSelectsWhatItTouches() {
        const QRectF client = m_canvas->elementRect(m_client), service = m_canvas->elementRect(m_service);
        drag((client.topLeft() - QPointF(30, 30)).toPoint(), (service.bottomRight() + QPointF(30, 30)).toPoint());
        QCOMPARE(m_studio->selection()->count(), 2);
        drag((client.topLeft() - QPointF(30, 30)).toPoint(), (client.center()).toPoint());
        QCOMPARE(m_studio->selection()->ids(), QStringList{m_client});
    }

    void aViewThatFitsGoesOnFittingUntilItIsMoved() {
        m_canvas->zoomToFit();
        m_canvas->setSize({500, 400});
        const QRectF all = m_canvas->elementRect(m_client).united(m_canvas->elementRect(m_service));
        QVERIFY2(QRectF(0, 0, 500, 400).contains(all), "what fitted still does");
        m_canvas->panBy(10, 0);
        const double zoom = m_canvas->zoom();
        m_canvas->setSize({900, 600});
        QCOMPARE(m_canvas->zoom(), zoom);
    }

    void afterTidyingUpEverythingIsInView() {
        const QString far = m_studio->actions()->add("service", 5000, 3000);
        QVERIFY(m_studio->actions()->connectElements(m_client, far));
        m_canvas->zoomTo(2);
        m_studio->actions()->tidyUp();
        const QRectF all(0, 0, m_canvas->width(), m_canvas->height());
        for (const QString& id : {m_client, m_service, far})
            QTRY_VERIFY(!m_canvas->elementRect(id).isNull() && all.contains(m_canvas->elementRect(id)));
    }

    void anEmptyDesignIsShownAtFullSize() {
        m_studio->document()->newDesign();
        QTRY_COMPARE(m_canvas->zoom(), 1.0);
        m_canvas->zoomTo(2);
        m_canvas->zoomToFit();
        QCOMPARE(m_canvas->zoom(), 1.0);
    }

    void whatIsCoveredIsBroughtIntoView() {
        const QRectF before = m_canvas->elementRect(m_service);
        m_canvas->reveal(m_service);
        QCOMPARE(m_canvas->elementRect(m_service), before); // it was in view
        m_canvas->setProperty("covered", QRectF(before.right() - 5, before.bottom() - 5, 100, 100));
        m_canvas->reveal(m_service);
        QVERIFY(m_canvas->elementRect(m_service) != before);
    }

    void theCanvasTellsWhileSomethingIsDragged() {
        QVERIFY(!m_canvas->isDragging());
        const QPoint from = centreOf(m_client);
        QTest::mousePress(m_window, Qt::LeftButton, {}, from);
        move(from, from + QPoint(40, 40));
        QVERIFY(m_canvas->isDragging());
        QTest::mouseRelease(m_window, Qt::LeftButton, {}, from + QPoint(40, 40));
        QVERIFY(!m_canvas->isDragging());
        m_canvas->dragOver("service", 50, 50);
        QVERIFY(m_canvas->isDragging());
        m_canvas->dragLeft();
        QVERIFY(!m_canvas->isDragging());
    }

    void theWheelZoomsAboutThePointer() {
        const QPointF at(200, 150);
        const QPointF before = m_canvas->toCanvas(at.x(), at.y());
        QWheelEvent event(at, m_window->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_window, &event);
        QVERIFY(m_canvas->zoom() > 1.0);
        QVERIFY((m_canvas->toCanvas(at.x(), at.y()) - before).manhattanLength() < 1e-6);
    }

    void theMiddleButtonPans() {
        const QPointF before = m_canvas->toCanvas(0, 0);
        drag(emptyPlace(), emptyPlace() + QPoint(60, -40), {}, Qt::MiddleButton);
        QCOMPARE(m_canvas->toCanvas(0, 0), before - QPointF(60, -40));
        QVERIFY(placeOf(m_client) == (design::Point{0, 0}));
    }

    void spaceAndADragPanEvenOverACard() {
        const QPointF before = m_canvas->toCanvas(0, 0);
        QTest::keyPress(m_window, Qt::Key_Space);
        drag(centreOf(m_client), centreOf(m_client) + QPoint(30, 20));
        QTest::keyRelease(m_window, Qt::Key_Space);
        QCOMPARE(m_canvas->toCanvas(0, 0), before - QPointF(30, 20));
        QVERIFY(placeOf(m_client) == (design::Point{0, 0}));
        QTest::mouseClick(m_window, Qt::LeftButton, {}, centreOf(m_client)); // selecting again
        QCOMPARE(m_studio->selection()->current(), m_client);
    }

    void arrowsNudgeTheSelection() {
        m_studio->selection()->select(m_client);
        key(Qt::Key_Right);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(placeOf(m_client) == (design::Point{4, 20}));
    }

    void aKeyHeldNudgesInOneStep() {
        m_studio->selection()->select(m_client);
        const auto repeat = [&](QEvent::Type type) {
            QKeyEvent event(type, Qt::Key_Right, Qt::NoModifier, QString(), true);
            QCoreApplication::sendEvent(m_window, &event);
        };
        QTest::keyPress(m_window, Qt::Key_Right);
        for (int i = 0; i < 3; ++i) {
            repeat(QEvent::KeyRelease);
            repeat(QEvent::KeyPress);
        }
        QTest::keyRelease(m_window, Qt::Key_Right);
        key(Qt::Key_Right);
        QCOMPARE(placeOf(m_client).x, 20.0);
        m_studio->document()->undo();
        QCOMPARE(placeOf(m_client).x, 16.0);
        m_studio->document()->undo();
        QCOMPARE(placeOf(m_client).x, 0.0);
        QVERIFY(!m_studio->document()->gestureUnderWay());
    }

    void aConnectionToItselfIsRefusedWithTheReason() {
        QSignalSpy refused(m_studio->document(), &studio::DocumentController::editRefused);
        QSignalSpy wanted(m_canvas, &DiagramCanvas::kindWanted);
        drag(portOf(m_client), centreOf(m_client));
        QCOMPARE(refused.count(), 1);
        QVERIFY(!refused[0][0].toString().isEmpty() && !refused[0][1].toString().isEmpty());
        QCOMPARE(wanted.count(), 0);
        QVERIFY(design().connections.empty());
        m_studio->selection()->select(m_service);
        m_studio->actions()->remove();
        m_studio->selection()->select(m_client);
        key(Qt::Key_C);
        key(Qt::Key_Return); // there is nothing to connect to
        QCOMPARE(refused.count(), 2);
        key(Qt::Key_Escape);
    }

    void byKeyboardAloneTwoCardsAreConnected() {
        key(Qt::Key_Tab);
        QCOMPARE(m_studio->selection()->current(), m_client);
        key(Qt::Key_C);
        key(Qt::Key_Return); // the first target is offered at once
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].to.str(), m_service.toStdString());
    }

    void aDoubleClickRenamesACardAndAddsOnNothing() {
        QSignalSpy rename(m_canvas, &DiagramCanvas::renameWanted);
        QSignalSpy add(m_canvas, &DiagramCanvas::kindWanted);
        QTest::mouseDClick(m_window, Qt::LeftButton, {}, centreOf(m_service));
        QCOMPARE(rename.count(), 1);
        QCOMPARE(rename[0][0].toString(), m_service);
        QTest::mouseDClick(m_window, Qt::LeftButton, {}, emptyPlace());
        QCOMPARE(add.count(), 1);
    }

    void aDroppedKindLandsWhereItIsDropped() {
        const QString id = m_canvas->dropKind("service", 450, 500);
        QVERIFY(!id.isEmpty());
        QTRY_VERIFY(!m_canvas->elementRect(id).isNull());
        QVERIFY((m_canvas->elementRect(id).center() - QPointF(450, 500)).manhattanLength() <= 4); // on the grid of 4
    }

    void aStageOnlyPoints() {
        m_canvas->setInteractive(false);
        QSignalSpy pointed(m_canvas, &DiagramCanvas::pointed);
        QTest::mouseClick(m_window, Qt::LeftButton, {}, centreOf(m_service));
        QCOMPARE(pointed.count(), 1);
        QCOMPARE(pointed[0][0].toString(), m_service);
        QCOMPARE(m_studio->selection()->count(), 0);
        drag(centreOf(m_client), centreOf(m_client) + QPoint(70, 70));
        QVERIFY(placeOf(m_client) == (design::Point{0, 0}));
    }

    void cardsAreSeenWhereTheirBoxesAre() {
        const QImage before = m_window->grabWindow();
        const QRect box = m_canvas->elementRect(m_service).toRect();
        m_studio->selection()->select(m_service);
        m_studio->actions()->remove();
        QTRY_VERIFY(m_canvas->elementRect(m_service).isNull() && m_canvas->settled());
        const QImage after = m_window->grabWindow();
        const double scale = m_window->effectiveDevicePixelRatio();
        const QRect pixels(box.topLeft() * scale, box.size() * scale);
        QVERIFY(before.copy(pixels) != after.copy(pixels));
        const QImage ground = after.copy(pixels);
        for (int y = 0; y < ground.height(); ++y)
            for (int x = 0; x < ground.width(); ++x)
                QCOMPARE(ground.pixel(x, y), ground.pixel(0, 0)); // nothing is left
    }
};

QTEST_MAIN(CanvasToolsTest)
#include "tools_test.moc"
