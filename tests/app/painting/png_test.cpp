// SPDX-License-Identifier: Apache-2.0
#include "app/painting/fonts.h"
#include "app/painting/painter.h"
#include "app/painting/png.h"
#include "core/design/codec.h"
#include "core/interchange/svg.h"
#include "core/scene/compose.h"
#include "core/scene/layout.h"
#include "tests/golden/golden.h"

#include <QBuffer>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace catenary;

namespace {

constexpr std::array<const char*, 3> templates = {"rag-legal-assistant", "realtime-inference-optimization",
                                                  "restaurant-recommendation"};

scene::Scene sceneOf(const char* name, scene::ThemeName theme = scene::ThemeName::Light, bool transparent = false) {
    const auto catalog = catalog::Catalog::builtIn();
    const auto decoded = design::load(std::string(CATENARY_SOURCE_DIR) + "/templates/" + name + ".catenary");
    if (!decoded) return {};
    const auto placed = scene::withPlaces(decoded->design, *catalog);
    return scene::compose(*placed, *catalog, scene::arrange(*placed, *catalog),
                          {.theme = theme, .transparent = transparent});
}

QImage decoded(const std::string& png) {
    return QImage::fromData(QByteArray(png.data(), static_cast<qsizetype>(png.size())), "PNG");
}

/// Mean difference of the channels, 0 … 255; 255 where the sizes differ.
double difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size() || a.isNull()) return 255;
    const QImage x = a.convertToFormat(QImage::Format_RGBA8888_Premultiplied),
                 y = b.convertToFormat(QImage::Format_RGBA8888_Premultiplied);
    double sum = 0;
    for (int row = 0; row < x.height(); ++row) {
        const uchar *p = x.constScanLine(row), *q = y.constScanLine(row);
        for (int i = 0; i < x.width() * 4; ++i) sum += std::abs(p[i] - q[i]);
    }
    return sum / (static_cast<double>(x.width()) * x.height() * 4);
}

} // namespace

class PngTest : public QObject {
    Q_OBJECT

private slots:
    void fontsAreKnownByTheNameTheSceneUses() {
        QVERIFY(painting::registerFonts());
        scene::TextItem item;
        item.weight = scene::TextItem::Weight::SemiBold;
        const QFontInfo info(painting::fontOf(item));
        QCOMPARE(info.family(), QStringLiteral("Catenary Sans"));
        QCOMPARE(info.weight(), static_cast<int>(QFont::DemiBold));
    }

    void theHandwritingIsKnownAndLendsWhatItLacks() {
        scene::TextItem item;
        item.family = scene::handFamily;
        for (const auto weight : {scene::TextItem::Weight::Regular, scene::TextItem::Weight::SemiBold}) {
            item.weight = weight;
            const QFont font = painting::fontOf(item);
            QCOMPARE(QFontInfo(font).family(), QStringLiteral("Catenary Hand"));
            for (const char* text : {"Second-pass ranker", "p99 88 ms ± 1", "41 % → 70 %"}) {
                const double ours = scene::handWidth(text, painting::fontPixels, weight);
                QVERIFY2(std::abs(QFontMetricsF(font).horizontalAdvance(QString::fromUtf8(text)) - ours) < 0.02 * ours,
                         text);
            }
        }
    }

    void widthsOfTheSceneAreThoseOfTheFonts() {
        scene::TextItem item;
        item.weight = scene::TextItem::Weight::Medium;
        const QFontMetricsF metrics(painting::fontOf(item));
        for (const char* text : {"Second-pass ranker", "p99 88 ms ± 1", "AVATAR To Ty", "über → 3.2 k/s"}) {
            const double ours = scene::textWidth(text, painting::fontPixels, item.weight);
            QVERIFY2(std::abs(metrics.horizontalAdvance(QString::fromUtf8(text)) - ours) < 0.01 * ours, text);
        }
    }

