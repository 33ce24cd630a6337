// SPDX-License-Identifier: Apache-2.0
// One folder of the file system as a file dialog lists it.
#pragma once

#include "app/studio/models/keyed_model.h"

namespace catenary::studio {

/// Folders first, then the files with one of `suffixes`; each by name, without regard to case. What begins with a dot
/// is left out. Read on a worker; `entries` is empty until `listed`. Roles: name, folder (whether it is one), when.
class FolderList : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged)                     ///< absolute
    Q_PROPERTY(QStringList suffixes READ suffixes WRITE setSuffixes NOTIFY suffixesChanged) ///< without the dot
    Q_PROPERTY(catenary::studio::KeyedModel* entries READ entries CONSTANT)                 ///< keys are absolute paths
    Q_PROPERTY(QString error READ error NOTIFY listed) ///< why the folder cannot be read; empty if it can

public:
    explicit FolderList(QObject* parent = nullptr);

    [[nodiscard]] const QString& path() const { return m_path; }
    void setPath(const QString& path);
    [[nodiscard]] const QStringList& suffixes() const { return m_suffixes; }
    void setSuffixes(const QStringList& suffixes);
    [[nodiscard]] KeyedModel* entries() { return &m_entries; }
    [[nodiscard]] const QString& error() const { return m_error; }

    /// Reads the folder again.
    Q_INVOKABLE void refresh();
    /// The absolute path of what was typed: relative to `path`, "~" is the home folder, a file URL is its path.
    Q_INVOKABLE [[nodiscard]] QString resolved(const QString& text) const;
    Q_INVOKABLE [[nodiscard]] QString parentFolder() const; ///< the folder itself at the top
    Q_INVOKABLE [[nodiscard]] static QString homeFolder();
    Q_INVOKABLE [[nodiscard]] static QString folderOf(const QString& path);
    Q_INVOKABLE [[nodiscard]] static QString nameOf(const QString& path);
    Q_INVOKABLE [[nodiscard]] static bool isFolder(const QString& path);
    Q_INVOKABLE [[nodiscard]] static bool exists(const QString& path);
    /// `name` with `suffix` where it has none of `suffixes`.
    Q_INVOKABLE [[nodiscard]] QString suffixed(const QString& name, const QString& suffix) const;

signals:
    void pathChanged();
    void suffixesChanged();
    void listed();

private:
    QString m_path, m_error;
    QStringList m_suffixes;
    quint64 m_ticket = 0; ///< of the latest reading; older ones are dropped
    KeyedModel m_entries;
};

/// The pictures folder, else documents, else home: the first that exists.
[[nodiscard]] QString folderForPictures();
/// The documents folder, else home.
[[nodiscard]] QString folderForDocuments();
/// `folder` with the home folder as "~".
[[nodiscard]] QString shortFolder(const QString& folder);
/// A file's name, without suffix, from a title: its letters and digits in lower case, everything else as one hyphen;
/// "design" where nothing is left.
[[nodiscard]] QString fileNameFrom(const QString& title);

} // namespace catenary::studio
