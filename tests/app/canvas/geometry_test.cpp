// SPDX-License-Identifier: Apache-2.0
// The parts of the canvas that need no window: viewport, snap guides, hit testing.
#include "app/studio/canvas/hit_grid.h"
#include "app/studio/canvas/snapper.h"
#include "app/studio/canvas/viewport.h"

#include <QtTest>

using namespace catenary;
using studio::HitGrid;
using studio::Snapper;
using studio::Viewport;

namespace {

scene::Node card(const char* id, scene::Rect box) {
    scene::Node node;
    node.id = id;
    node.bounds = box;
    return node;
}

} // namespace

class CanvasGeometryTest : public QObject {
    Q_OBJECT

private slots:
    void zoomingKeepsThePointUnderThePointer() {
        Viewport view;
        view.resize({800, 600});
        view.panBy({37, -11});
        const QPointF pointer(123, 456);
        const QPointF before = view.toCanvas(pointer);
        view.zoomAt(pointer, 2.7);
        QCOMPARE(view.zoom(), 2.7);
        QVERIFY((view.toCanvas(pointer) - before).manhattanLength() < 1e-9);
    }

    void zoomStaysWithinItsLimits() {
        Viewport view;
        view.zoomAt({0, 0}, 1000);
        QCOMPARE(view.zoom(), Viewport::maximumZoom);
        view.zoomAt({0, 0}, 0);
        QCOMPARE(view.zoom(), Viewport::minimumZoom);
    }

    void fitShowsAllOfTheArea() {
        Viewport view;
        view.resize({800, 600});
        const QRectF area(-500, 200, 3000, 900);
        view.fit(area, {40, 30, 20, 100}, 2);
        QVERIFY(view.visible().contains(area));
        // The width decides: (800 - 40 - 20) / 3000; what is left of the height lies equally above and below.
        const QRectF seen = view.toScreen(area);
        QVERIFY(std::abs(seen.left() - 40) < 1e-9 && std::abs(seen.right() - 780) < 1e-9);
        QVERIFY(std::abs((seen.top() - 30) - (500 - seen.bottom())) < 1e-9);
    }

    void snapBringsTheNearestEdgesInLineAndShowsTheGuide() {
        const Snapper snapper({QRectF(100, 0, 50, 50)});
        const studio::Snap snap = snapper.snap(QRectF(103, 200, 50, 50), 6, 0);
        QCOMPARE(snap.delta.x(), -3.0);
        QCOMPARE(snap.delta.y(), 0.0);
        QCOMPARE(snap.guides.size(), std::size_t(1));
        QCOMPARE(snap.guides[0].x1(), 100.0);
    }

    void aGapEqualToThatOfTheNextTwoIsSnappedToAndMarked_data() {
        QTest::addColumn<QRectF>("moving");
        QTest::addColumn<QPointF>("place");
        QTest::addColumn<int>("marks");
        // A [0, 100], B [140, 240]: the gap is 40. C [520, 620] in the same row, D [520, 620] lower in C's column.
        QTest::newRow("behind the pair") << QRectF(283, 7, 100, 50) << QPointF(280, 7) << 2;
        QTest::newRow("before the pair") << QRectF(-138, 7, 100, 50) << QPointF(-140, 7) << 2;
        QTest::newRow("midway") << QRectF(322, 7, 120, 50) << QPointF(320, 7) << 2;              // (240 + 520) / 2 - 60
        QTest::newRow("below the column") << QRectF(533, 202, 60, 30) << QPointF(533, 200) << 2; // gap 50 - 150 + 50
        QTest::newRow("in another row") << QRectF(283, 307, 100, 50) << QPointF(283, 307) << 0;
        QTest::newRow("out of reach") << QRectF(290, 7, 100, 50) << QPointF(290, 7) << 0;
    }
    void aGapEqualToThatOfTheNextTwoIsSnappedToAndMarked() {
        QFETCH(QRectF, moving);
        QFETCH(QPointF, place);
        QFETCH(int, marks);
        const Snapper snapper(
            {QRectF(0, 0, 100, 50), QRectF(140, 0, 100, 50), QRectF(520, 0, 100, 50), QRectF(520, 100, 100, 50)});
        const studio::Snap snap = snapper.snap(moving, 4, 0);
        QCOMPARE(moving.topLeft() + snap.delta, place);
        QCOMPARE(static_cast<int>(snap.gaps.size()), marks);
        for (const QLineF& gap : snap.gaps) QCOMPARE(gap.length(), snap.gaps.front().length());
    }

    void withoutABoxInReachTheGridHolds() {
        const Snapper snapper({});
        const studio::Snap snap = snapper.snap(QRectF(13, 6.5, 50, 50), 6, 4);
        QCOMPARE(QPointF(13, 6.5) + snap.delta, QPointF(12, 8));
        QVERIFY(snap.guides.empty());
    }

    void theFrontmostElementIsHitAndLinesWithinTolerance() {
        auto picture = std::make_shared<scene::Scene>();
        scene::Node line = card("wire", {0, 0, 300, 10});
        line.role = scene::Role::Connection;
        line.line = {{0, 5}, {300, 5}};
        picture->nodes = {std::make_shared<scene::Node>(line),
                          std::make_shared<scene::Node>(card("back", {0, 0, 100, 60})),
                          std::make_shared<scene::Node>(card("front", {50, 0, 100, 60}))};
        HitGrid grid;
        grid.setScene(picture, {});
        QCOMPARE(grid.at({75, 30}, 6).id, std::string("front"));
        QCOMPARE(grid.at({20, 30}, 6).id, std::string("back"));
        QCOMPARE(grid.at({250, 10}, 6).id, std::string("wire"));
        QVERIFY(!grid.at({250, 12}, 6));
        QVERIFY(!grid.at({5000, 5000}, 6));
        QCOMPARE(grid.within({-10, -10, 170, 100}),
                 (std::vector<std::string>{"back", "front"})); // the wire only partly
    }
};

QTEST_APPLESS_MAIN(CanvasGeometryTest)
#include "geometry_test.moc"
