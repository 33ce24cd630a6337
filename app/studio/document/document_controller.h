// SPDX-License-Identifier: Apache-2.0
// The open document: a history of designs, the file it belongs to, and every way to change, open and save it. The one
// place where the studio edits. Reading, laying out and writing run on a worker; edits are immediate. Lives on the GUI
// thread.
#pragma once

#include "app/studio/document/document_lock.h"
#include "core/catalog/catalog.h"
#include "core/design/autosave.h"
#include "core/design/diff.h"
#include "core/design/history.h"

#include <QDateTime>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>

namespace catenary::studio {

class DocumentController : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(
        QString title READ title NOTIFY stateChanged) ///< of the design, else of the file, else "Untitled design"
    Q_PROPERTY(QString summary READ summary NOTIFY stateChanged)
    Q_PROPERTY(QString path READ path NOTIFY stateChanged)         ///< local file; empty before the first save
    Q_PROPERTY(QString fileName READ fileName NOTIFY stateChanged) ///< of the file; a fitting one before the first save
    Q_PROPERTY(bool modified READ modified NOTIFY stateChanged)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY stateChanged) ///< no element at all
    Q_PROPERTY(bool isOpen READ isOpen NOTIFY stateChanged) ///< a document was begun or opened
    Q_PROPERTY(bool canUndo READ canUndo NOTIFY stateChanged)
    Q_PROPERTY(bool canRedo READ canRedo NOTIFY stateChanged)
    Q_PROPERTY(QString undoLabel READ undoLabel NOTIFY stateChanged)
    Q_PROPERTY(QString redoLabel READ redoLabel NOTIFY stateChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged) ///< a file is being read or written
    /// Working copies of a program that ended without saving: {id, title, path, file, folder, when}; `file` and
    /// `folder` are empty where it was never saved.
    Q_PROPERTY(QVariantList recoverable READ recoverable NOTIFY recoverableChanged)
    /// The one of them that belongs to the open file and is newer than it; empty if there is none.
    Q_PROPERTY(QVariantMap newerCopy READ newerCopy NOTIFY newerCopyChanged)
    Q_PROPERTY(bool readOnly READ isReadOnly NOTIFY stateChanged) ///< the file is open in another window
    /// The file is not as it was opened or saved here, and there are unsaved changes; without any it is read again.
    Q_PROPERTY(bool changedOutside READ isChangedOutside NOTIFY stateChanged)

public:
    using CatalogSource = std::function<std::shared_ptr<const catalog::Catalog>()>;
    /// `catalog` may be called from a worker.
    explicit DocumentController(CatalogSource catalog, QObject* parent = nullptr);
    ~DocumentController() override;

    [[nodiscard]] const design::Design& design() const { return m_history.current(); }
    /// Counts up with every change of `design()`, over documents too; never repeats.
    [[nodiscard]] quint64 revision() const { return m_revision; }

    /// Makes one edit. False when it cannot be made: then `editRefused` says why and nothing changed.
    bool apply(const design::Edit& edit, quint64 gesture = 0);
    /// Puts a design made elsewhere (tidy-up, variant) in place as one undo step.
    void replace(design::Design design, const QString& label, quint64 gesture = 0);
    /// A new id for edits that belong together (a drag); `endGesture` closes it.
    [[nodiscard]] quint64 beginGesture();
    void endGesture();
    [[nodiscard]] bool gestureUnderWay() const { return m_gestureUnderWay; }

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString summary() const { return QString::fromStdString(design().summary); }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString fileName() const;
    [[nodiscard]] bool modified() const { return m_modified; }
    [[nodiscard]] bool isEmpty() const { return design().components.empty() && design().notes.empty(); }
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] bool canUndo() const { return m_history.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_history.canRedo(); }
    [[nodiscard]] QString undoLabel() const { return QString::fromStdString(m_history.undoLabel()); }
    [[nodiscard]] QString redoLabel() const { return QString::fromStdString(m_history.redoLabel()); }
    [[nodiscard]] bool busy() const { return m_jobs > 0; }
    [[nodiscard]] const QVariantList& recoverable() const { return m_recoverable; }
    [[nodiscard]] const QVariantMap& newerCopy() const { return m_newerCopy; }
    [[nodiscard]] bool isReadOnly() const { return !m_lock.ours(); }
    [[nodiscard]] bool isChangedOutside() const { return m_changedOutside; }

    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();
    Q_INVOKABLE void rename(const QString& title);

    /// These replace the open document without asking; the shell asks first when it is modified.
    Q_INVOKABLE void newDesign();
    /// A design; or what a picture exported with its design, or a text (Mermaid, an outline, arrows), holds: that has
    /// no file yet.
    Q_INVOKABLE void open(const QUrl& fileOrPath);
    Q_INVOKABLE void openPath(const QString& path);
    Q_INVOKABLE void openTemplate(const QString& id);
    Q_INVOKABLE void revert(); ///< to the file, as one undo step
    /// Saves to the document's file. False, and `needsPath`, when it has none yet; `fileChanged` when the file is not
    /// as it was opened or saved here.
    Q_INVOKABLE bool save();
    Q_INVOKABLE void saveOver();    ///< the same whatever the file holds
    Q_INVOKABLE void takeOver();    ///< edits here what is open in another window, which becomes read-only
    Q_INVOKABLE void keepOutside(); ///< goes on with what is here, whatever the file holds now
    Q_INVOKABLE void saveAs(const QUrl& fileOrPath);
    Q_INVOKABLE void saveAsPath(const QString& path);
    Q_INVOKABLE void closeDocument(); ///< forgets the document and its working copy

    Q_INVOKABLE void recover(const QString& id);
    Q_INVOKABLE void discardRecovery(const QString& id);
    /// Writes the working copy now, where one is due; `finishWriting` waits for it.
    void keepWorkingCopy();
    void finishWriting() { m_journalPool.waitForDone(); }

