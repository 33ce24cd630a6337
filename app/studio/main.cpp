// SPDX-License-Identifier: Apache-2.0
// catenary: the desktop studio.
#include "app/studio/studio/studio.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(CatenaryPlugin)
Q_IMPORT_QML_PLUGIN(Catenary_StudioPlugin)

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("catenary"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Catenary"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.catenary.Catenary"));
    QQuickStyle::setStyle(QStringLiteral("Basic"));

    catenary::studio::Studio studio; // before the engine, so that it outlives every binding
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.setInitialProperties({{"studio", QVariant::fromValue(&studio)}});
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Catenary/shell/Main.qml")));
    if (engine.rootObjects().isEmpty()) return 1;
    return QGuiApplication::exec();
}
