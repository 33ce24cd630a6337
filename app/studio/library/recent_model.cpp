// SPDX-License-Identifier: Apache-2.0
#include "app/studio/library/recent_model.h"

#include "app/studio/library/folder_list.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace catenary::studio {

namespace {

constexpr qsizetype mostFiles = 12;

} // namespace

RecentModel::RecentModel(DocumentController& document, Settings& settings, QObject* parent)
    : KeyedModel({"path", "title", "file", "folder", "when"}, parent), m_settings(settings) {
    QSettings& kept = settings.store();
    const int count = kept.beginReadArray("recent");
    for (int i = 0; i < count; ++i) {
        kept.setArrayIndex(i);
        m_files.append(
            {kept.value("path").toString(), kept.value("title").toString(), kept.value("when").toLongLong()});
    }
    kept.endArray();
    store();
    connect(&document, &DocumentController::opened, this,
            [this, &document] { remember(document.path(), document.title()); });
    connect(&document, &DocumentController::saved, this,
            [this, &document](const QString& path) { remember(path, document.title()); });
}

void RecentModel::forget(const QString& path) {
    m_files.removeIf([&](const File& file) { return file.path == path; });
    store();
}

void RecentModel::remember(const QString& path, const QString& title) {
    if (path.isEmpty()) return;
    m_files.removeIf([&](const File& file) { return file.path == path; });
    m_files.prepend({path, title, QDateTime::currentSecsSinceEpoch()});
    if (m_files.size() > mostFiles) m_files.resize(mostFiles);
    store();
}

void RecentModel::store() {
    QSettings& kept = m_settings.store();
    kept.remove("recent");
    kept.beginWriteArray("recent");
    QList<Row> rows;
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        const File& file = m_files[i];
        kept.setArrayIndex(static_cast<int>(i));
        kept.setValue("path", file.path);
        kept.setValue("title", file.title);
        kept.setValue("when", file.when);
        if (!QFileInfo::exists(file.path)) continue; // remembered: its disk may come back
        rows.append({file.path,
                     {file.path, file.title, QFileInfo(file.path).fileName(), shortFolder(folderOf(file.path)),
                      QLocale().toString(QDateTime::fromSecsSinceEpoch(file.when), QLocale::ShortFormat)}});
    }
    kept.endArray();
    replace(rows);
    emit folderChanged();
}

QString RecentModel::folder() const {
    for (const File& file : m_files)
        if (QFileInfo(folderOf(file.path)).isDir()) return folderOf(file.path);
    return folderForDocuments();
}

QString RecentModel::folderOf(const QString& path) {
    return QFileInfo(path).absolutePath();
}

} // namespace catenary::studio
