// SPDX-License-Identifier: Apache-2.0
// The choices of a picker that hold every word of what is searched, under their headings. Their order stays, so that a
// heading comes once; `best` says which of them fits best.
#pragma once

#include <QAbstractListModel>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class ChoiceModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    /// Of {value, text, detail, trailing, group}; those of one `group` lie side by side. The role `heading` is the
    /// group of the first of it that is found; empty for the others.
    Q_PROPERTY(QVariantList choices READ choices WRITE setChoices NOTIFY changed)
    /// Words, in any order and case. They are looked for in all that a choice says, punctuation left out: "h100sxm"
    /// finds "NVIDIA H100 80 GB SXM" by its value "H100-SXM". A choice without a value is found by no word.
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(int best READ best NOTIFY changed) ///< row; 0 without a query, -1 where nothing is found

public:
    enum Role { ValueRole = Qt::UserRole, TextRole, DetailRole, TrailingRole, HeadingRole };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] const QVariantList& choices() const { return m_choices; }
    void setChoices(const QVariantList& choices);
    [[nodiscard]] const QString& query() const { return m_query; }
    void setQuery(const QString& query);
    [[nodiscard]] int count() const { return static_cast<int>(m_found.size()); }
    [[nodiscard]] int best() const { return m_best; }

    /// The row with that value, or -1; and the value of a row, which must be there.
    Q_INVOKABLE [[nodiscard]] int rowOf(const QString& value) const;
    Q_INVOKABLE [[nodiscard]] QString valueAt(int row) const;

signals:
    void changed();

private:
    void find();

    QVariantList m_choices;
    QString m_query;
    QList<QVariantMap> m_found;
    int m_best = -1;
};

} // namespace catenary::studio
