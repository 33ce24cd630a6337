// SPDX-License-Identifier: Apache-2.0
// Kinds that change, connections that are split, copies with their connections, sizes, packing, locks, the clipboard.
#include "app/studio/document/boxes.h"
#include "app/studio/document/edit_actions.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QSignalSpy>
#include <QtTest>

using namespace catenary;

class AuthoringActionsTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::DocumentController document{[] { return catalog::Catalog::builtIn(); }};
        studio::Selection selection{document};
        studio::EditActions actions{document, selection, [] { return catalog::Catalog::builtIn(); }};
        Bench() { document.newDesign(); }
        [[nodiscard]] const design::Design& design() const { return document.design(); }
        [[nodiscard]] const design::Component& component(const QString& id) const {
            return *document.design().component(design::ComponentId(id.toStdString()));
        }
    };

private slots:
    void aChangedKindTellsWhatItLeftOutAndUndoBringsItBack() {
        Bench bench;
        QSignalSpy leftOut(&bench.actions, &studio::EditActions::leftOut);
        const QString id = bench.actions.add("service", 0, 0);
        QVERIFY(bench.document.apply(design::SetValue{id.toStdString() + ".patience_ms", 20}));
        const design::Design before = bench.design();
        QVERIFY(bench.actions.changeKind(id, "batch_server"));
        QCOMPARE(leftOut.count(), 1);
        const QString message = leftOut[0][0].toString();
        QVERIFY2(!message.contains("patience_ms"), qPrintable(message)); // its label, not its name in the file
        QVERIFY(bench.component(id).parameters.empty());
        bench.document.undo();
        QVERIFY(bench.design() == before);
    }

    void whatBecomesASourceGetsAWorkloadAndWhatIsNoneAnyMoreLosesIt() {
        Bench bench;
        const QString id = bench.actions.add("service", 0, 0);
        QVERIFY(bench.actions.changeKind(id, "client"));
        QCOMPARE(bench.design().workloads.size(), std::size_t(1));
        QVERIFY(bench.actions.changeKind(id, "service"));
        QVERIFY(bench.design().workloads.empty());
        bench.document.undo();
        QCOMPARE(bench.design().workloads.size(), std::size_t(1)); // one step each
        bench.document.undo();
        QCOMPARE(bench.component(id).kind, std::string("service"));
    }

    void aLockedComponentKeepsItsKindAndSaysWhy() {
        Bench bench;
        QSignalSpy refused(&bench.document, &studio::DocumentController::editRefused);
        const QString id = bench.actions.add("service", 0, 0);
        bench.actions.toggleLock();
        QVERIFY(bench.actions.locked());
        QVERIFY(!bench.actions.changeKind(id, "cache"));
        QCOMPARE(refused.count(), 1);
        QVERIFY(!refused[0][1].toString().isEmpty());
        bench.actions.toggleLock();
        QVERIFY(!bench.actions.locked());
        QVERIFY(bench.actions.changeKind(id, "cache"));
    }

    void lockingASelectionOfWhichSomeIsLockedLocksItAll() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        bench.actions.toggleLock();
        const QString b = bench.actions.add("service", 300, 0);
        bench.selection.set({a, b});
        bench.actions.toggleLock();
        QVERIFY(bench.component(a).locked && bench.component(b).locked);
    }

    void aCopyOfWhatIsLockedIsFree() {
        Bench bench;
        bench.actions.add("service", 0, 0);
        bench.actions.toggleLock();
        bench.actions.duplicate();
        QVERIFY(bench.design().components[0].locked);
        QVERIFY(!bench.design().components[1].locked);
    }

    void aDuplicateWithConnectionsIsConnectedLikeTheOriginal() {
        Bench bench;
        const QString a = bench.actions.add("client", 0, 0);
        const QString b = bench.actions.add("service", 300, 0, a);
        bench.actions.add("cache", 600, 0, b);
        bench.selection.select(b);
        bench.actions.duplicate();
        QCOMPARE(bench.design().connections.size(), std::size_t(2));
        bench.document.undo();
        bench.selection.select(b);
        bench.actions.duplicateConnected();
        QCOMPARE(bench.design().connections.size(), std::size_t(4));
        const std::string copy = bench.selection.current().toStdString();
        QCOMPARE(bench.design().connections[2].from.str(), a.toStdString());
        QCOMPARE(bench.design().connections[2].to.str(), copy);
        QCOMPARE(bench.design().connections[3].from.str(), copy);
    }

    void sameSizeIsThatOfTheLargestAndOneStep() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        const QString b = bench.actions.add("service", 300, 0);
        QVERIFY(bench.document.apply(design::ResizeElement{b.toStdString(), {300, 0}, {240, 100}}));
        const design::Design before = bench.design();
        bench.selection.set({a, b});
        bench.actions.makeSame("width");
        QCOMPARE(studio::boxOf(bench.component(a)).size(), QSizeF(240, 72));
        QCOMPARE(studio::boxOf(bench.component(b)).size(), QSizeF(240, 100));
        bench.document.undo();
        QVERIFY(bench.design() == before);
        bench.selection.set({a, b});
        bench.actions.makeSame("size");
        QCOMPARE(studio::boxOf(bench.component(a)).size(), QSizeF(240, 100));
    }

    void packingKeepsTheOrderLeavesEqualGapsAndNothingOverlaps() {
        Bench bench;
        QStringList ids;
        for (const QPointF at :
             {QPointF(10, 5), QPointF(700, 0), QPointF(30, 400), QPointF(900, 420), QPointF(20, 800)})
            ids.append(bench.actions.add("service", at.x(), at.y()));
        bench.selection.set(ids);
        bench.actions.pack();
        std::vector<QRectF> boxes;
        for (const QString& id : ids) boxes.push_back(studio::boxOf(bench.component(id)));
        for (std::size_t i = 0; i < boxes.size(); ++i)
            for (std::size_t j = i + 1; j < boxes.size(); ++j) QVERIFY(!boxes[i].intersects(boxes[j]));
        QCOMPARE(boxes[0].topLeft(), QPointF(10, 0)); // the upper left of what they took up
        QCOMPARE(boxes[1].left() - boxes[0].right(), boxes[2].left() - boxes[1].right());
        QCOMPARE(boxes[3].left(), boxes[0].left());
        QCOMPARE(boxes[4].left(), boxes[1].left());
    }

    void whatIsCopiedIsAlsoAPictureForDocuments() {
        Bench bench;
        const QString a = bench.actions.add("service", 0, 0);
        bench.actions.rename(a, "Recommender");
        bench.selection.select(a);
        bench.actions.copy();
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data != nullptr);
        QVERIFY(data->hasFormat("application/x-catenary-design+json"));
        QVERIFY(data->data("image/svg+xml").contains("Recommender"));
        const QImage image = QImage::fromData(data->data("image/png"), "PNG");
        QVERIFY(image.width() > 176 && image.height() > 72);
        QVERIFY(data->text().contains("catenary-design"));
    }

    void whatIsCopiedInOneWindowIsPastedInAnother() {
        Bench first, second;
        const QString a = first.actions.add("client", 0, 0);
        const QString b = first.actions.add("service", 300, 0, a);
        first.selection.set({a, b});
        first.actions.copy();
        second.actions.paste();
        QCOMPARE(second.design().components.size(), std::size_t(2));
        QCOMPARE(second.design().connections.size(), std::size_t(1));
    }

    void aFreePlaceMeetsNothing() {
        Bench bench;
        bench.actions.add("service", 0, 0);
        for (int i = 0; i < 12; ++i)
            for (const studio::Side side :
                 {studio::Side::Right, studio::Side::Left, studio::Side::Above, studio::Side::Below}) {
                const QPointF at =
                    studio::freeCornerBeside(bench.design(), studio::boxOf(bench.design().components[0]), side);
                for (const auto& component : bench.design().components)
                    QVERIFY(!studio::boxOf(*component).intersects({at, QSizeF(176, 72)}));
                bench.actions.add("service", at.x(), at.y());
            }
    }
};

QTEST_MAIN(AuthoringActionsTest)
#include "authoring_actions_test.moc"
