// SPDX-License-Identifier: Apache-2.0
#include "app/cli/png.h"

#include "app/painting/png.h"

#include <QGuiApplication>

namespace catenary::cli {

support::Result<std::string> png(const scene::Scene& scene, const ExportOptions& options) {
    // Fonts need an application object; without a window system any will do, and none is asked for a display.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Without a session there is no runtime directory, and none is needed for a picture.
    static QtMessageHandler others = nullptr;
    others = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& message) {
        if (!message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR"))) others(type, context, message);
    });
    int argc = 1;
    char name[] = "catenary-cli";
    char* argv[] = {name, nullptr};
    const QGuiApplication application(argc, argv);
    painting::PngOptions png;
    png.scale = options.scale;
    return painting::encodePng(scene, png);
}

} // namespace catenary::cli
