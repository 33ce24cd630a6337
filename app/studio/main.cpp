// SPDX-License-Identifier: Apache-2.0
// catenary: the desktop studio.
#include "app/painting/fonts.h"
#include "app/studio/automation/bench.h"
#include "app/studio/automation/shots.h"
#include "app/studio/library/thumbnail_provider.h"
#include "app/studio/studio/studio.h"
#include "core/scene/theme.h"
#include "core/support/memory.h"

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QtQml/qqmlextensionplugin.h>

#include <cstdio>

Q_IMPORT_QML_PLUGIN(CatenaryPlugin)
Q_IMPORT_QML_PLUGIN(Catenary_StudioPlugin)

using namespace catenary::studio;

namespace {

/// WIDTHxHEIGHT, or an invalid size.
QSize sizeOf(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    bool across = false, down = false;
    const QSize size(parts.value(0).toInt(&across), parts.value(1).toInt(&down));
    return parts.size() == 2 && across && down && size.width() > 0 && size.height() > 0 ? size : QSize();
}

} // namespace

int main(int argc, char** argv) {
    catenary::support::keepFreedMemory();
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("catenary"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CATENARY_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Catenary"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.catenary.Catenary"));

    QCommandLineParser arguments;
    arguments.setApplicationDescription(QStringLiteral("A desktop studio for ML system design."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addPositionalArgument(QStringLiteral("file"), QStringLiteral("The design to open."),
                                    QStringLiteral("[FILE]"));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QStringLiteral("Use this theme for now: light, dark or sketch."),
                                   QStringLiteral("name"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WxH"));
    const QCommandLineOption shots(QStringLiteral("shots"),
                                   QStringLiteral("Save a picture of every screen to this folder, then quit."),
                                   QStringLiteral("folder"));
    const QCommandLineOption start(QStringLiteral("bench-start"),
                                   QStringLiteral("Print the time to the first frame, then quit."));
    const QCommandLineOption canvas(QStringLiteral("bench-canvas"),
                                    QStringLiteral("Open this design and measure the canvas as standard input says."),
                                    QStringLiteral("file"));
    arguments.addOptions({theme, size, shots, start, canvas});
    arguments.process(application);

    const QString themeName = arguments.value(theme);
    const QSize windowSize = sizeOf(arguments.value(size));
    if (arguments.isSet(theme) && !catenary::scene::themeNamed(themeName.toStdString())) {
        std::fprintf(stderr, "catenary: --theme is light, dark or sketch, not \"%s\"\n", qPrintable(themeName));
        return 2;
    }
    if (arguments.isSet(size) && !windowSize.isValid()) {
        std::fprintf(stderr, "catenary: --size is WIDTHxHEIGHT, such as 1280x720, not \"%s\"\n",
                     qPrintable(arguments.value(size)));
        return 2;
    }

    QQuickStyle::setStyle(QStringLiteral("Basic"));
    catenary::painting::registerFonts();
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    QGuiApplication::setFont(font);

    Studio studio; // before the engine, so that it outlives every binding
    if (arguments.isSet(theme)) studio.settings()->overrideTheme(themeName);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.addImageProvider(QStringLiteral("thumbnail"), new ThumbnailProvider([&studio] { return studio.catalog(); }));
    engine.setInitialProperties({{"studio", QVariant::fromValue(&studio)}});
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Catenary/shell/Main.qml")));
    if (engine.rootObjects().isEmpty()) return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    if (windowSize.isValid()) window->resize(windowSize);

    if (arguments.isSet(start)) {
        benchStart(*window);
    } else if (arguments.isSet(canvas)) {
        new CanvasBench(studio, *window, arguments.value(canvas), window);
    } else if (arguments.isSet(shots)) {
        studio.settings()->overrideMotion();
        const QStringList themes = arguments.isSet(theme) ? QStringList{themeName} : QStringList{"light", "dark"};
        new Shots(studio, *window, arguments.value(shots), themes, window);
    } else if (!arguments.positionalArguments().isEmpty()) {
        studio.document()->openPath(arguments.positionalArguments().constFirst());
    }
    return QGuiApplication::exec();
}
