// SPDX-License-Identifier: Apache-2.0
#include "app/studio/library/revision_model.h"

#include "app/painting/png.h"
#include "core/design/codec.h"
#include "core/scene/comparison.h"

#include <QDateTime>
#include <QFutureWatcher>
#include <QLocale>
#include <QPainter>
#include <QtConcurrentRun>

#include <algorithm>

namespace catenary::studio {

namespace {

constexpr QSize thumbnailPixels(224, 140);
constexpr QSizeF comparisonPixels(1600, 1200);

QString differenceInWords(const design::Design& then, const design::Design& now) {
    const design::ChangeSet changes = design::diff(then, now);
    QStringList words;
    const auto say = [&](const QString& text, std::size_t count) {
        if (count > 0) words.append(text.arg(count));
    };
    say(RevisionModel::tr("%1 added since"), changes.added.size());
    say(RevisionModel::tr("%1 removed since"), changes.removed.size());
    const std::size_t other = changes.changed.size() - std::min(changes.changed.size(), changes.moved.size());
    say(RevisionModel::tr("%1 changed"), other);
    say(RevisionModel::tr("%1 moved"), changes.moved.size());
    if (words.isEmpty() && (changes.header || changes.semantic))
        words.append(RevisionModel::tr("texts or objectives changed"));
    return words.isEmpty() ? RevisionModel::tr("as it is now") : words.join(QStringLiteral(", "));
}

} // namespace

RevisionModel::RevisionModel(DocumentController& document, DocumentController::CatalogSource catalog, QString library,
                             QObject* parent)
    : KeyedModel({"when", "title", "differs", "thumbnail"}, parent), m_document(document),
      m_catalog(std::move(catalog)),
      m_library(library.isEmpty() ? library::Library::usualPath() : std::filesystem::path(library.toStdString())) {
    m_pool.setMaxThreadCount(1);
    connect(&document, &DocumentController::opened, this, &RevisionModel::keep);
    connect(&document, &DocumentController::reread, this, &RevisionModel::keep);
    connect(&document, &DocumentController::saved, this, &RevisionModel::keep);
}

RevisionModel::~RevisionModel() {
    m_pool.waitForDone();
}

void RevisionModel::track(int jobs) {
    m_jobs += jobs;
    emit busyChanged();
}

void RevisionModel::keep() {
    if (m_document.path().isEmpty() || m_document.modified()) return; // only what a file holds
    m_pool.start([library = m_library, path = m_document.path().toStdString(), design = m_document.design(),
                  now = QDateTime::currentMSecsSinceEpoch()] {
        auto opened = library::Library::open(library);
        support::Result<void> kept = opened ? opened->addRevision({0, path, now, design::encode(design)})
                                            : support::Result<void>(tl::unexpected(opened.error()));
        if (!kept) qWarning("revisions: %s", support::describe(kept.error()).c_str());
    });
}

void RevisionModel::load(const QString& theme) {
    m_theme = scene::themeNamed(theme.toStdString()).value_or(scene::ThemeName::Light);
    m_shown.clear();
    m_comparison = {};
    emit shownChanged();
    emit comparisonChanged();
    auto* watcher = new QFutureWatcher<std::shared_ptr<Read>>(this);
    const quint64 ticket = ++m_ticket;
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, ticket] {
        watcher->deleteLater();
        const std::shared_ptr<Read> read = watcher->result();
        if (ticket == m_ticket) {
            m_states = std::move(read->states);
            m_error = read->error;
            QList<Row> rows;
            for (const State& state : m_states) rows.append(state.row);
            replace(std::move(rows));
        }
        track(-1);
        if (ticket == m_ticket && !m_states.empty()) show(m_states.front().key);
    });
    track(1);
    watcher->setFuture(QtConcurrent::run(&m_pool, [library = m_library, path = m_document.path().toStdString(),
                                                   now = m_document.design(), source = m_catalog, theme = m_theme] {
        auto read = std::make_shared<Read>();
        const auto opened = library::Library::open(library);
        const auto revisions = opened ? opened->revisions(path)
                                      : support::Result<std::vector<library::Revision>>(tl::unexpected(opened.error()));
        if (!revisions) {
            read->error = QString::fromStdString(support::describe(revisions.error()));
            return read;
        }
        const std::shared_ptr<const catalog::Catalog> catalog = source();
        for (const library::Revision& revision : *revisions) {
            auto decoded = design::decode(revision.design);
            if (!decoded) continue; // of a format that is no longer read
            scene::ComposeOptions options;
            options.theme = theme;
            const design::Design& design = decoded->design;
            const scene::Scene picture = scene::compose(design, *catalog, scene::arrange(design, *catalog), options);
            State state;
            state.key = QString::number(revision.id);
            state.row = {
                state.key,
                {QLocale().toString(QDateTime::fromMSecsSinceEpoch(revision.saved_at_ms), QLocale::ShortFormat),
                 QString::fromStdString(design.title), differenceInWords(design, now),
                 painting::thumbnail(picture, thumbnailPixels)}};
            state.design = std::move(decoded->design);
            read->states.push_back(std::move(state));
        }
        return read;
    }));
}

const RevisionModel::State* RevisionModel::find(const QString& key) const {
    const auto found = std::find_if(m_states.begin(), m_states.end(), [&](const State& s) { return s.key == key; });
    return found == m_states.end() ? nullptr : &*found;
}

void RevisionModel::show(const QString& key) {
    const State* state = find(key);
    if (state == nullptr) return;
    m_shown = key;
    emit shownChanged();
    auto* watcher = new QFutureWatcher<QImage>(this);
    const quint64 ticket = ++m_ticket;
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, ticket] {
        watcher->deleteLater();
        track(-1);
        if (ticket != m_ticket) return;
        m_comparison = watcher->result();
        emit comparisonChanged();
    });
    track(1);
    watcher->setFuture(QtConcurrent::run(
        &m_pool, [then = state->design, now = m_document.design(), source = m_catalog, theme = m_theme]() -> QImage {
            scene::ComposeOptions options;
            options.theme = theme;
            const scene::Scene picture = scene::composeComparison(then, now, *source(), options);
            const double scale = std::min({comparisonPixels.width() / picture.bounds.width,
                                           comparisonPixels.height() / picture.bounds.height, 2.0});
            return painting::renderPng(picture, {scale}).value_or(QImage());
        }));
}

void RevisionModel::restore(const QString& key) {
    const State* state = find(key);
    if (state == nullptr) return;
    m_document.replace(state->design, tr("Restore the state of %1").arg(state->row.cells.front().toString()));
}

void ImageView::setImage(const QImage& image) {
    m_image = image;
    emit imageChanged();
    update();
}

void ImageView::paint(QPainter* painter) {
    if (m_image.isNull()) return;
    const QSizeF size = QSizeF(m_image.size()).scaled(QSizeF(width(), height()), Qt::KeepAspectRatio);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->drawImage(
        QRectF((width() - size.width()) / 2, (height() - size.height()) / 2, size.width(), size.height()), m_image);
}

} // namespace catenary::studio
