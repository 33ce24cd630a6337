// SPDX-License-Identifier: Apache-2.0
// Requests shown as they go.
#include "app/studio/canvas/play_layer.h"

#include "core/design/codec.h"

#include <QImage>
#include <QPainter>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace catenary;

namespace {

const char* const queueing = R"({"format":"catenary-design","version":1,
 "components":[{"id":"app","kind":"client","at":[0,0]},
               {"id":"server","kind":"service","at":[400,0],"parameters":{"service_time_ms":{"distribution":"exponential","mean":8}}}],
 "connections":[{"id":"line","from":"app","to":"server"}],
 "workloads":[{"id":"requests","source":"app","arrival":{"process":"poisson","rate_per_s":100}}]})";

} // namespace

class PlayLayerTest : public QObject {
    Q_OBJECT

    struct Bench {
        studio::Studio studio;
        QQuickWindow window;
        studio::DiagramCanvas canvas;
        studio::PlayLayer layer;
        explicit Bench(const char* text) {
            window.resize(800, 400);
            canvas.setParentItem(window.contentItem());
            canvas.setSize({800, 400});
            canvas.setStudio(&studio);
            layer.setParentItem(window.contentItem());
            layer.setSize({800, 400});
            layer.setCanvas(&canvas);
            layer.setEstimate(studio.estimate());
            studio.document()->replace(design::decode(text).value().design, QStringLiteral("open"));
        }
        /// Whether anything is drawn.
        [[nodiscard]] bool draws() {
            QImage image(800, 400, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            layer.paint(&painter);
            painter.end();
            QImage empty(image.size(), image.format());
            empty.fill(Qt::transparent);
            return image != empty;
        }
    };

private slots:
    void initTestCase() {
        static QTemporaryDir home;
        for (const char* name : {"XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"})
            qputenv(name, home.path().toUtf8());
    }

    void requestsAreDrawnWhileItPlaysAndOnlyThen() {
        Bench bench(queueing);
        QTRY_VERIFY_WITH_TIMEOUT(bench.studio.estimate()->available() && bench.canvas.ready(), 60'000);
        QVERIFY(!bench.draws());
        bench.layer.setPlaying(true);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.layer.busy(), 60'000);
        QVERIFY2(bench.layer.status().startsWith("One second here is"), qPrintable(bench.layer.status()));
        QTRY_VERIFY_WITH_TIMEOUT(bench.draws(), 60'000);
        bench.layer.setPlaying(false);
        QVERIFY(!bench.draws());
    }

    void withoutRequestsItSaysSo() {
        Bench bench(
            R"({"format":"catenary-design","version":1,"components":[{"id":"a","kind":"service","at":[0,0]}]})");
        QTRY_VERIFY_WITH_TIMEOUT(bench.canvas.ready(), 60'000);
        bench.layer.setPlaying(true);
        QVERIFY(!bench.layer.status().isEmpty());
        QVERIFY(!bench.draws());
    }
};

QTEST_MAIN(PlayLayerTest)
#include "play_layer_test.moc"
