// SPDX-License-Identifier: Apache-2.0
// Fields on the screen, by section, and every way to change one. A value that cannot be is refused: the field says why
// and the design stays as it was. One that is only unusual is refused too, until `acceptAnyway`.
#pragma once

#include "app/studio/catalog/field.h"
#include "app/studio/document/document_controller.h"

#include <QHash>

#include <map>

namespace catenary::studio {

class FieldSheet : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by an inspector")
    Q_PROPERTY(int changes READ changes NOTIFY changed) ///< counts up whenever the fields do

public:
    FieldSheet(DocumentController& document, DocumentController::CatalogSource catalog, QObject* parent = nullptr);

    /// Replaces what is shown. Refusals of fields that are no longer there are forgotten.
    void setFields(QList<Field> fields);
    [[nodiscard]] const QList<Field>& fields() const { return m_fields; }
    [[nodiscard]] bool has(const QString& path) const { return field(path) != nullptr; }
    /// What the check of the design says of single fields, by path.
    void setFindings(QHash<QString, QString> findings);

    /// The rows of one section (roles: see `fieldRoles`); empty when it has none.
    Q_INVOKABLE catenary::studio::KeyedModel* section(const QString& name);
    /// How many fields a section has, and how many of them are not primary.
    Q_INVOKABLE [[nodiscard]] int countIn(const QString& section) const;
    Q_INVOKABLE [[nodiscard]] int hiddenIn(const QString& section) const;
    [[nodiscard]] int changes() const { return m_changes; }

    /// All return whether the design was changed or already was so. `path` is the key of the row.
    Q_INVOKABLE bool edit(const QString& path, const QString& text);
    Q_INVOKABLE bool choose(const QString& path, const QString& value);
    Q_INVOKABLE bool setFlag(const QString& path, bool on);
    Q_INVOKABLE bool setLaw(const QString& path, const QString& law);
    Q_INVOKABLE bool setArgument(const QString& path, const QString& name, const QString& text); ///< of a distribution
    Q_INVOKABLE bool setPart(const QString& path, const QString& name, const QString& text);     ///< of a structure
    Q_INVOKABLE bool step(const QString& path,
                          int steps);                   ///< by one of the leading digit's magnitude, whole for integers
    Q_INVOKABLE bool reset(const QString& path);        ///< takes the author's value away
    Q_INVOKABLE bool acceptAnyway(const QString& path); ///< the unusual value that was refused
    Q_INVOKABLE void forget(const QString& path);       ///< drops a refusal

    /// Edits between the two make one undo step.
    Q_INVOKABLE void begin();
    Q_INVOKABLE void end();

signals:
    void changed();

private:
    [[nodiscard]] const Field* field(const QString& path) const;
    bool apply(const Field& field, const Json& value, bool anyway = false);
    bool commit(const QString& path, const design::Edit& edit, const QStringList& others = {});
    bool refuse(const QString& path, const QString& message, const Json& pending = {});
    bool refuse(const QString& path, const support::Error& error);
    [[nodiscard]] QString said(const QString& path, const std::string& message, const std::string& hint) const;
    bool changeProcess(const design::WorkloadId& id, const QString& path, const std::string& process);
    bool changeRate(const design::WorkloadId& id, const QString& path, bool population);
    bool retryForever(const QString& path, bool on);
    void fill();

    DocumentController& m_document;
    DocumentController::CatalogSource m_catalog;
    QList<Field> m_fields;
    std::map<QString, KeyedModel*> m_sections;
    QHash<QString, Refusal> m_refusals;
    QHash<QString, QString> m_findings;
    QHash<QString, Json> m_laws; ///< the last value under each law of a field, by path and law
    QString m_part;              ///< the argument or member being tried
    quint64 m_gesture = 0;
    int m_changes = 0;
};

} // namespace catenary::studio
