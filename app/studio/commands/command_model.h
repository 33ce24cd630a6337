// SPDX-License-Identifier: Apache-2.0
//
// commands: everything the program can do, by name. Views hand in their Action objects with `add`; the model offers
// those, the components of the open design, the kinds that can be added to it and the templates, as the query finds
// them. Start at `setQuery` and `run`.
#pragma once

#include "app/studio/catalog/palette_model.h"
#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"

#include <QPointer>

#include <vector>

namespace catenary::studio {

class CommandModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(bool placing MEMBER m_placing) ///< kinds are offered: there is a canvas to put them on
    Q_PROPERTY(catenary::studio::KeyedModel* rows READ rows CONSTANT)

public:
    /// `templates` has the role "title" and template ids as keys. All outlive this.
    CommandModel(DocumentController& document, const PaletteModel& palette, const KeyedModel& templates,
                 QObject* parent = nullptr);

    /// Adds an action: an object with `text`, `enabled`, `trigger()` and, where it has one, `shortcut`. Kept while it
    /// lives.
    Q_INVOKABLE void add(QObject* action, const QString& group);
    /// Reads texts and states again; call when the palette opens.
    Q_INVOKABLE void refresh();
    /// Does what a row says. False when it cannot be done now.
    Q_INVOKABLE bool run(const QString& key);

    [[nodiscard]] const QString& query() const { return m_query; }
    void setQuery(const QString& query);
    [[nodiscard]] KeyedModel* rows() { return &m_rows; }

signals:
    void queryChanged();
    void componentChosen(const QString& id);
    void kindChosen(const QString& id); ///< to be added
    void templateChosen(const QString& id);

private:
    struct Command {
        QPointer<QObject> action;
        QString group;
    };

    DocumentController& m_document;
    const PaletteModel& m_palette;
    const KeyedModel& m_templates;
    std::vector<Command> m_commands;
    QString m_query;
    bool m_placing = false;
    KeyedModel m_rows; ///< name, group, shortcut, available, sign
};

/// How well `text` matches `query` typed in haste: every character in order, those at the beginning of words and next
/// to each other count more. Below 0: it does not. Case and diacritics do not matter.
[[nodiscard]] double fuzzyScore(const QString& query, const QString& text);

} // namespace catenary::studio
