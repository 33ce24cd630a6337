// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/document_controller.h"

#include "app/studio/library/folder_list.h"
#include "app/studio/models/words.h"
#include "core/design/codec.h"
#include "core/interchange/import.h"
#include "core/scene/layout.h"
#include "core/support/files.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QUuid>
#include <QtConcurrentRun>

namespace catenary::studio {

namespace {

/// After a change, until the working copy is written.
constexpr int journalDelayMs = 2000;
/// After a sign that the file was written, until it is looked at.
constexpr int touchedDelayMs = 150;

QString localPath(const QUrl& url) {
    return url.isLocalFile() ? url.toLocalFile() : url.toString();
}

support::Result<design::Design> decodeTemplate(const std::string& id) {
    const std::string path = "templates/" + id + ".catenary";
    const support::EmbeddedFile* file = support::embeddedFile(path);
    if (file == nullptr)
        return support::fail(support::ErrorCode::NotFound, "There is no template \"" + id + "\".", {},
                             "Choose one from the gallery.");
    support::Result<design::Decoded> decoded = design::decode(file->content, path);
    if (!decoded) return tl::unexpected(decoded.error());
    return std::move(decoded->design);
}

/// A design, and whether the file it came from is one that may be saved to.
struct Loaded {
    design::Design design;
    bool ours = true;
};

support::Result<Loaded> loadFile(const std::string& path, const DocumentController::CatalogSource& catalog) {
    const support::Result<std::string> content = support::readFile(path);
    if (!content) return tl::unexpected(content.error());
    // Told by what it holds, whatever it is called; a damaged design is still one by its name.
    const std::size_t begin = content->find_first_not_of(" \t\r\n");
    const bool ours = path.ends_with(".catenary") || path.ends_with(".json") ||
                      (begin != std::string::npos && (*content)[begin] == '{');
    support::Result<design::Decoded> decoded;
    if (ours)
        decoded = design::load(path);
    else
        decoded = interchange::importDesign(*content, path, *catalog());
    if (!decoded) return tl::unexpected(decoded.error());
    return Loaded{std::move(decoded->design), ours};
}

} // namespace

DocumentController::DocumentController(CatalogSource catalog, QObject* parent)
    : QObject(parent), m_catalog(std::move(catalog)) {
    m_history.markClean();
    m_journalPool.setMaxThreadCount(1);
    m_journalTimer.setSingleShot(true);
    m_journalTimer.setInterval(journalDelayMs);
    connect(&m_journalTimer, &QTimer::timeout, this, &DocumentController::keepWorkingCopy);
    connect(&m_lock, &DocumentLock::changed, this, &DocumentController::stateChanged);
    m_touchedTimer.setSingleShot(true);
    m_touchedTimer.setInterval(touchedDelayMs);
    connect(&m_fileWatcher, &QFileSystemWatcher::fileChanged, &m_touchedTimer, qOverload<>(&QTimer::start));
    connect(&m_touchedTimer, &QTimer::timeout, this, &DocumentController::onFileTouched);
    findWorkingCopies();
}

DocumentController::~DocumentController() {
    m_journalPool.waitForDone();
}

quint64 DocumentController::beginGesture() {
    m_gestureUnderWay = true;
    return ++m_lastGesture;
}

void DocumentController::endGesture() {
    m_history.endGesture();
    if (!m_gestureUnderWay) return;
    m_gestureUnderWay = false;
    emit gestureEnded();
}

bool DocumentController::apply(const design::Edit& edit, quint64 gesture) {
    if (refuseReadOnly()) return false;
    const design::Design before = design();
    if (const support::Result<void> applied = m_history.apply(edit, gesture); !applied) {
        const support::Error& error = applied.error();
        const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
        emit editRefused(inWords(error.message, before, *catalog, error.where.path),
                         inWords(error.hint, before, *catalog, error.where.path));
        return false;
    }
    publish(before);
    return true;
}

void DocumentController::replace(design::Design design, const QString& label, quint64 gesture) {
    if (!refuseReadOnly()) put(std::move(design), label, gesture);
}

void DocumentController::put(design::Design design, const QString& label, quint64 gesture) {
    const design::Design before = this->design();
    m_history.push(std::move(design), label.toStdString(), gesture);
    publish(before);
}

QString DocumentController::title() const {
    if (!design().title.empty()) return QString::fromStdString(design().title);
    if (!m_path.isEmpty()) return QFileInfo(m_path).completeBaseName();
    return tr("Untitled design");
}

QString DocumentController::fileName() const {
    return m_path.isEmpty() ? fileNameFrom(title()) + QStringLiteral(".catenary") : QFileInfo(m_path).fileName();
}

bool DocumentController::refuseReadOnly() {
    if (!isReadOnly()) return false;
    emit editRefused(tr("This design is open in another window, where it may be edited."),
                     tr("Take over to edit it here, or save it under another name."));
    return true;
}

void DocumentController::undo() {
    if (refuseReadOnly()) return;
    const design::Design before = design();
    if (m_history.undo()) emit stepped(publish(before));
}

void DocumentController::redo() {
    if (refuseReadOnly()) return;
    const design::Design before = design();
    if (m_history.redo()) emit stepped(publish(before));
}

void DocumentController::rename(const QString& title) {
    apply(design::SetHeader{title.trimmed().toStdString(), design().summary});
}

void DocumentController::newDesign() {
    ++m_ticket;
    take({}, {}, FileMark());
}

void DocumentController::open(const QUrl& fileOrPath) {
    openPath(localPath(fileOrPath));
}

void DocumentController::openPath(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto mark = std::make_shared<FileMark>();
    auto own = std::make_shared<QString>(); // path of the document; none where the file is a picture or a text
    start(
        [absolute, mark, own, catalog = m_catalog]() -> support::Result<design::Design> {
            const FileMark found = FileMark::of(absolute);
            support::Result<Loaded> loaded = loadFile(absolute.toStdString(), catalog);
            if (!loaded) return tl::unexpected(loaded.error());
            if (loaded->ours) {
                *own = absolute;
                *mark = found;
            }
            return std::move(loaded->design);
        },
        [this, own, mark](design::Design design) { take(std::move(design), *own, *mark); });
}

void DocumentController::openTemplate(const QString& id) {
    start([name = id.toStdString()] { return decodeTemplate(name); },
          [this](design::Design design) { take(std::move(design), {}, FileMark()); });
}

void DocumentController::revert() {
    readAgain([] {});
}

void DocumentController::readAgain(std::function<void()> then) {
    if (m_path.isEmpty()) return;
    auto mark = std::make_shared<FileMark>();
    start(
        [path = m_path, mark, catalog = m_catalog]() -> support::Result<design::Design> {
            *mark = FileMark::of(path);
            support::Result<Loaded> loaded = loadFile(path.toStdString(), catalog);
            if (!loaded) return tl::unexpected(loaded.error());
            return std::move(loaded->design);
        },
        [this, mark, then = std::move(then)](design::Design design) {
            m_mark = *mark;
            m_changedOutside = false;
            put(std::move(design), tr("Revert to the saved file"));
            m_history.markClean();
            m_modified = false;
            forgetWorkingCopy(m_journalKey);
            emit stateChanged();
            then();
        });
}

bool DocumentController::save() {
    if (m_path.isEmpty()) {
        emit needsPath();
        return false;
    }
    if (refuseReadOnly()) return false;
    if (changedElsewhere()) {
        emit fileChanged();
        return false;
    }
    write(m_path);
    return true;
}

void DocumentController::saveOver() {
    write(m_path);
}

void DocumentController::takeOver() {
    m_lock.takeOver();
    if (!m_path.isEmpty()) onFileTouched(); // the other window may have saved since
}

void DocumentController::keepOutside() {
    if (!m_changedOutside) return;
    m_changedOutside = false; // a save still asks: it would replace what was not read
    emit stateChanged();
}

void DocumentController::settle(const QString& path) {
    if (!m_fileWatcher.files().isEmpty()) m_fileWatcher.removePaths(m_fileWatcher.files());
    m_path = path;
    m_changedOutside = false;
    m_lock.want(path);
    if (!path.isEmpty()) m_fileWatcher.addPath(path);
}

void DocumentController::onFileTouched() {
    if (m_path.isEmpty()) return;
    if (QFileInfo::exists(m_path)) m_fileWatcher.addPath(m_path); // written by renaming: another file of that name
    if (m_jobs > 0) {                                             // our own save, or it is being read
        m_touchedTimer.start();
        return;
    }
    const bool changed = changedElsewhere();
    if (changed && !m_modified) {
        readAgain([this] { emit reread(); });
    } else if (changed != m_changedOutside) {
        m_changedOutside = changed;
        emit stateChanged();
    }
}

DocumentController::FileMark DocumentController::FileMark::of(const QString& path) {
    FileMark mark;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return mark;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file)) return mark;
    const QFileInfo info(path);
    mark.modified = info.lastModified();
    mark.size = info.size();
    mark.hash = hash.result();
    return mark;
}

