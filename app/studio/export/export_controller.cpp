// SPDX-License-Identifier: Apache-2.0
#include "app/studio/export/export_controller.h"

#include "app/painting/pdf.h"
#include "app/painting/png.h"
#include "app/studio/library/folder_list.h"
#include "core/interchange/embedded.h"
#include "core/interchange/svg.h"
#include "core/scene/compose.h"
#include "core/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QPainter>
#include <QtConcurrentRun>

#include <cmath>

namespace catenary::studio {

namespace {

constexpr QSize previewPixels(1280, 800);

const QStringList& formats() {
    static const QStringList all{QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("pdf")};
    return all;
}

QString suffixed(const QString& path, const QString& format) {
    const QFileInfo info(path);
    const QString suffix = info.suffix().toLower();
    if (suffix == format) return path;
    return (formats().contains(suffix) ? path.chopped(suffix.size() + 1) : path) + QLatin1Char('.') + format;
}

} // namespace

ExportController::ExportController(DocumentController& document, Selection& selection, EstimateController& estimate,
                                   DocumentController::CatalogSource catalog, Settings* settings, QObject* parent)
    : QObject(parent), m_document(document), m_selection(selection), m_estimate(estimate),
      m_catalog(std::move(catalog)), m_settings(settings) {
    connect(&m_document, &DocumentController::changed, this, &ExportController::preparePreview);
    connect(&m_selection, &Selection::changed, this, &ExportController::changeOptions);
    connect(&m_estimate, &EstimateController::estimateChanged, this, &ExportController::changeOptions);
}

void ExportController::begin(const QString& theme) {
    m_active = true;
    m_theme = theme;
    m_onlySelection = false;
    const QString name = QFileInfo(m_document.fileName()).completeBaseName();
    setPath(QDir(usualFolder()).filePath(name + QLatin1Char('.') + m_format));
    setError({});
    changeOptions();
}

QString ExportController::usualFolder() const {
    const QString last = m_settings == nullptr ? QString() : m_settings->store().value("export/folder").toString();
    if (!last.isEmpty() && QFileInfo(last).isDir()) return last;
    const QString beside = QFileInfo(m_document.path()).absolutePath();
    return !m_document.path().isEmpty() && QFileInfo(beside).isDir() ? beside : folderForPictures();
}

QString ExportController::folder() const {
    return QFileInfo(m_path).absolutePath();
}

QString ExportController::fileName() const {
    return QFileInfo(m_path).fileName();
}

void ExportController::choose(const QString& path) {
    setPathFromUrl(QUrl::fromLocalFile(path));
    m_ours.append(m_path);
}

bool ExportController::replaces() const {
    const QString path = suffixed(m_path.trimmed(), m_format);
    return QFileInfo::exists(path) && !m_ours.contains(path);
}

void ExportController::end() {
    m_active = false;
    ++m_ticket;
    m_preview = {};
}

ExportController::Wish ExportController::wish() const {
    Wish wish;
    wish.design = m_document.design();
    wish.catalog = m_catalog;
    if (m_withEstimate) wish.estimate = m_estimate.estimate();
    if (m_onlySelection) wish.only = m_selection.elementIds();
    wish.theme = scene::themeNamed(m_theme.toStdString()).value_or(scene::ThemeName::Light);
    wish.transparent = m_transparent;
    wish.editable = m_editable;
    wish.frame = {m_grid, m_titleBlock, m_legend};
    wish.format = m_format;
    wish.scale = m_scale;
    wish.path = m_path.toStdString();
    return wish;
}

scene::Scene ExportController::compose(const Wish& wish) {
    const std::shared_ptr<const catalog::Catalog> catalog = wish.catalog();
    scene::ComposeOptions options;
    options.theme = wish.theme;
    options.estimate = wish.estimate.get();
    options.only = wish.only;
    options.transparent = wish.transparent;
    return scene::framed(scene::compose(wish.design, *catalog, scene::arrange(wish.design, *catalog), options),
                         wish.design, *catalog, options, wish.frame);
}

support::Result<void> ExportController::writeFile(const Wish& wish) {
    const scene::Scene picture = compose(wish);
    const std::string design = wish.editable ? interchange::embeddable(wish.design, wish.only) : std::string();
    support::Result<std::string> file;
    if (wish.format == QLatin1String("svg")) {
        interchange::SvgOptions options;
        options.design = design;
        file = interchange::writeSvg(picture, options);
    } else if (wish.format == QLatin1String("pdf")) {
        file = painting::encodePdf(picture, {design});
    } else {
        file = painting::encodePng(picture, {static_cast<double>(wish.scale)});
        if (file && wish.editable) file = interchange::pngWithDesign(*file, design);
    }
    if (!file) return tl::unexpected(file.error());
    return support::writeFileAtomically(wish.path, *file);
}

void ExportController::turn(bool& option, bool on) {
    if (on == option) return;
    option = on;
    changeOptions();
}

void ExportController::changeOptions() {
    emit optionsChanged();
    preparePreview();
}

void ExportController::preparePreview() {
    if (!m_active) return;
    if (m_painting) {
        m_again = true;
        return;
    }
    m_painting = true;
    m_again = false;
    auto* watcher = new QFutureWatcher<Shown>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        const Shown shown = watcher->result();
        m_painting = false;
        if (m_active && shown.ticket == m_ticket) {
            m_preview = shown.image;
            m_bounds = shown.bounds;
            m_previewError = shown.error;
            emit previewChanged();
        }
        if (m_again) preparePreview();
    });
    watcher->setFuture(QtConcurrent::run([wish = wish(), ticket = m_ticket] {
        Shown shown;
        shown.ticket = ticket;
        const scene::Scene picture = compose(wish);
        shown.bounds = picture.bounds;
        if (picture.nodes.empty()) {
            shown.error = tr("There is nothing to draw.");
            return shown;
        }
        const double scale = std::min(
            {previewPixels.width() / picture.bounds.width, previewPixels.height() / picture.bounds.height, 2.0});
        if (auto image = painting::renderPng(picture, {scale}))
            shown.image = std::move(*image);
        else
            shown.error = QString::fromStdString(image.error().message);
        return shown;
    }));
}

