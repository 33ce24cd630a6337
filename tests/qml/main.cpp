// SPDX-License-Identifier: Apache-2.0
// Runs the Qt Quick tests with the modules of the program and one Studio, `testStudio`, on directories of its own;
// `testFolder` is an empty one.
#include "app/painting/fonts.h"
#include "app/studio/library/thumbnail_provider.h"
#include "app/studio/studio/studio.h"

#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickStyle>
#include <QTemporaryDir>
#include <QtQml/qqmlextensionplugin.h>
#include <QtQuickTest>

Q_IMPORT_QML_PLUGIN(CatenaryPlugin)
Q_IMPORT_QML_PLUGIN(Catenary_StudioPlugin)

using namespace catenary::studio;

class Setup : public QObject {
    Q_OBJECT

public slots:
    void applicationAvailable() {
        for (const char* name : {"XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"})
            qputenv(name, m_folder.path().toUtf8());
        catenary::painting::registerFonts();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }
    void qmlEngineAvailable(QQmlEngine* engine) {
        auto* studio = new Studio(engine);
        studio->settings()->overrideTheme(QStringLiteral("light"));
        studio->settings()->overrideMotion();
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine->addImageProvider(QStringLiteral("thumbnail"),
                                 new ThumbnailProvider([studio] { return studio->catalog(); }));
        engine->rootContext()->setContextProperty(QStringLiteral("testStudio"), studio);
        engine->rootContext()->setContextProperty(QStringLiteral("testFolder"), m_files.path());
    }

private:
    QTemporaryDir m_folder; ///< what the program keeps
    QTemporaryDir m_files;  ///< what the user keeps
};

QUICK_TEST_MAIN_WITH_SETUP(catenary, Setup)
#include "main.moc"