bool DocumentController::changedElsewhere() const {
    const QFileInfo info(m_path);
    if (!info.exists() || (info.lastModified() == m_mark.modified && info.size() == m_mark.size)) return false;
    return FileMark::of(m_path).hash != m_mark.hash; // touched only: the same
}

void DocumentController::saveAs(const QUrl& fileOrPath) {
    saveAsPath(localPath(fileOrPath));
}

void DocumentController::saveAsPath(const QString& path) {
    QString absolute = QFileInfo(path).absoluteFilePath();
    if (QFileInfo(absolute).suffix().isEmpty()) absolute += QStringLiteral(".catenary");
    write(absolute);
}

void DocumentController::closeDocument() {
    ++m_ticket;
    forgetWorkingCopy(m_journalKey);
    m_journalKey.clear();
    const design::Design before = design();
    m_history = design::History();
    m_history.markClean();
    settle({});
    m_open = false;
    publish(before);
    compareWithCopies();
}

void DocumentController::start(std::function<support::Result<design::Design>()> read,
                               std::function<void(design::Design)> use) {
    using Outcome = support::Result<design::Design>;
    const quint64 ticket = ++m_ticket;
    auto* watcher = new QFutureWatcher<std::shared_ptr<Outcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, ticket, use = std::move(use)] {
        watcher->deleteLater();
        const std::shared_ptr<Outcome> outcome = watcher->result();
        --m_jobs;
        emit busyChanged();
        if (ticket != m_ticket) return;
        if (*outcome)
            use(std::move(**outcome));
        else
            fail(outcome->error());
    });
    ++m_jobs;
    emit busyChanged();
    watcher->setFuture(QtConcurrent::run([read = std::move(read), catalog = m_catalog] {
        Outcome design = read();
        if (design && scene::needsLayout(*design)) design = scene::withPlaces(*design, *catalog());
        return std::make_shared<Outcome>(std::move(design));
    }));
}

