// SPDX-License-Identifier: Apache-2.0
// Which window may edit a file: the first that opened it, until it lets go, ends, or another takes over. A small file
// in `userStateDirectory()/open` says so; the user's own file is never touched. Lives on the GUI thread.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace catenary::studio {

class DocumentLock : public QObject {
    Q_OBJECT
public:
    explicit DocumentLock(QObject* parent = nullptr);
    ~DocumentLock() override;

    /// Lets go of the file before and asks for this one; empty: none.
    void want(const QString& path);
    /// Nobody else holds the file, or there is none.
    [[nodiscard]] bool ours() const { return m_ours; }
    /// Makes it ours; the window that had it learns of it.
    void takeOver();

signals:
    void changed();

private:
    [[nodiscard]] QString holder() const; ///< the token of the program that holds the file; empty: nobody does
    void mark();                          ///< makes it ours, unless someone was first
    void look();
    void set(bool ours);

    QString m_token; ///< of this window
    QString m_file;  ///< that says who holds the document; empty: no document
    bool m_ours = true;
    QFileSystemWatcher m_watcher;
    QTimer m_waiting; ///< while another holds it: a program that ends does not always let go
};

} // namespace catenary::studio
