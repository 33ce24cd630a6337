// SPDX-License-Identifier: Apache-2.0
#include "app/cli/picture.h"

#include "app/painting/pdf.h"
#include "app/painting/png.h"
#include "core/interchange/embedded.h"

#include <QGuiApplication>

namespace catenary::cli {

support::Result<std::string> picture(const scene::Scene& scene, const std::string& format, const std::string& design,
                                     const ExportOptions& options) {
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
    if (format == "pdf") return painting::encodePdf(scene, {design});
    painting::PngOptions png;
    png.scale = options.scale;
    auto file = painting::encodePng(scene, png);
    return file && !design.empty() ? interchange::pngWithDesign(*file, design) : file;
}

} // namespace catenary::cli