void DocumentController::take(design::Design design, const QString& path, const FileMark& mark) {
    forgetWorkingCopy(m_journalKey);
    m_mark = mark;
    begin(std::move(design), path, QUuid::createUuid().toString(QUuid::Id128).toStdString(), true);
}

void DocumentController::begin(design::Design design, const QString& path, const std::string& key, bool clean) {
    const design::Design before = this->design();
    m_history = design::History(std::move(design));
    if (clean) m_history.markClean();
    settle(path);
    m_journalKey = key;
    m_open = true;
    publish(before);
    compareWithCopies();
    emit opened();
}

design::ChangeSet DocumentController::publish(const design::Design& before) {
    const design::ChangeSet changes = design::diff(before, design());
    if (!changes.empty()) {
        ++m_revision;
        emit changed(changes);
    }
    m_modified = !m_history.isClean();
    if (m_modified)
        m_journalTimer.start();
    else
        forgetWorkingCopy(m_journalKey);
    emit stateChanged();
    return changes;
}

void DocumentController::write(const QString& path) {
    const design::Design snapshot = design();
    struct Outcome {
        support::Result<void> written;
        FileMark mark;
    };
    auto* watcher = new QFutureWatcher<std::shared_ptr<Outcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path, snapshot] {
        watcher->deleteLater();
        const std::shared_ptr<Outcome> outcome = watcher->result();
        --m_jobs;
        emit busyChanged();
        if (!outcome->written) {
            fail(outcome->written.error());
            return;
        }
        const bool elsewhere = path != m_path;
        settle(path);
        if (elsewhere) m_lock.takeOver(); // it is this window's content that the file has now
        m_mark = outcome->mark;
        if (snapshot == design()) m_history.markClean();
        m_modified = !m_history.isClean();
        if (!m_modified) forgetWorkingCopy(m_journalKey);
        compareWithCopies();
        emit stateChanged();
        emit saved(path);
    });
    ++m_jobs;
    emit busyChanged();
    watcher->setFuture(QtConcurrent::run([snapshot, path] {
        auto outcome = std::make_shared<Outcome>();
        outcome->written = design::save(snapshot, path.toStdString());
        outcome->mark = FileMark::of(path);
        return outcome;
    }));
}

void DocumentController::fail(const support::Error& error) {
    QString message = inQuotes(error.message);
    if (!error.where.path.empty()) message = QString::fromStdString(error.where.path) + QStringLiteral(": ") + message;
    if (!error.where.file.empty()) {
        QString place = QFileInfo(QString::fromStdString(error.where.file)).fileName();
        if (error.where.line > 0) place += tr(", line %1").arg(error.where.line);
        message = place + QStringLiteral(": ") + message;
    }
    const bool within = error.where.line > 0 && error.hint.empty();
    emit failed(message, within ? tr("Correct it in a text editor, or open an earlier copy.") : inQuotes(error.hint));
}

} // namespace catenary::studio