QString ExportController::sizeText() const {
    if (m_bounds.empty()) return {};
    const int factor = m_format == QLatin1String("png") ? m_scale : 1;
    return tr("%1 × %2 px").arg(std::ceil(m_bounds.width * factor)).arg(std::ceil(m_bounds.height * factor));
}

void ExportController::write() {
    if (m_busy) return;
    if (m_path.trimmed().isEmpty() || QFileInfo(m_path).fileName().isEmpty()) {
        setError(tr("Give the file a name."));
        return;
    }
    setPath(QFileInfo(suffixed(m_path.trimmed(), m_format)).absoluteFilePath());
    setError({});
    m_busy = true;
    emit busyChanged();
    using Outcome = std::shared_ptr<support::Result<void>>;
    auto* watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path = m_path] {
        watcher->deleteLater();
        const Outcome outcome = watcher->result();
        m_busy = false;
        emit busyChanged();
        if (*outcome) {
            m_ours.append(path);
            if (m_settings != nullptr) m_settings->store().setValue("export/folder", QFileInfo(path).absolutePath());
            emit written(path);
            return;
        }
        QString message = QString::fromStdString(outcome->error().message);
        if (!outcome->error().hint.empty())
            message += QStringLiteral(" ") + QString::fromStdString(outcome->error().hint);
        setError(message);
    });
    watcher->setFuture(
        QtConcurrent::run([wish = wish()] { return std::make_shared<support::Result<void>>(writeFile(wish)); }));
}

void ExportController::setError(const QString& error) {
    if (error == m_error) return;
    m_error = error;
    emit errorChanged();
}

void ExportController::setPathFromUrl(const QUrl& url) {
    const QString path = url.isLocalFile() ? url.toLocalFile() : url.toString();
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (formats().contains(suffix)) setFormat(suffix);
    setPath(path);
}

void ExportController::setFormat(const QString& format) {
    if (format == m_format) return;
    m_format = format;
    if (!m_path.isEmpty()) setPath(suffixed(m_path, m_format));
    changeOptions();
    emit previewChanged(); // its size in pixels
}

void ExportController::setTheme(const QString& theme) {
    if (theme == m_theme) return;
    m_theme = theme;
    changeOptions();
}

void ExportController::setScale(int scale) {
    if (scale == m_scale) return;
    m_scale = scale;
    emit optionsChanged();
    emit previewChanged();
}

void ExportController::setTransparent(bool on) {
    turn(m_transparent, on);
}

void ExportController::setWithEstimate(bool on) {
    turn(m_withEstimate, on);
}

void ExportController::setEditable(bool on) {
    if (on == m_editable) return;
    m_editable = on;
    emit optionsChanged();
}

void ExportController::setOnlySelection(bool on) {
    turn(m_onlySelection, on);
}

void ExportController::setPath(const QString& path) {
    if (path == m_path) return;
    m_path = path;
    setError({});
    emit pathChanged();
}

void ExportPreview::setExporter(ExportController* exporter) {
    if (exporter == m_exporter) return;
    if (m_exporter != nullptr) m_exporter->disconnect(this);
    m_exporter = exporter;
    if (m_exporter != nullptr) connect(m_exporter, &ExportController::previewChanged, this, [this] { update(); });
    emit exporterChanged();
    update();
}

void ExportPreview::paint(QPainter* painter) {
    if (m_exporter == nullptr || m_exporter->preview().isNull()) return;
    const QImage& image = m_exporter->preview();
    const QSizeF size = QSizeF(image.size()).scaled(QSizeF(width(), height()), Qt::KeepAspectRatio);
    const QRectF place((width() - size.width()) / 2, (height() - size.height()) / 2, size.width(), size.height());
    if (image.hasAlphaChannel() && m_exporter->property("transparent").toBool()) {
        constexpr int cell = 8;
        painter->save();
        painter->setClipRect(place);
        // In the tone of the ground the picture is meant for, so that its lines show as they will there.
        const bool dark = m_exporter->property("theme").toString() == QLatin1String("dark");
        painter->fillRect(place, dark ? QColor(0x2B, 0x2B, 0x2B) : QColor(0xFF, 0xFF, 0xFF));
        for (int y = 0; y * cell < place.height(); ++y)
            for (int x = y % 2; x * cell < place.width(); x += 2)
                painter->fillRect(QRectF(place.x() + x * cell, place.y() + y * cell, cell, cell),
                                  dark ? QColor(0x1C, 0x1C, 0x1C) : QColor(0xE4, 0xE4, 0xE4));
        painter->restore();
    }
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->drawImage(place, image);
}

} // namespace catenary::studio
