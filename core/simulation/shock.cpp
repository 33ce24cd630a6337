// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/shock.h"

#include <charconv>
#include <cmath>

namespace catenary::simulation {

using network::Index;
using network::Network;

double serversToLose(const network::StationModel& model) {
    if (const auto* servers = std::get_if<network::ServersStation>(&model)) return servers->replicas;
    if (const auto* cache = std::get_if<network::CacheStation>(&model)) return cache->lookup.replicas;
    if (const auto* router = std::get_if<network::RouterStation>(&model)) return router->own.replicas;
    if (const auto* batcher = std::get_if<network::BatcherStation>(&model)) return batcher->instances;
    if (const auto* decoder = std::get_if<network::DecoderStation>(&model)) return decoder->instances;
    if (const auto* log = std::get_if<network::LogStation>(&model))
        return std::min(std::max(log->partitions, 1), std::max(log->consumers, 1));
    return 0.0;
}

namespace {

class ShockReader {
public:
    ShockReader(std::string_view text, const Network& network) : m_text(text), m_network(network) {}

    support::Result<std::vector<Shock>> operator()() {
        const std::size_t first = m_text.find(':');
        const std::size_t second = first == std::string_view::npos ? first : m_text.find(':', first + 1);
        if (second == std::string_view::npos)
            return wrong("a shock is FROM:TO:WHAT", "as 60:120:load=10 or 120:300:zone.b.down");
        const auto from = number(m_text.substr(0, first));
        const auto to = number(m_text.substr(first + 1, second - first - 1));
        if (!from || !to || *from < 0.0 || *to < *from)
            return wrong("a shock begins and ends at a number of seconds, 0 ≤ FROM ≤ TO");
        m_shock.from_s = *from;
        m_shock.to_s = *to;
        const std::string_view what = m_text.substr(second + 1);
        const std::size_t equals = what.find('=');
        const std::string_view path = what.substr(0, equals);
        if (equals != std::string_view::npos) {
            const auto value = number(what.substr(equals + 1));
            if (!value || *value < 0.0) return wrong("the value must be a number of at least 0");
            m_shock.value = *value;
        }
        return read(path, equals != std::string_view::npos);
    }

private:
    support::Result<std::vector<Shock>> read(std::string_view path, bool valued) {
        constexpr std::string_view workloads = "workloads.";
        const std::size_t dot = path.rfind('.');
        const std::string_view name = path.substr(0, dot);
        const std::string_view field = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        if (path == "load" || (path.starts_with(workloads) && field == "load")) {
            if (!valued) return wrong("how many times the load?", "as 60:120:load=10");
            m_shock.what = Shock::What::Load;
            const std::string id(name.substr(std::min(workloads.size(), name.size())));
            if (path != "load") {
                m_shock.target = m_network.classOf(design::WorkloadId(id));
                if (m_shock.target == network::none) return wrong("there is no workload `" + id + "`");
            }
            m_shock.text = (path == "load" ? "load" : id) + " × " + support::shortestNumber(m_shock.value);
            return std::vector<Shock>{m_shock};
        }
        if (field == "down" && name.starts_with("zone.") && !valued) return zone(std::string(name.substr(5)));
        const std::string id(name);
        m_shock.target = m_network.station(design::ComponentId(id));
        if (m_shock.target == network::none) return wrong("there is no component `" + id + "`");
        return component(id, field, valued);
    }

    support::Result<std::vector<Shock>> component(const std::string& id, std::string_view field, bool valued) {
        const network::StationModel& model = m_network.stations[static_cast<std::size_t>(m_shock.target)].model;
        if (field == "cold" && !valued) {
            const auto* cache = std::get_if<network::CacheStation>(&model);
            if (cache == nullptr || cache->hit_ratio)
                return wrong("`" + id + "` is no cache that computes its hits", "give it `items` and `capacity_items`");
            m_shock.what = Shock::What::Empty;
            m_shock.text = id + " emptied";
            return std::vector<Shock>{m_shock};
        }
        const bool counted = valued && (field == "replicas" || field == "instances" || field == "consumers");
        if (!counted && (field != "down" || valued))
            return wrong("`" + std::string(m_text.substr(m_text.rfind(':') + 1)) + "` is no shock",
                         "there are load=N, workloads.ID.load=N, ID.replicas=N, ID.down, zone.NAME.down and ID.cold");
        const double all = serversToLose(model);
        if (all <= 0.0) return wrong("`" + id + "` has no servers that could be lost");
        const auto* servers = std::get_if<network::ServersStation>(&model);
        const double most = servers != nullptr && servers->autoscaling ? servers->autoscaling->max : all;
        m_shock.what = Shock::What::Servers;
        m_shock.value = counted ? m_shock.value : 0.0;
        m_shock.text = id + (m_shock.value > 0.0 ? " down to " + support::shortestNumber(m_shock.value) : " lost");
        if (m_shock.value != std::floor(m_shock.value) || m_shock.value > most)
            return wrong("`" + id + "` can be left with a whole number from 0 to " + support::shortestNumber(most));
        return std::vector<Shock>{m_shock};
    }

    support::Result<std::vector<Shock>> zone(const std::string& name) {
        std::vector<Shock> shocks;
        bool known = false;
        for (const network::Zone& zone : m_network.zones) {
            if (zone.name != name) continue;
            known = true;
            for (const Index s : zone.stations) {
                if (serversToLose(m_network.stations[static_cast<std::size_t>(s)].model) <= 0.0) continue;
                shocks.push_back(m_shock);
                shocks.back().what = Shock::What::Servers;
                shocks.back().value = 0.0;
                shocks.back().target = s;
                shocks.back().text = "zone " + name + " lost";
            }
        }
        if (!known) return wrong("there is no zone `" + name + "`", "give components or a group a `zone`");
        if (shocks.empty()) return wrong("nothing in zone `" + name + "` has servers that could be lost");
        return shocks;
    }

    static std::optional<double> number(std::string_view text) {
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
        return value;
    }

    [[nodiscard]] tl::unexpected<support::Error> wrong(const std::string& message, const std::string& hint = {}) const {
        return support::fail(support::ErrorCode::Input, "shock `" + std::string(m_text) + "`: " + message, {}, hint);
    }

    std::string_view m_text;
    const Network& m_network;
    Shock m_shock;
};

} // namespace

support::Result<std::vector<Shock>> readShock(std::string_view text, const Network& network) {
    return ShockReader(text, network)();
}

} // namespace catenary::simulation
