// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/document_lock.h"

#include "core/support/files.h"
#include "core/support/process.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace catenary::studio {

namespace {

QString folder() {
    return QDir(QString::fromStdString(support::userStateDirectory().string())).filePath(QStringLiteral("open"));
}

/// One name for a file, however it is reached.
QString nameFor(const QString& path) {
    const QFileInfo info(path);
    const QString whole = info.canonicalFilePath().isEmpty() ? info.absoluteFilePath() : info.canonicalFilePath();
    return QString::fromLatin1(QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha1).toHex());
}

} // namespace

DocumentLock::DocumentLock(QObject* parent) : QObject(parent), m_token(QUuid::createUuid().toString(QUuid::Id128)) {
    constexpr int lookAgainMs = 2000;
    m_waiting.setInterval(lookAgainMs);
    connect(&m_waiting, &QTimer::timeout, this, &DocumentLock::look);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &DocumentLock::look);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &DocumentLock::look);
}

DocumentLock::~DocumentLock() {
    if (!m_file.isEmpty() && m_ours && holder() == m_token) QFile::remove(m_file);
}

QString DocumentLock::holder() const {
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QJsonObject said = QJsonDocument::fromJson(file.readAll()).object();
    const bool runs = support::stillRuns(said.value(QLatin1String("process")).toInteger(),
                                         said.value(QLatin1String("at_ms")).toInteger());
    return runs ? said.value(QLatin1String("token")).toString() : QString();
}

void DocumentLock::mark() {
    if (holder().isEmpty()) QFile::remove(m_file); // of a program that ended without letting go
    QFile file(m_file);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        file.write(QJsonDocument(QJsonObject{{"process", QCoreApplication::applicationPid()},
                                             {"at_ms", QDateTime::currentMSecsSinceEpoch()},
                                             {"token", m_token}})
                       .toJson(QJsonDocument::Compact));
}

void DocumentLock::want(const QString& path) {
    const QString file = path.isEmpty() ? QString() : QDir(folder()).filePath(nameFor(path));
    if (file == m_file) return;
    if (!m_watcher.files().isEmpty()) m_watcher.removePaths(m_watcher.files());
    if (!m_watcher.directories().isEmpty()) m_watcher.removePaths(m_watcher.directories());
    if (!m_file.isEmpty() && m_ours && holder() == m_token) QFile::remove(m_file);
    m_file = file;
    if (m_file.isEmpty() || !QDir().mkpath(folder())) { // where nothing can be noted, nobody is kept out
        set(true);
        return;
    }
    mark();
    m_watcher.addPath(folder());
    look();
}

void DocumentLock::takeOver() {
    if (m_file.isEmpty()) return;
    QFile::remove(m_file);
    mark();
    look();
}

void DocumentLock::look() {
    if (m_file.isEmpty()) return;
    QString now = holder();
    if (now.isEmpty()) { // let go
        mark();
        now = holder();
    }
    if (QFile::exists(m_file)) m_watcher.addPath(m_file);
    set(now.isEmpty() || now == m_token);
}

void DocumentLock::set(bool ours) {
    if (ours == m_ours) return;
    m_ours = ours;
    if (ours)
        m_waiting.stop();
    else
        m_waiting.start();
    emit changed();
}

} // namespace catenary::studio
