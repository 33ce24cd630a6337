// SPDX-License-Identifier: Apache-2.0
// The document's part in the journal of working copies: written shortly after a change, forgotten when the change is
// saved or given up, offered when a program ended in between.
#include "app/studio/document/document_controller.h"
#include "app/studio/library/folder_list.h"

#include <QDateTime>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QLocale>
#include <QtConcurrentRun>

namespace catenary::studio {

void DocumentController::keepWorkingCopy() {
    m_journalTimer.stop();
    if (!m_open || !m_modified) return;
    m_journalPool.start([journal = m_journal, key = m_journalKey, design = design(), path = m_path.toStdString(),
                         now = QDateTime::currentMSecsSinceEpoch()] {
        if (const support::Result<void> written = journal.write(key, design, path, now); !written)
            qWarning("%s", support::describe(written.error()).c_str());
    });
}

void DocumentController::forgetWorkingCopy(const std::string& key) {
    m_journalTimer.stop();
    if (key.empty()) return;
    m_journalPool.start([journal = m_journal, key] {
        if (const support::Result<void> gone = journal.discard(key); !gone)
            qWarning("%s", support::describe(gone.error()).c_str());
    });
}

void DocumentController::findWorkingCopies() {
    auto* watcher = new QFutureWatcher<std::vector<design::Recovery>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        for (const design::Recovery& copy : watcher->result()) {
            if (copy.inUse) continue;
            const QString original = QString::fromStdString(copy.original.string());
            m_recoverable.append(QVariantMap{
                {"id", QString::fromStdString(copy.key)},
                {"title", copy.title.empty() ? tr("Untitled design") : QString::fromStdString(copy.title)},
                {"path", original},
                {"file", QFileInfo(original).fileName()},
                {"folder", original.isEmpty() ? QString() : shortFolder(QFileInfo(original).absolutePath())},
                {"saved_at_ms", static_cast<qint64>(copy.saved_at_ms)},
                {"when", QLocale().toString(QDateTime::fromMSecsSinceEpoch(copy.saved_at_ms), QLocale::ShortFormat)}});
        }
        if (!m_recoverable.isEmpty()) emit recoverableChanged();
        compareWithCopies();
    });
    watcher->setFuture(QtConcurrent::run([journal = m_journal] {
        support::Findings findings;
        std::vector<design::Recovery> copies = journal.list(findings);
        for (const support::Finding& finding : findings) qWarning("working copies: %s", finding.message.c_str());
        return copies;
    }));
}

void DocumentController::compareWithCopies() {
    QVariantMap newer;
    const QFileInfo file(m_path);
    if (m_open && !m_path.isEmpty())
        for (const QVariant& entry : std::as_const(m_recoverable)) { // newest first
            const QVariantMap copy = entry.toMap();
            const QFileInfo original(copy.value("path").toString());
            if (original != file || copy.value("saved_at_ms").toLongLong() <= file.lastModified().toMSecsSinceEpoch())
                continue;
            newer = copy;
            break;
        }
    if (newer == m_newerCopy) return;
    m_newerCopy = newer;
    emit newerCopyChanged();
}

void DocumentController::recover(const QString& id) {
    QString path;
    FileMark mark;
    for (const QVariant& entry : std::as_const(m_recoverable)) {
        const QVariantMap copy = entry.toMap();
        if (copy.value("id").toString() != id) continue;
        path = copy.value("path").toString();
        // A file written after the copy holds what the copy knows nothing of: saving over it asks.
        if (QFileInfo(path).lastModified().toMSecsSinceEpoch() <= copy.value("saved_at_ms").toLongLong())
            mark = FileMark::of(path);
    }
    start([journal = m_journal, key = id.toStdString()] { return journal.load(key); },
          [this, id, path, mark](design::Design design) {
              forgetWorkingCopy(m_journalKey);
              m_mark = mark;
              m_recoverable.removeIf([&](const QVariant& entry) { return entry.toMap().value("id").toString() == id; });
              begin(std::move(design), path, id.toStdString(), false); // the copy goes on under its key
              emit recoverableChanged();
          });
}

void DocumentController::discardRecovery(const QString& id) {
    const qsizetype removed =
        m_recoverable.removeIf([&](const QVariant& entry) { return entry.toMap().value("id").toString() == id; });
    if (removed == 0) return;
    forgetWorkingCopy(id.toStdString());
    compareWithCopies();
    emit recoverableChanged();
}

} // namespace catenary::studio
