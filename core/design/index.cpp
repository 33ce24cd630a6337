// SPDX-License-Identifier: Apache-2.0
#include "core/design/index.h"

namespace catenary::design {

Index::Index(const Design& design) {
    m_entries.reserve(design.components.size() + design.connections.size() + design.groups.size() +
                      design.notes.size() + design.workloads.size());
    const auto addAll = [this](const auto& parts, Sort sort) {
        for (std::size_t i = 0; i < parts.size(); ++i) m_entries.emplace(parts[i].id.str(), Entry{sort, i});
    };
    addAll(design.components, Sort::Component);
    addAll(design.connections, Sort::Connection);
    addAll(design.groups, Sort::Group);
    addAll(design.notes, Sort::Note);
    addAll(design.workloads, Sort::Workload);
    for (std::size_t i = 0; i < design.sources.size(); ++i)
        m_entries.emplace(design.sources[i].id, Entry{Sort::Other, i});
    for (std::size_t i = 0; i < design.variants.size(); ++i)
        m_entries.emplace(design.variants[i].id, Entry{Sort::Other, i});
}

const Index::Entry* Index::find(std::string_view id) const {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second;
}

bool Index::is(std::string_view id, Sort sort) const {
    const Entry* entry = find(id);
    return entry != nullptr && entry->sort == sort;
}

} // namespace catenary::design
