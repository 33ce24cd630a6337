// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/keyed_model.h"

#include <algorithm>

namespace catenary::studio {

namespace {
constexpr int keyRole = Qt::UserRole;
constexpr int firstRole = Qt::UserRole + 1;
} // namespace

KeyedModel::KeyedModel(const QList<QByteArray>& roles, QObject* parent) : QAbstractListModel(parent), m_roles(roles) {}

int KeyedModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant KeyedModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count()) return {};
    const Row& row = m_rows[index.row()];
    if (role == keyRole) return row.key;
    return row.cells.value(role - firstRole);
}

QHash<int, QByteArray> KeyedModel::roleNames() const {
    QHash<int, QByteArray> names{{keyRole, "key"}};
    for (int i = 0; i < m_roles.size(); ++i) names.insert(firstRole + i, m_roles[i]);
    return names;
}

QVariant KeyedModel::at(int row, const QString& role) const {
    if (row < 0 || row >= count()) return {};
    if (role == QLatin1String("key")) return m_rows[row].key;
    const auto column = m_roles.indexOf(role.toUtf8());
    return column < 0 ? QVariant() : m_rows[row].cells.value(column);
}

int KeyedModel::rowOf(const QString& key) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void KeyedModel::update(int row, Row value) {
    if (m_rows[row] == value) return;
    m_rows[row] = std::move(value);
    emit dataChanged(index(row), index(row));
}

void KeyedModel::replace(QList<Row> rows) {
    const auto oldCount = m_rows.size();
    qsizetype head = 0;
    while (head < std::min(oldCount, rows.size()) && m_rows[head].key == rows[head].key) ++head;
    qsizetype tail = 0;
    while (tail < std::min(oldCount, rows.size()) - head &&
           m_rows[oldCount - 1 - tail].key == rows[rows.size() - 1 - tail].key)
        ++tail;

    const int first = static_cast<int>(head);
    const int removed = static_cast<int>(oldCount - head - tail);
    const int added = static_cast<int>(rows.size() - head - tail);
    if (removed > 0) {
        beginRemoveRows({}, first, first + removed - 1);
        m_rows.remove(head, removed);
        endRemoveRows();
    }
    if (added > 0) {
        beginInsertRows({}, first, first + added - 1);
        for (int i = 0; i < added; ++i) m_rows.insert(head + i, rows[head + i]);
        endInsertRows();
    }
    for (int i = 0; i < first; ++i) update(i, std::move(rows[i]));
    for (int i = first + added; i < count(); ++i) update(i, std::move(rows[i]));
    if (oldCount != m_rows.size()) emit countChanged();
}

} // namespace catenary::studio