    void aFileInStripsIsTheSameAsOneImage() {
        const scene::Scene scene = sceneOf(templates[1]);
        const auto file = painting::encodePng(scene, {.scale = 1});
        const auto image = painting::renderPng(scene, {.scale = 1});
        QVERIFY(file && image);
        QVERIFY(difference(decoded(*file), *image) < 0.05); // antialiasing at strip edges may round differently
    }

    void transparentScenesStayTransparent() {
        const auto image = painting::renderPng(sceneOf(templates[0], scene::ThemeName::Light, true), {.scale = 1});
        QVERIFY(image);
        QCOMPARE(qAlpha(image->pixel(1, 1)), 0);
    }

    void whatIsTooLargeIsRefusedWithTheScaleThatFits() {
        const auto file = painting::encodePng(sceneOf(templates[0]), {.scale = 100});
        QVERIFY(!file);
        QVERIFY(file.error().hint.find("scale of at most") != std::string::npos);
        QVERIFY(!painting::encodePng(sceneOf(templates[0]), {.scale = 0}));
    }

    void thumbnailsFillTheSizeAskedFor() {
        const QImage image = painting::thumbnail(sceneOf(templates[2]), {240, 160}, 2);
        QCOMPARE(image.size(), QSize(480, 320));
        QVERIFY(difference(image, QImage(image.size(), image.format())) > 1);
    }

    void picturesAreAsAgreed_data() { pictures(); }
    void picturesAreAsAgreed() {
        QFETCH(QString, name);
        QFETCH(QString, theme);
        const std::string file = (name + "." + theme + ".png").toStdString();
        const auto made = painting::encodePng(sceneOf(name.toUtf8().constData(), named(theme)), {.scale = 1});
        QVERIFY(made);
        // Other versions of the rasteriser may shade an edge differently.
        if (!golden::updating() && difference(decoded(golden::read(golden::directory() / file)), decoded(*made)) < 0.3)
            return;
        QVERIFY2(golden::matches(file, *made), "see golden-differences/ or run tests/golden/update");
    }

    void svgLooksLikeThePng_data() { pictures(); }
    void svgLooksLikeThePng() {
        QFETCH(QString, name);
        QFETCH(QString, theme);
        const scene::Scene scene = sceneOf(name.toUtf8().constData(), named(theme));
        const auto svg = interchange::writeSvg(scene);
        const auto png = painting::encodePng(scene, {.scale = 1});
        QVERIFY(svg && png);
        QTemporaryDir folder;
        golden::write(folder.filePath("scene.svg").toStdString(), *svg);
        QProcess rsvg;
        rsvg.start(QStringLiteral("rsvg-convert"),
                   {QStringLiteral("-o"), folder.filePath("svg.png"), folder.filePath("scene.svg")});
        QVERIFY2(rsvg.waitForStarted(), "rsvg-convert is missing: it comes with librsvg2-bin");
        QVERIFY(rsvg.waitForFinished() && rsvg.exitCode() == 0);
        // librsvg draws text with the Inter of the system, whose letters stand a little differently: a coarse look.
        const QImage ours = decoded(*png), theirs(folder.filePath("svg.png"));
        QVERIFY(std::abs(ours.width() - theirs.width()) <= 1 && std::abs(ours.height() - theirs.height()) <= 1);
        const QSize coarse = ours.size() / 4;
        const double found = difference(ours.scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation),
                                        theirs.scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        QVERIFY2(found < 1.5, qPrintable(QStringLiteral("mean difference %1").arg(found)));
    }

private:
    static scene::ThemeName named(const QString& theme) { return *scene::themeNamed(theme.toStdString()); }
    static void pictures() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("theme");
        for (const char* name : templates)
            for (const scene::ThemeName theme : scene::themeNames)
                QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(name, scene::toString(theme))))
                    << QString::fromLatin1(name) << QString::fromLatin1(scene::toString(theme));
    }
};

QTEST_MAIN(PngTest)
#include "png_test.moc"
