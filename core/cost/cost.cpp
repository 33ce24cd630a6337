// SPDX-License-Identifier: Apache-2.0
#include "core/cost/cost.h"

#include <cmath>
#include <string>

namespace catenary::cost {
namespace {

using network::Network;
using network::Performance;

double finite(double value) {
    return std::isfinite(value) ? value : 0.0;
}

std::optional<double> number(const std::map<std::string, catalog::Resolved>& values, const std::string& name) {
    const auto it = values.find(name);
    if (it == values.end() || !it->second.value.is_number()) return std::nullopt;
    return it->second.value.get<double>();
}

/// Mean of an attribute over the requests that reach a station, weighted by the rate of each class.
double attributePerSecond(const Network& network, const Performance& performance, std::size_t station,
                          const std::string& attribute) {
    double sum = 0;
    const auto& rates = performance.stations[station].arrivals_by_class;
    for (std::size_t c = 0; c < rates.size(); ++c) {
        const auto& attributes = network.classes[c].attributes;
        if (const auto it = attributes.find(attribute); it != attributes.end()) sum += rates[c] * it->second.mean();
    }
    return sum;
}

double tokensPerSecond(const Network& network, const Performance& performance, std::size_t station,
                       const std::string& attribute) {
    if (const auto* decoder = std::get_if<network::DecoderStation>(&network.stations[station].model)) {
        const auto& own = attribute == "input_tokens" ? decoder->input_tokens : decoder->output_tokens;
        if (own) return performance.stations[station].arrivals_per_s * own->mean();
    }
    return attributePerSecond(network, performance, station, attribute);
}

double responseBytesPerSecond(const Network& network, const Performance& performance, std::size_t station) {
    double sum = 0;
    for (std::size_t i = 0; i < network.calls.size(); ++i) {
        const auto& call = network.calls[i];
        if (static_cast<std::size_t>(call.to) == station && call.distance == design::Distance::Kind::Internet)
            sum += performance.calls_per_s[i] * call.response_bytes;
    }
    return sum;
}

double monthlyAmount(const catalog::Price& price, const Network& network, const Performance& performance,
                     std::size_t station, const ComponentCost& component) {
    const double arrivals = performance.stations[station].arrivals_per_s;
    if (price.unit == "request") return finite(arrivals) * secondsPerMonth;
    if (price.unit == "item") {
        const double items = attributePerSecond(network, performance, station, "items");
        return finite(items > 0 ? items : arrivals) * secondsPerMonth;
    }
    if (price.unit == "input_token" || price.unit == "output_token")
        return finite(tokensPerSecond(network, performance, station, price.unit + "s")) * secondsPerMonth;
    if (price.unit == "byte_out")
        return finite(responseBytesPerSecond(network, performance, station)) * secondsPerMonth;
    if (price.unit == "byte_month") return component.stored_bytes;
    if (price.unit == "hour") return component.replicas * hoursPerMonth;
    if (price.unit == "month") return component.replicas;
    return 0;
}

/// Bytes held: what arrives in the retention time times the copies; a fixed capacity where nothing is said of items.
double storedBytes(const std::map<std::string, catalog::Resolved>& values, double arrivals_per_s) {
    const double copies = number(values, "replication").value_or(1);
    const auto perItem = number(values, "bytes_per_item");
    const auto days = number(values, "retention_days");
    if (perItem && days) return finite(arrivals_per_s) * 86400 * *days * *perItem * copies;
    if (const auto capacity = number(values, "capacity_bytes")) return *capacity * copies;
    return 0;
}

bool carriesNoCost(const network::StationModel& model) {
    return std::holds_alternative<network::SourceStation>(model) || std::holds_alternative<network::NoStation>(model) ||
           std::holds_alternative<network::RouterStation>(model);
}

void priceHardware(ComponentCost& component, const catalog::Catalog& catalog,
                   const std::map<std::string, catalog::Resolved>& values) {
    if (const auto typed = number(values, "usd_per_hour")) {
        component.usd_per_hour = *typed;
        component.priced = true;
    } else if (const auto it = values.find("hardware"); it != values.end() && it->second.value.is_string()) {
        const auto* hardware = catalog.hardware(it->second.value.get<std::string>());
        if (hardware && hardware->usd_per_hour) {
            component.hardware = hardware;
            component.usd_per_hour = *hardware->usd_per_hour;
            component.priced = true;
        }
    }
    component.hardware_usd = hoursPerMonth * component.replicas * component.usd_per_hour;
}

} // namespace

Cost cost(const design::Design& design, const catalog::Catalog& catalog, const network::Network& network,
          const network::Performance& performance) {
    Cost result;
    result.components.resize(network.stations.size());
    for (std::size_t s = 0; s < network.stations.size(); ++s) {
        const auto& station = network.stations[s];
        const auto* author = design.component(station.id);
        const auto* kind = catalog.kind(station.kind);
        if (!author || !kind) continue;
        const auto resolved = catalog.resolve(*kind, author->parameters);
        if (!resolved) continue; // lowering has reported it: such a network is never made
        auto& component = result.components[s];
        component.replicas = performance.stations[s].running_replicas;
        component.stored_bytes = storedBytes(*resolved, performance.stations[s].arrivals_per_s);
        priceHardware(component, catalog, *resolved);
        for (const auto& id : kind->usage) {
            const auto* price = catalog.price(id);
            if (!price) continue;
            const double amount = monthlyAmount(*price, network, performance, s, component);
            const double usd = amount / price->quantity * price->usd;
            component.usage.push_back({price, amount, usd});
            component.usage_usd += usd;
            component.priced = true;
        }
        component.usd_per_month = component.hardware_usd + component.usage_usd;
        result.usd_per_month += component.usd_per_month;
        result.storage_bytes += component.stored_bytes;
        if (!component.priced && !carriesNoCost(station.model))
            result.findings.push_back({support::Severity::Info, station.id.str(),
                                       "`" + station.name + "` has no price and counts as $0",
                                       "Set `usd_per_hour` (per replica) or choose `hardware`.", 0});
    }
    for (std::size_t i = 0; i < network.calls.size(); ++i) {
        const auto& call = network.calls[i];
        if (call.distance == design::Distance::Kind::Internet)
            result.egress_bytes_per_month += finite(performance.calls_per_s[i]) * call.response_bytes * secondsPerMonth;
    }
    return result;
}

} // namespace catenary::cost
