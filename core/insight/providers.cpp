// SPDX-License-Identifier: Apache-2.0
#include "core/insight/providers.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace catenary::insight {

namespace {

/// The hardware a component is given; empty if it is given none.
std::string given(const design::Component& component) {
    const support::Json* hardware = design::findParameter(component.parameters, "hardware");
    return hardware != nullptr && hardware->is_string() ? hardware->get<std::string>() : std::string();
}

} // namespace

std::string providerOf(std::string_view hardware) {
    const std::size_t colon = hardware.find(':');
    return colon == std::string_view::npos ? std::string() : std::string(hardware.substr(0, colon));
}

ProviderRule providerFor(const design::Component& component, const catalog::Kind& kind, const design::Design& design) {
    if (const std::string own = given(component); !own.empty()) return {providerOf(own), "its own hardware"};
    std::vector<std::pair<std::string, int>> counts;
    for (const auto& other : design.components) {
        const std::string hardware = given(*other);
        if (hardware.empty()) continue;
        const std::string provider = providerOf(hardware);
        const auto found =
            std::find_if(counts.begin(), counts.end(), [&](const auto& count) { return count.first == provider; });
        if (found == counts.end())
            counts.emplace_back(provider, 1);
        else
            ++found->second;
    }
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != counts.end()) return {most->first, "most of the design"};
    return {kind.hardware.empty() ? std::string() : providerOf(kind.hardware.front()), "its default"};
}

} // namespace catenary::insight
