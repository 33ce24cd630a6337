// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/palette_model.h"

#include "app/studio/catalog/kind_order.h"

#include <QCoreApplication>

#include <array>

namespace catenary::studio {

namespace {

struct GroupEntry {
    const char* id;
    const char* title;
};

constexpr std::array<GroupEntry, 9> groups{{
    {"edge", QT_TRANSLATE_NOOP("Palette", "Edge")},
    {"compute", QT_TRANSLATE_NOOP("Palette", "Compute")},
    {"ml-serving", QT_TRANSLATE_NOOP("Palette", "ML serving")},
    {"llm", QT_TRANSLATE_NOOP("Palette", "Language models")},
    {"data", QT_TRANSLATE_NOOP("Palette", "Data")},
    {"messaging", QT_TRANSLATE_NOOP("Palette", "Messaging")},
    {"training", QT_TRANSLATE_NOOP("Palette", "Training")},
    {"operations", QT_TRANSLATE_NOOP("Palette", "Operations")},
    {"external", QT_TRANSLATE_NOOP("Palette", "External")},
}};

KeyedModel::Row kindRow(const catalog::Kind& kind) {
    QStringList products;
    for (const std::string& product : kind.products) products.append(QString::fromStdString(product));
    return {QString::fromStdString(kind.id),
            {false, QString::fromStdString(kind.title), QString::fromStdString(kind.summary),
             QString::fromStdString(kind.icon), QString::fromStdString(kind.group), true,
             products.join(QStringLiteral(", "))}};
}

} // namespace

QString groupTitle(const std::string& group) {
    for (const GroupEntry& entry : groups)
        if (group == entry.id) return QCoreApplication::translate("Palette", entry.title);
    return QString::fromStdString(group);
}

PaletteModel::PaletteModel(DocumentController::CatalogSource catalog, DocumentController& document, QObject* parent)
    : QObject(parent), m_catalog(std::move(catalog)), m_document(document),
      m_rows({"heading", "title", "summary", "icon", "group", "open", "products"}) {
    connect(&m_document, &DocumentController::changed, this, &PaletteModel::remember);
    connect(&m_document, &DocumentController::opened, this, [this] { m_recent.clear(); });
    // The catalog may still be read on a worker; the list is filled once the window is there.
    QMetaObject::invokeMethod(this, &PaletteModel::fill, Qt::QueuedConnection);
}

void PaletteModel::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    fill();
    emit queryChanged();
}

QString PaletteModel::first() const {
    for (const KeyedModel::Row& row : m_rows.rows())
        if (!row.cells.front().toBool()) return row.key;
    return {};
}

void PaletteModel::toggleGroup(const QString& group) {
    if (!m_closed.remove(group)) m_closed.insert(group);
    fill();
}

QString PaletteModel::titleOf(const QString& kind) const {
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const catalog::Kind* found = catalog->kind(kind.toStdString());
    return found == nullptr ? kind : QString::fromStdString(found->title);
}

QVariantList PaletteModel::choices(const QString& query, const QString& connectFrom) const {
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const bool searched = !query.trimmed().isEmpty();
    QVariantList list;
    const auto add = [&](const QString& id, const QString& title, const QString& group, const QString& summary,
                         const QString& icon) {
        list.append(QVariantMap{{QStringLiteral("id"), id},
                                {QStringLiteral("title"), title},
                                {QStringLiteral("group"), group},
                                {QStringLiteral("summary"), summary},
                                {QStringLiteral("icon"), icon}});
    };
    const auto text = [](const std::string& utf8) { return QString::fromStdString(utf8); };
    for (const catalog::Kind* kind : searched ? foundKinds(*catalog, query)
                                              : offeredKinds(*catalog, m_document.design(),
                                                             design::ComponentId(connectFrom.toStdString()), m_recent))
        add(text(kind->id), text(kind->title), text(kind->group), text(kind->summary), text(kind->icon));
    if (connectFrom.isEmpty() && tr("note").contains(query.trimmed(), Qt::CaseInsensitive)) {
        add(QStringLiteral("note"), tr("Note"), QString(), tr("Words on the canvas; carries no load."),
            QStringLiteral("note"));
        // Who types its name wants it, not a kind in whose name the letters are.
        if (searched && tr("note").startsWith(query.trimmed(), Qt::CaseInsensitive)) list.move(list.size() - 1, 0);
    }
    return list;
}

void PaletteModel::remember(const design::ChangeSet& changes) {
    constexpr int remembered = 3;
    for (const std::string& id : changes.added) {
        const design::Component* component = m_document.design().component(design::ComponentId(id));
        if (component == nullptr) continue;
        const QString kind = QString::fromStdString(component->kind);
        m_recent.removeAll(kind);
        m_recent.prepend(kind);
    }
    while (m_recent.size() > remembered) m_recent.removeLast();
}

void PaletteModel::fill() {
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    QList<KeyedModel::Row> rows;
    if (!m_query.trimmed().isEmpty()) {
        for (const catalog::Kind* kind : foundKinds(*catalog, m_query)) rows.append(kindRow(*kind));
    } else {
        for (const GroupEntry& group : groups) {
            const QString id = QString::fromLatin1(group.id);
            const bool open = !m_closed.contains(id);
            const qsizetype heading = rows.size();
            int members = 0;
            for (const catalog::Kind& kind : catalog->kinds()) {
                if (kind.group != group.id) continue;
                ++members;
                if (open) rows.append(kindRow(kind));
            }
            if (members > 0)
                rows.insert(heading,
                            {QStringLiteral("group:") + id,
                             {true, groupTitle(group.id), QString::number(members), QString(), id, open, QString()}});
        }
    }
    m_rows.replace(std::move(rows));
}

} // namespace catenary::studio
