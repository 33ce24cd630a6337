// SPDX-License-Identifier: Apache-2.0
#include "core/network/lower_zones.h"

#include <algorithm>
#include <set>

namespace catenary::network {

namespace {

using support::Severity;

class ZoneLowering {
public:
    ZoneLowering(const design::Design& design, Network& network, support::Findings& findings)
        : m_design(design), m_network(network), m_findings(findings) {}

    void operator()() {
        for (std::size_t s = 0; s < m_network.stations.size(); ++s) {
            Station& station = m_network.stations[s];
            if (station.zone.empty()) station.zone = zoneAround(station.id.str());
            if (!station.zone.empty()) zone(station.zone).stations.push_back(static_cast<Index>(s));
        }
        for (const auto& group : m_design.groups) failures(*group);
    }

private:
    /// Of the innermost group with a zone that has the element; groups may be nested, and a ring of them ends.
    [[nodiscard]] std::string zoneAround(std::string id) const {
        std::set<std::string> seen;
        while (seen.insert(id).second) {
            const design::Group* around = nullptr;
            for (const auto& group : m_design.groups)
                if (std::find(group->members.begin(), group->members.end(), id) != group->members.end())
                    around = group.get();
            if (around == nullptr) break;
            const auto named = around->extra.find("zone");
            if (named != around->extra.end() && named->is_string()) return named->get<std::string>();
            id = around->id.str();
        }
        return {};
    }

    Zone& zone(const std::string& name) {
        auto& zones = m_network.zones;
        const auto found = std::find_if(zones.begin(), zones.end(), [&](const Zone& of) { return of.name == name; });
        return found != zones.end() ? *found : zones.emplace_back(Zone{name, {}, {}, {}});
    }

    void failures(const design::Group& group) {
        const auto named = group.extra.find("zone");
        const std::string name =
            named != group.extra.end() && named->is_string() ? named->get<std::string>() : std::string();
        if (named != group.extra.end() && name.empty())
            finding(Severity::Error, group, "zone", "`zone` must be the name of a zone");
        const auto up = seconds(group, "zone_mtbf_s");
        const auto down = seconds(group, "zone_mttr_s");
        if (!up && !down) return;
        if (name.empty() || !up || !down) {
            finding(Severity::Warning, group, up ? "zone_mtbf_s" : "zone_mttr_s",
                    "a zone fails only with all of `zone`, `zone_mtbf_s` and `zone_mttr_s`");
            return;
        }
        Zone& failing = zone(name);
        if (failing.mtbf_s && (failing.mtbf_s != up || failing.mttr_s != down))
            finding(Severity::Warning, group, "zone_mtbf_s",
                    "another group says how often zone `" + name + "` fails; that of the first group holds");
        else
            failing.mtbf_s = up, failing.mttr_s = down;
    }

    std::optional<double> seconds(const design::Group& group, const char* field) {
        const auto found = group.extra.find(field);
        if (found == group.extra.end()) return std::nullopt;
        if (found->is_number() && found->get<double>() > 0) return found->get<double>();
        finding(Severity::Error, group, field, "`" + std::string(field) + "` must be a number of seconds above 0");
        return std::nullopt;
    }

    void finding(Severity severity, const design::Group& group, const std::string& field, const std::string& message) {
        m_findings.push_back({severity, group.id.str() + "." + field, message, {}, 0});
    }

    const design::Design& m_design;
    Network& m_network;
    support::Findings& m_findings;
};

} // namespace

void lowerZones(const design::Design& design, Network& network, support::Findings& findings) {
    ZoneLowering(design, network, findings)();
}

} // namespace catenary::network