signals:
    void gestureEnded();
    /// The design changed, by an edit, undo, or another document (then everything is in the set).
    void changed(const catenary::design::ChangeSet& changes);
    /// After `changed`: that was done by undo or redo.
    void stepped(const catenary::design::ChangeSet& changes);
    void stateChanged();
    void busyChanged();
    void recoverableChanged();
    void newerCopyChanged();
    /// Another document is open; views show it from the start.
    void opened();
    void saved(const QString& path);
    void needsPath();
    void fileChanged();
    void reread(); ///< the file was changed outside and is shown as it is now
    void editRefused(const QString& message, const QString& hint);
    /// A file could not be read or written.
    void failed(const QString& message, const QString& hint);

private:
    /// What tells one content of a file from another.
    struct FileMark {
        QDateTime modified;
        qint64 size = -1; ///< -1: no such file
        QByteArray hash;
        static FileMark of(const QString& path);
    };

    [[nodiscard]] bool changedElsewhere() const;
    void settle(const QString& path); ///< the document belongs to this file from now on
    void onFileTouched();
    void readAgain(std::function<void()> then); ///< `then` once the file is shown; not where it cannot be read
    [[nodiscard]] bool refuseReadOnly();
    void put(design::Design design, const QString& label, quint64 gesture = 0);
    void start(std::function<support::Result<design::Design>()> read, std::function<void(design::Design)> use);
    void take(design::Design design, const QString& path, const FileMark& mark);
    void begin(design::Design design, const QString& path, const std::string& key, bool clean);
    void forgetWorkingCopy(const std::string& key);
    void findWorkingCopies();
    void compareWithCopies(); ///< finds `newerCopy` again
    design::ChangeSet publish(const design::Design& before);
    void write(const QString& path);
    void fail(const support::Error& error);

    CatalogSource m_catalog;
    design::History m_history;
    QString m_path;
    FileMark m_mark; ///< of the file at `m_path` when it was last read or written
    quint64 m_revision = 1;
    quint64 m_lastGesture = 0;
    bool m_gestureUnderWay = false;
    quint64 m_ticket = 0; ///< of the latest load; older results are dropped
    int m_jobs = 0;
    bool m_modified = false;
    bool m_open = false;
    bool m_changedOutside = false;
    DocumentLock m_lock;
    QFileSystemWatcher m_fileWatcher;
    QTimer m_touchedTimer; ///< a file that is being written is looked at when that is over

    design::Autosave m_journal;
    QThreadPool m_journalPool; ///< of one thread: what is written last stays
    QTimer m_journalTimer;
    std::string m_journalKey; ///< of the open document
    QVariantList m_recoverable;
    QVariantMap m_newerCopy;
};

} // namespace catenary::studio
