// SPDX-License-Identifier: Apache-2.0
#include "app/studio/library/folder_list.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QLocale>
#include <QStandardPaths>
#include <QUrl>
#include <QtConcurrentRun>

namespace catenary::studio {

namespace {

struct Listing {
    QList<KeyedModel::Row> rows;
    QString error;
};

Listing listingOf(const QString& path, const QStringList& suffixes) {
    const QFileInfo folder(path);
    if (!folder.isDir()) return {{}, FolderList::tr("There is no such folder.")};
    if (!folder.isReadable() || !folder.isExecutable()) return {{}, FolderList::tr("This folder may not be read.")};
    Listing listing;
    const QDir::SortFlags order = QDir::Name | QDir::IgnoreCase | QDir::LocaleAware | QDir::DirsFirst;
    const QFileInfoList found = QDir(path).entryInfoList(QDir::AllDirs | QDir::Files | QDir::NoDotAndDotDot, order);
    for (const QFileInfo& entry : found) {
        if (!entry.isDir() && !suffixes.contains(entry.suffix(), Qt::CaseInsensitive)) continue;
        listing.rows.append(
            {entry.absoluteFilePath(),
             {entry.fileName(), entry.isDir(),
              entry.isDir() ? QString() : QLocale().toString(entry.lastModified(), QLocale::ShortFormat)}});
    }
    return listing;
}

QString firstFolder(std::initializer_list<QStandardPaths::StandardLocation> places) {
    for (const auto place : places) {
        const QString path = QStandardPaths::writableLocation(place);
        if (!path.isEmpty() && QFileInfo(path).isDir()) return path;
    }
    return QDir::homePath();
}

} // namespace

FolderList::FolderList(QObject* parent) : QObject(parent), m_entries({"name", "folder", "when"}) {}

void FolderList::setPath(const QString& path) {
    const QString clean = QDir::cleanPath(path);
    if (clean == m_path) return;
    m_path = clean;
    emit pathChanged();
    m_entries.replace({});
    refresh();
}

void FolderList::setSuffixes(const QStringList& suffixes) {
    if (suffixes == m_suffixes) return;
    m_suffixes = suffixes;
    emit suffixesChanged();
    refresh();
}

void FolderList::refresh() {
    if (m_path.isEmpty()) return;
    auto* watcher = new QFutureWatcher<Listing>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, ticket = ++m_ticket] {
        watcher->deleteLater();
        if (ticket != m_ticket) return;
        Listing listing = watcher->result();
        m_entries.replace(std::move(listing.rows));
        m_error = listing.error;
        emit listed();
    });
    watcher->setFuture(QtConcurrent::run(listingOf, m_path, m_suffixes));
}

QString FolderList::resolved(const QString& text) const {
    QString typed = text.trimmed();
    if (typed.startsWith(QLatin1String("file:"))) typed = QUrl(typed).toLocalFile();
    if (typed == QLatin1String("~") || typed.startsWith(QLatin1String("~/"))) typed = QDir::homePath() + typed.mid(1);
    return QDir::cleanPath(QDir(m_path).absoluteFilePath(typed));
}

QString FolderList::parentFolder() const {
    return QFileInfo(m_path).absolutePath();
}

QString FolderList::homeFolder() {
    return QDir::homePath();
}

QString FolderList::folderOf(const QString& path) {
    return QFileInfo(path).absolutePath();
}

QString FolderList::nameOf(const QString& path) {
    return QFileInfo(path).fileName();
}

bool FolderList::isFolder(const QString& path) {
    return QFileInfo(path).isDir();
}

bool FolderList::exists(const QString& path) {
    return QFileInfo::exists(path);
}

QString FolderList::suffixed(const QString& name, const QString& suffix) const {
    if (m_suffixes.contains(QFileInfo(name).suffix(), Qt::CaseInsensitive)) return name;
    return name + QLatin1Char('.') + suffix;
}

QString folderForPictures() {
    return firstFolder({QStandardPaths::PicturesLocation, QStandardPaths::DocumentsLocation});
}

QString folderForDocuments() {
    return firstFolder({QStandardPaths::DocumentsLocation});
}

QString shortFolder(const QString& folder) {
    const QString home = QDir::homePath();
    const bool below = folder == home || folder.startsWith(home + QLatin1Char('/'));
    return below ? QLatin1Char('~') + folder.mid(home.size()) : folder;
}

QString fileNameFrom(const QString& title) {
    constexpr qsizetype longest = 80;
    QString name;
    for (const QChar letter : title.left(longest)) {
        if (letter.isLetterOrNumber() || letter.isMark() || letter.isSurrogate())
            name += letter.toLower();
        else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name += QLatin1Char('-');
    }
    while (name.endsWith(QLatin1Char('-'))) name.chop(1);
    return name.isEmpty() ? QStringLiteral("design") : name;
}

} // namespace catenary::studio
