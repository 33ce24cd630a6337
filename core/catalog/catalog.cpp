// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/catalog.h"

#include <algorithm>

namespace catenary::catalog {

namespace {

template <class T, class Index> const T* find(const std::vector<T>& list, const Index& index, std::string_view id) {
    const auto it = index.find(id);
    return it == index.end() ? nullptr : &list[it->second];
}

const Parameter* findNamed(const std::vector<Parameter>& list, std::string_view name) {
    const auto it = std::ranges::find(list, name, &Parameter::name);
    return it == list.end() ? nullptr : &*it;
}

} // namespace

const Parameter* Kind::own(std::string_view name) const {
    return findNamed(parameters, name);
}

const Kind* Catalog::kind(std::string_view idOrAlias) const {
    return find(m_kinds, m_kindIndex, idOrAlias);
}
const Hardware* Catalog::hardware(std::string_view id) const {
    return find(m_hardware, m_hardwareIndex, id);
}
const Model* Catalog::model(std::string_view idOrAlias) const {
    return find(m_models, m_modelIndex, idOrAlias);
}
const Engine* Catalog::engine(std::string_view name) const {
    const Engine* best = nullptr;
    std::size_t longest = 0;
    for (const Engine& candidate : m_engines) {
        if (candidate.id == name) return &candidate;
        for (const std::string& beginning : candidate.aliases) {
            if (beginning.size() <= longest || !name.starts_with(beginning)) continue;
            best = &candidate;
            longest = beginning.size();
        }
    }
    return best;
}
const Price* Catalog::price(std::string_view id) const {
    return find(m_prices, m_priceIndex, id);
}

const std::vector<Parameter>& Catalog::stationParameters(StationType type) const {
    static const std::vector<Parameter> nothing;
    const auto it = m_station.find(type);
    return it == m_station.end() ? nothing : it->second;
}

const Parameter* Catalog::parameter(const Kind& kind, std::string_view name) const {
    if (const auto* own = kind.own(name)) return own;
    if (const auto* station = findNamed(stationParameters(kind.station), name)) return station;
    return findNamed(m_common, name);
}

std::vector<std::string> Catalog::parameterNames(const Kind& kind) const {
    std::vector<std::string> names;
    const auto add = [&](const std::vector<Parameter>& list) {
        for (const auto& parameter : list)
            if (std::ranges::find(names, parameter.name) == names.end()) names.push_back(parameter.name);
    };
    add(kind.parameters);
    add(stationParameters(kind.station));
    add(m_common);
    return names;
}

void Catalog::reindex() {
    m_kindIndex.clear();
    m_hardwareIndex.clear();
    m_modelIndex.clear();
    m_priceIndex.clear();
    for (std::size_t i = 0; i < m_kinds.size(); ++i) {
        m_kindIndex.emplace(m_kinds[i].id, i);
        for (const auto& alias : m_kinds[i].aliases) m_kindIndex.emplace(alias, i);
    }
    for (std::size_t i = 0; i < m_hardware.size(); ++i) m_hardwareIndex.emplace(m_hardware[i].id, i);
    for (std::size_t i = 0; i < m_models.size(); ++i) {
        m_modelIndex.emplace(m_models[i].id, i);
        for (const auto& alias : m_models[i].aliases) m_modelIndex.emplace(alias, i);
    }
    for (std::size_t i = 0; i < m_prices.size(); ++i) m_priceIndex.emplace(m_prices[i].id, i);
}

} // namespace catenary::catalog
