// SPDX-License-Identifier: Apache-2.0
// Drawing: the tools that keys take up, growing, putting kinds down on what is there, copies, all by events on a
// window.
#include "canvas_bench.h"

#include "app/studio/canvas/tool_list.h"

using namespace catenary;
using studio::CanvasBench;
using studio::DiagramCanvas;
using studio::KindRequest;

class AuthoringTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<CanvasBench> m_bench;

    [[nodiscard]] CanvasBench& bench() { return *m_bench; }
    [[nodiscard]] const design::Design& design() const { return m_bench->design(); }
    static KindRequest request(const QSignalSpy& wanted) { return wanted.last()[1].value<KindRequest>(); }
    QString connect() {
        if (!bench().studio.actions()->connectElements(bench().client, bench().service)) return {};
        bench().studio.selection()->clear();
        return QString::fromStdString(design().connections[0].id.str());
    }

private slots:
    void initTestCase() { studio::useFolder(m_folder); }
    void init() {
        m_bench = std::make_unique<CanvasBench>();
        QVERIFY(m_bench->begin());
    }
    void cleanup() { m_bench.reset(); }

    void everyToolIsTakenUpByItsLetterAndItsDigitAndPutDownByEscape() {
        for (const studio::ToolEntry& entry : studio::toolEntries())
            for (const char key : {entry.letter, entry.digit}) {
                if (key == 0) continue;
                bench().key(Qt::Key(key));
                QCOMPARE(bench().canvas->tool(), QString(entry.id));
                bench().key(Qt::Key_Escape);
                QCOMPARE(bench().canvas->tool(), QString("select"));
            }
    }

    void noTwoToolsShareAKey() {
        QSet<char> keys;
        for (const studio::ToolEntry& entry : studio::toolEntries())
            for (const char key : {entry.letter, entry.digit}) {
                QVERIFY2(key == 0 || !keys.contains(key), entry.id);
                keys.insert(key);
            }
    }

    void aShapePlacesItsKindWhereOneClicksAsksForItsNameAndIsPutDown() {
        QSignalSpy rename(bench().canvas, &DiagramCanvas::renameWanted);
        bench().key(Qt::Key_D);
        bench().click({450, 480});
        QCOMPARE(design().components.size(), std::size_t(3));
        const design::Component& added = design().components[2];
        QCOMPARE(added.kind, std::string("router"));
        QCOMPARE(rename.count(), 1);
        QCOMPARE(rename[0][0].toString(), QString::fromStdString(added.id.str()));
        QCOMPARE(bench().canvas->tool(), QString("select"));
        const QPointF middle = bench().canvas->elementRect(QString::fromStdString(added.id.str())).center();
        QVERIFY((middle - QPointF(450, 480)).manhattanLength() <= 4); // on the grid of 4
    }

    void aShapeDrawnAsABoxLiesInItsMiddle() {
        bench().key(Qt::Key_2);
        bench().drag({300, 400}, {500, 520});
        const QPointF middle =
            bench().canvas->elementRect(QString::fromStdString(design().components[2].id.str())).center();
        QVERIFY((middle - QPointF(400, 460)).manhattanLength() <= 4);
    }

    void aShapeIsPlacedBesideTheSelectionByEnter() {
        bench().studio.selection()->select(bench().service);
        bench().key(Qt::Key_R);
        bench().key(Qt::Key_Return);
        QCOMPARE(design().components.size(), std::size_t(3));
        QVERIFY(design().components[2].at->x > bench().component(bench().service).at->x);
        QVERIFY(design().connections.empty());
    }

    void theArrowConnectsByADragFromAnyPartOfACard() {
        bench().key(Qt::Key_A);
        bench().drag(bench().centreOf(bench().client), bench().centreOf(bench().service));
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].mode, design::Mode::Sync);
        QCOMPARE(bench().canvas->tool(), QString("select"));
    }

    void theArrowConnectsByTwoClicksAndTheDashedOneWaitsForNothing() {
        bench().key(Qt::Key_L);
        bench().click(bench().centreOf(bench().client));
        QVERIFY(design().connections.empty());
        bench().click(bench().centreOf(bench().service));
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].from.str(), bench().client.toStdString());
        QCOMPARE(design().connections[0].mode, design::Mode::Async);
    }

    void anArrowFromNothingIsRefusedWithTheReason() {
        QSignalSpy refused(bench().studio.document(), &studio::DocumentController::editRefused);
        bench().key(Qt::Key_A);
        bench().click(bench().emptyPlace());
        QCOMPARE(refused.count(), 1);
        QVERIFY(!refused[0][1].toString().isEmpty());
    }

    void theEraserRemovesWhatItIsDrawnOverInOneStep() {
        connect();
        const design::Design before = design();
        bench().key(Qt::Key_E);
        bench().drag(bench().centreOf(bench().client), bench().centreOf(bench().service));
        QVERIFY(design().components.empty() && design().connections.empty());
        bench().studio.document()->undo();
        QVERIFY(design() == before);
        QCOMPARE(bench().canvas->tool(), QString("erase")); // for more of it
    }

    void theEraserKeepsWhatIsLockedAndEverythingOnEscape() {
        bench().studio.selection()->select(bench().client);
        bench().studio.actions()->toggleLock();
        bench().key(Qt::Key_0);
        bench().drag(bench().centreOf(bench().client), bench().emptyPlace());
        QCOMPARE(design().components.size(), std::size_t(2));
        bench().press(bench().centreOf(bench().service));
        bench().move(bench().centreOf(bench().service), bench().emptyPlace());
        bench().key(Qt::Key_Escape);
        bench().release(bench().emptyPlace());
        QCOMPARE(design().components.size(), std::size_t(2));
    }

    void aFrameGroupsWhatItIsDrawnAround() {
        QSignalSpy rename(bench().canvas, &DiagramCanvas::renameWanted);
        const QRectF a = bench().canvas->elementRect(bench().client), b = bench().canvas->elementRect(bench().service);
        bench().key(Qt::Key_F);
        bench().drag((a.topLeft() - QPointF(30, 30)).toPoint(), (b.bottomRight() + QPointF(30, 30)).toPoint());
        QCOMPARE(design().groups.size(), std::size_t(1));
        QCOMPARE(design().groups[0].members.size(), std::size_t(2));
        QCOMPARE(rename.count(), 1);
    }

    void theHandMovesTheViewUntilAnotherToolIsTakenUp() {
        bench().key(Qt::Key_H);
        for (int i = 0; i < 2; ++i) {
            const QPointF before = bench().canvas->toCanvas(0, 0);
            bench().drag(bench().centreOf(bench().client), bench().centreOf(bench().client) + QPoint(30, 20));
            QCOMPARE(bench().canvas->toCanvas(0, 0), before - QPointF(30, 20));
        }
        bench().key(Qt::Key_V);
        bench().click(bench().centreOf(bench().client));
        QCOMPARE(bench().studio.selection()->current(), bench().client);
    }

    void movingTheViewInBetweenKeepsTheTool() {
        bench().key(Qt::Key_R);
        bench().drag(bench().emptyPlace(), bench().emptyPlace() + QPoint(20, -30), {}, Qt::MiddleButton);
        QCOMPARE(bench().canvas->tool(), QString("service"));
        bench().holdSpace(true);
        bench().drag(bench().emptyPlace(), bench().emptyPlace() + QPoint(20, -30));
        bench().holdSpace(false);
        QCOMPARE(bench().canvas->tool(), QString("service"));
        QCOMPARE(design().components.size(), std::size_t(2)); // that was no drag of the tool
    }

    void aKindDroppedOnAConnectionGoesIntoIt() {
        const QString id = connect();
        const QPoint at = bench().canvas->elementRect(id).center().toPoint();
        bench().canvas->dragOver("cache", at.x(), at.y());
        const QString cache = bench().canvas->dropKind("cache", at.x(), at.y());
        QCOMPARE(design().components.size(), std::size_t(3));
        QCOMPARE(design().connections.size(), std::size_t(2));
        QCOMPARE(design().connections[0].to.str(), cache.toStdString());
        QCOMPARE(design().connections[1].from.str(), cache.toStdString());
        QCOMPARE(design().connections[1].to.str(), bench().service.toStdString());
        bench().studio.document()->undo();
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().components.size(), std::size_t(2));
    }

    void aKindDroppedOnAComponentTakesItsPlace() {
        connect();
        const QPoint at = bench().centreOf(bench().service);
        bench().canvas->dropKind("cache", at.x(), at.y());
        QCOMPARE(design().components.size(), std::size_t(2));
        QCOMPARE(bench().component(bench().service).kind, std::string("cache"));
        QCOMPARE(design().connections.size(), std::size_t(1));
    }

    void aNoteDroppedOnAComponentIsANote() {
        const QPoint at = bench().centreOf(bench().service);
        bench().canvas->dropKind("note", at.x(), at.y());
        QCOMPARE(design().notes.size(), std::size_t(1));
        QCOMPARE(bench().component(bench().service).kind, std::string("service"));
    }

    void ctrlAndAnArrowAskWhatComesNextOnThatSideAndConnectIt() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        bench().studio.selection()->select(bench().service);
        bench().key(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(request(wanted).purpose, KindRequest::Purpose::Connect);
        const QString added = bench().canvas->take(request(wanted), "cache");
        QCOMPARE(bench().component(added).at->x, bench().component(bench().service).at->x);
        QVERIFY(bench().component(added).at->y > bench().component(bench().service).at->y + 72);
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].from.str(), bench().service.toStdString());
        QCOMPARE(bench().studio.selection()->current(), added);
    }

    void growingTowardsAnotherCardAddsBesideItAndLeavesItAlone() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        const QString near = bench().studio.actions()->add("service", 264, 0); // where the next of the client would be
        bench().studio.selection()->select(bench().client);
        bench().key(Qt::Key_Right, Qt::ControlModifier);
        const QString added = bench().canvas->take(request(wanted), "cache");
        QCOMPARE(design().components.size(), std::size_t(4));
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].to.str(), added.toStdString());
        const QRectF a = studio::boxOf(bench().component(near)), b = studio::boxOf(bench().component(added));
        QVERIFY(!a.intersects(b));
    }

    void whatGrowsOnOneSideStandsInARow() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        std::vector<QRectF> boxes;
        for (int i = 0; i < 4; ++i) {
            bench().studio.selection()->select(bench().service);
            bench().key(Qt::Key_Right, Qt::ControlModifier);
            const QRectF box = studio::boxOf(bench().component(bench().canvas->take(request(wanted), "cache")));
            for (const QRectF& other : boxes) {
                QCOMPARE(box.x(), other.x());
                QVERIFY(!box.intersects(other));
            }
            boxes.push_back(box);
        }
    }

    void anArrowBesideACardGrowsFromItWithAClick() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        const QRectF box = bench().canvas->elementRect(bench().service);
        bench().hover(bench().centreOf(bench().service));
        bench().click(QPointF(box.center().x(), box.bottom() + 22).toPoint());
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(request(wanted).element, bench().service);
        QVERIFY(request(wanted).at.y() > 72);
    }

    void altAndAnArrowFollowConnectionsBothWays() {
        connect();
        const QString aside = bench().studio.actions()->add("cache", 200, 0); // nearer, but not connected
        bench().studio.selection()->select(bench().client);
        bench().key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(bench().studio.selection()->current(), bench().service);
        bench().key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(bench().studio.selection()->current(), bench().client);
        bench().studio.selection()->select(aside);
        bench().key(Qt::Key_Left, Qt::AltModifier); // nothing is connected: what is next there
        QCOMPARE(bench().studio.selection()->current(), bench().client);
    }

    void withShiftAsWellWhatWasSelectedStaysSo() {
        connect();
        bench().studio.selection()->select(bench().client);
        bench().key(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(bench().studio.selection()->ids(), (QStringList{bench().client, bench().service}));
    }

    void whatIsLockedIsNotDragged() {
        bench().studio.selection()->select(bench().client);
        bench().studio.actions()->toggleLock();
        const design::Design before = design();
        const QPoint from = bench().centreOf(bench().client);
        bench().press(from);
        bench().move(from, from + QPoint(60, 60));
        QCOMPARE(bench().canvas->cursor().shape(), Qt::ForbiddenCursor);
        bench().release(from + QPoint(60, 60));
        QVERIFY(design() == before);
    }

    void aConnectionIsLedToTheComponentOneTypes() {
        bench().studio.actions()->add("cache", 200, 300);
        const QString database = bench().studio.actions()->add("relational_db", 500, 300);
        bench().studio.selection()->select(bench().client);
        bench().hover(bench().centreOf(bench().client));
        bench().key(Qt::Key_C);
        bench().hover(bench().centreOf(bench().client)); // as the window says again and again where it is
        bench().type("relat");
        bench().hover(bench().centreOf(bench().client));
        bench().key(Qt::Key_Return);
        QCOMPARE(design().connections.size(), std::size_t(1));
        QCOMPARE(design().connections[0].to.str(), database.toStdString());
    }

    void aNameThatNobodyHasIsSaidAndCanBeCorrected() {
        QSignalSpy refused(bench().studio.document(), &studio::DocumentController::editRefused);
        bench().studio.selection()->select(bench().client);
        bench().key(Qt::Key_C);
        bench().type("sq");
        bench().key(Qt::Key_Return);
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused[0][0].toString().contains("sq"));
        bench().key(Qt::Key_Backspace);
        bench().key(Qt::Key_Return);
        QCOMPARE(design().connections.size(), std::size_t(1));
    }

    void enterWithNothingSelectedAsksWhatToAdd() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        bench().key(Qt::Key_Return);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(request(wanted).purpose, KindRequest::Purpose::Add);
    }

    void theAddSearchAddsBesideTheSelectedCardAndIntoTheSelectedConnection() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        const QString id = connect();
        bench().studio.selection()->select(bench().service);
        bench().canvas->openChooser();
        QCOMPARE(request(wanted).purpose, KindRequest::Purpose::Add);
        QVERIFY(request(wanted).at.x() > 576);
        bench().studio.selection()->select(id);
        bench().canvas->openChooser();
        QCOMPARE(request(wanted).purpose, KindRequest::Purpose::Insert);
        bench().canvas->take(request(wanted), "api_gateway");
        QCOMPARE(design().connections.size(), std::size_t(2));
    }

    void kAsksForAnotherKindOfTheSelectedComponent() {
        QSignalSpy wanted(bench().canvas, &DiagramCanvas::kindWanted);
        bench().studio.selection()->select(bench().service);
        bench().key(Qt::Key_K);
        QCOMPARE(request(wanted).purpose, KindRequest::Purpose::Change);
        QCOMPARE(bench().canvas->take(request(wanted), "cache"), bench().service);
        QCOMPARE(bench().component(bench().service).kind, std::string("cache"));
    }

    void aDragWithAltLeavesTheOriginalAndMovesACopy() {
        const design::Design before = design();
        const QPoint from = bench().centreOf(bench().service);
        bench().drag(from, from + QPoint(0, 150), Qt::AltModifier);
        QCOMPARE(design().components.size(), std::size_t(3));
        QVERIFY(bench().component(bench().service) ==
                *before.component(design::ComponentId(bench().service.toStdString())));
        QVERIFY(design().components[2].at->y > 100);
        bench().studio.document()->undo();
        QVERIFY(design() == before);
    }

    void escapeDuringADragOfACopyLeavesNoTrace() {
        const design::Design before = design();
        const QPoint from = bench().centreOf(bench().service);
        bench().press(from, Qt::AltModifier);
        bench().move(from, from + QPoint(0, 150), Qt::AltModifier);
        QCOMPARE(design().components.size(), std::size_t(3));
        bench().key(Qt::Key_Escape);
        bench().release(from);
        QVERIFY(design() == before);
        QCOMPARE(bench().studio.selection()->current(), bench().service);
    }

    void whatIsBroughtToTheFrontIsSeenOverTheOthers() {
        const QString over = bench().studio.actions()->add("cache", 440, 30); // over the service
        const QPoint both = (bench().canvas->elementRect(over).topLeft() + QPointF(20, 20)).toPoint();
        bench().click(both);
        QCOMPARE(bench().studio.selection()->current(), over);
        bench().studio.selection()->select(bench().service);
        bench().studio.actions()->restack(true);
        bench().studio.selection()->clear();
        bench().click(both);
        QCOMPARE(bench().studio.selection()->current(), bench().service);
    }
};

QTEST_MAIN(AuthoringTest)
#include "authoring_test.moc"
