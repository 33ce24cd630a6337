// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/kind_order.h"

#include "app/studio/models/each.h"

#include <algorithm>
#include <set>

namespace catenary::studio {

namespace {

using Names = std::vector<std::string_view>;

const Names& common() {
    static const Names names{"client",
                             "load_balancer_l7",
                             "api_gateway",
                             "service",
                             "cache",
                             "relational_db",
                             "queue",
                             "event_log",
                             "model_server",
                             "llm_server",
                             "vector_db",
                             "feature_store_online",
                             "object_store",
                             "nosql_kv",
                             "router",
                             "search_engine",
                             "stream_processor",
                             "external",
                             "job",
                             "schedule"};
    return names;
}

const Names& followersOf(const catalog::Kind& kind) {
    static const Names ofSource{"load_balancer_l7", "api_gateway", "service", "cdn", "event_log", "router"};
    static const Names ofEdge{"service", "model_server", "cache", "llm_server", "router", "auth_service"};
    static const Names ofCompute{
        "cache",     "relational_db", "model_server", "queue",    "llm_server", "vector_db", "feature_store_online",
        "event_log", "service",       "object_store", "nosql_kv", "external"};
    static const Names ofServing{"feature_store_online", "cache",        "vector_db",
                                 "llm_server",           "model_server", "object_store"};
    static const Names ofMessages{"stream_processor",     "batch_worker", "service",
                                  "feature_store_online", "object_store", "data_warehouse"};
    static const Names ofCache{"relational_db", "service", "nosql_kv", "model_server", "object_store"};
    static const Names none;
    if (kind.station == catalog::StationType::Source) return ofSource;
    if (kind.station == catalog::StationType::Cache) return ofCache;
    if (kind.group == "edge") return ofEdge;
    if (kind.group == "compute") return ofCompute;
    if (kind.group == "ml-serving" || kind.group == "llm") return ofServing;
    if (kind.group == "messaging") return ofMessages;
    return none;
}

/// As in the palette.
const Names& groupOrder() {
    static const Names order{"edge",      "compute",  "ml-serving", "llm",     "data",
                             "messaging", "training", "operations", "external"};
    return order;
}

/// Collects kinds, each once.
class Offer {
public:
    explicit Offer(const catalog::Catalog& catalog) : m_catalog(catalog) {}
    void add(const catalog::Kind* kind) {
        if (kind != nullptr && m_seen.insert(kind->id).second) m_kinds.push_back(kind);
    }
    void add(const Names& names) {
        for (const std::string_view name : names) add(m_catalog.kind(name));
    }
    [[nodiscard]] std::vector<const catalog::Kind*> take() { return std::move(m_kinds); }

private:
    const catalog::Catalog& m_catalog;
    std::set<std::string_view> m_seen;
    std::vector<const catalog::Kind*> m_kinds;
};

} // namespace

std::vector<const catalog::Kind*> offeredKinds(const catalog::Catalog& catalog, const design::Design& design,
                                               const design::ComponentId& from, const QStringList& recent) {
    Offer offer(catalog);
    const auto kindOf = [&](const design::ComponentId& id) {
        const design::Component* component = design.component(id);
        return component != nullptr ? catalog.kind(component->kind) : nullptr;
    };
    if (const catalog::Kind* source = kindOf(from)) {
        for (const design::Connection& connection : each(design.connections))
            if (kindOf(connection.from) == source) offer.add(kindOf(connection.to));
        offer.add(followersOf(*source));
    }
    for (const QString& id : recent) offer.add(catalog.kind(id.toStdString()));
    offer.add(common());
    for (const catalog::Kind& kind : catalog.kinds())
        if (kind.plain) offer.add(&kind);
    for (const std::string_view group : groupOrder())
        for (const catalog::Kind& kind : catalog.kinds())
            if (kind.group == group) offer.add(&kind);
    for (const catalog::Kind& kind : catalog.kinds()) offer.add(&kind);
    return offer.take();
}

std::vector<const catalog::Kind*> foundKinds(const catalog::Catalog& catalog, const QString& query) {
    const QString typed = query.trimmed();
    std::vector<const catalog::Kind*> kinds = catalog.search(typed.toStdString());
    std::stable_partition(kinds.begin(), kinds.end(), [&](const catalog::Kind* kind) {
        return QString::fromStdString(kind->title).startsWith(typed, Qt::CaseInsensitive);
    });
    return kinds;
}

} // namespace catenary::studio
