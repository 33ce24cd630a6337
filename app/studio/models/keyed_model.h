// SPDX-License-Identifier: Apache-2.0
//
// models: lists that QML shows. `KeyedModel` is a list of rows, each with a key that stays the same while the thing it
// tells of does, so that replacing the rows after an edit keeps the delegates (and the keyboard focus in them) alive.
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class KeyedModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the controllers")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    /// `cells` in the order of the model's roles.
    struct Row {
        QString key;
        QVariantList cells;
        bool operator==(const Row&) const = default;
    };

    /// `roles` are the names that delegates declare as required properties; the key is the role `key`.
    explicit KeyedModel(const QList<QByteArray>& roles, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] const QList<Row>& rows() const { return m_rows; }
    /// A cell by row and role name; invalid where there is none.
    Q_INVOKABLE [[nodiscard]] QVariant at(int row, const QString& role) const;
    /// The row with that key, or -1.
    Q_INVOKABLE [[nodiscard]] int rowOf(const QString& key) const;

    /// Rows whose key stays where it was are updated in place; what lies between is removed and inserted.
    void replace(QList<Row> rows);

signals:
    void countChanged();

private:
    void update(int row, Row value);

    QList<QByteArray> m_roles;
    QList<Row> m_rows;
};

} // namespace catenary::studio
