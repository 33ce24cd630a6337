// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sizing.h"

#include "core/insight/estimate_json.h"
#include "core/insight/providers.h"
#include "core/insight/slack.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace catenary::insight {

using support::Json;
using support::Result;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int mostDoublings = 12;
constexpr int mostRounds = 6; ///< of descent, other hardware and trades
constexpr std::int64_t mostUnits = 4096;
constexpr std::int64_t largestBatch = 256;
constexpr std::array margins = {0.0, 0.02, 0.05, 0.1}; ///< tried in turn until the proof holds

/// One parameter of one component that may be set.
struct Knob {
    enum class What { Count, Batch, Hardware } what = What::Count;
    std::size_t component = 0;
    std::string id, parameter;
    Json before;
    std::int64_t most = mostUnits; ///< of a count
    std::vector<Json> choices;     ///< of the others
    std::size_t count = 0;         ///< the knob that counts the same component
};

/// A setting of every knob and what it gives.
struct Candidate {
    std::vector<Json> values;
    bool sound = false; ///< can be modelled
    SlackMeter::Reading reading;
    [[nodiscard]] double slack() const { return sound ? reading.slack : -infinity; }
    [[nodiscard]] double usd() const { return reading.usd_per_month; }
};

class Sizer {
public:
    Sizer(const design::Design& design, const catalog::Catalog& catalog, const SizingRequest& request,
          const std::stop_token& stop)
        : m_design(design), m_catalog(catalog), m_request(request), m_stop(stop) {}

    Result<Sizing> run();

private:
    void findKnobs(const Estimate& now);
    void addKnobs(const Estimate& now, std::size_t component);
    [[nodiscard]] std::int64_t units(const Candidate& candidate, std::size_t knob) const {
        return candidate.values[knob].get<std::int64_t>();
    }
    [[nodiscard]] design::Design designOf(const std::vector<Json>& values) const;
    void measure(std::vector<Candidate>& candidates);
    Candidate measured(std::vector<Json> values);
    [[nodiscard]] bool holds(const Candidate& candidate) const {
        return candidate.reading.stable && candidate.slack() >= m_margin;
    }

    Candidate enough(Candidate from);
    Candidate descend(Candidate from);
    Candidate fewest(Candidate from, std::size_t knob);
    Candidate otherwise(const Candidate& from);
    Candidate traded(Candidate from);
    Candidate search(Candidate from);
    [[nodiscard]] tl::unexpected<support::Error> impossible(const Candidate& best) const;

    const design::Design& m_design;
    const catalog::Catalog& m_catalog;
    const SizingRequest& m_request;
    const std::stop_token& m_stop;
    std::vector<Knob> m_knobs;
    std::vector<std::string> m_kept, m_providers;
    double m_margin = 0; ///< of slack
    int m_candidates = 0;
};

void Sizer::addKnobs(const Estimate& now, std::size_t index) {
    const design::Component& component = *m_design.components.begin()[static_cast<std::ptrdiff_t>(index)];
    const catalog::Kind* kind = m_catalog.kind(component.kind);
    const network::Index s = now.network.station(component.id);
    if (!kind || s == network::none) return;
    const auto& station = now.network.stations[static_cast<std::size_t>(s)];
    const auto& cost = now.cost.components[static_cast<std::size_t>(s)];
    const auto valueOf = [&](const catalog::Parameter& parameter) {
        const Json* set = design::findParameter(component.parameters, parameter.name);
        return set ? *set : parameter.defaultValue;
    };
    const catalog::Parameter* count = m_catalog.parameter(*kind, "replicas");
    if (!count || design::findParameter(component.parameters, "instances"))
        count = m_catalog.parameter(*kind, "instances");
    if (!count || now.performance.stations[static_cast<std::size_t>(s)].arrivals_per_s <= 0) return;
    const auto keep = [&](const char* why) { m_kept.push_back(component.id.str() + ": " + why); };
    if (component.locked) return keep("locked");
    if (station.external) return keep("somebody else's");
    if (const Json* scaling = design::findParameter(component.parameters, "autoscaling");
        scaling && !scaling->is_null())
        return keep("scales itself");
    if (cost.hardware_usd <= 0) return keep("has no price by the hour");
    const Json units = valueOf(*count);
    if (!units.is_number_integer()) return keep("its number is not set");

    Knob knob;
    knob.component = index;
    knob.id = component.id.str();
    knob.parameter = count->name;
    knob.before = units;
    if (count->max) knob.most = std::min(knob.most, static_cast<std::int64_t>(*count->max));
    knob.most = std::max(knob.most, units.get<std::int64_t>());
    knob.count = m_knobs.size();
    m_knobs.push_back(knob);

    if (std::holds_alternative<network::BatcherStation>(station.model)) {
        const catalog::Parameter* batch = m_catalog.parameter(*kind, "max_batch");
        const Json set = batch ? valueOf(*batch) : Json();
        if (set.is_number_integer()) {
            Knob other = knob;
            other.what = Knob::What::Batch;
            other.parameter = "max_batch";
            other.before = set;
            const std::int64_t most = batch->max ? static_cast<std::int64_t>(*batch->max) : largestBatch;
            for (std::int64_t size = 1; size <= std::min(most, largestBatch); size *= 2)
                other.choices.emplace_back(size);
            m_knobs.push_back(std::move(other));
        }
    }
    // A typed time stays what it is on any machine: only where it follows from the hardware does another one count.
    const bool typedPrice = design::findParameter(component.parameters, "usd_per_hour") != nullptr;
    if (station.physics && !typedPrice && kind->hardware.size() > 1) {
        Knob other = knob;
        other.what = Knob::What::Hardware;
        other.parameter = "hardware";
        const Json* set = design::findParameter(component.parameters, "hardware");
        other.before = set ? *set : Json(kind->hardware.front());
        const ProviderRule rule = providerFor(component, *kind, m_design);
        for (const std::string& id : kind->hardware)
            if (providerOf(id) == rule.provider) other.choices.emplace_back(id);
        m_providers.push_back(component.id.str() + ": machines of " +
                              (rule.provider.empty() ? "no provider" : rule.provider) + ", after " + rule.why);
        m_knobs.push_back(std::move(other));
    }
}

void Sizer::findKnobs(const Estimate& now) {
    for (std::size_t i = 0; i < m_design.components.size(); ++i) addKnobs(now, i);
}

design::Design Sizer::designOf(const std::vector<Json>& values) const {
    design::Design changed = m_design;
    for (std::size_t i = 0; i < m_knobs.size(); ++i) {
        if (values[i] == m_knobs[i].before) continue;
        auto next = design::setPath(changed, m_knobs[i].id + '.' + m_knobs[i].parameter, values[i]);
        if (next) changed = std::move(*next);
    }
    return changed;
}

void Sizer::measure(std::vector<Candidate>& candidates) {
    m_candidates += static_cast<int>(candidates.size());
    support::forEachIndex(
        candidates.size(), m_request.threads,
        [&](std::size_t i) {
            const design::Design changed = designOf(candidates[i].values);
            auto lowered = network::lower(changed, m_catalog);
            if (!lowered) return;
            SlackMeter meter(changed, m_catalog, std::move(lowered->network), true);
            candidates[i].reading = meter.at(m_request.headroom);
            candidates[i].sound = true;
        },
        m_stop);
}

Candidate Sizer::measured(std::vector<Json> values) {
    std::vector<Candidate> one(1);
    one[0].values = std::move(values);
    measure(one);
    return std::move(one[0]);
}

/// Twice as many of everything until the objectives hold; then, if they do not, whatever hardware or batch size brings
/// them nearest.
Candidate Sizer::enough(Candidate from) {
    double before = -infinity;
    for (int i = 0; i < mostDoublings && !holds(from) && !m_stop.stop_requested(); ++i) {
        if (i > 1 && from.sound && std::isfinite(from.slack()) && from.slack() < before + 1e-4) break;
        before = from.slack();
        std::vector<Json> values = from.values;
        for (std::size_t k = 0; k < m_knobs.size(); ++k)
            if (m_knobs[k].what == Knob::What::Count) values[k] = std::min(2 * units(from, k), m_knobs[k].most);
        from = measured(std::move(values));
    }
    while (!holds(from) && !m_stop.stop_requested()) {
        std::vector<Candidate> others;
        for (std::size_t k = 0; k < m_knobs.size(); ++k)
            for (const Json& choice : m_knobs[k].choices)
                if (choice != from.values[k]) {
                    others.push_back({from.values, false, {}});
                    others.back().values[k] = choice;
                }
        measure(others);
        const auto best = std::max_element(others.begin(), others.end(),
                                           [](const auto& a, const auto& b) { return a.slack() < b.slack(); });
        if (best == others.end() || best->slack() <= from.slack() + 1e-4) break;
        from = *best;
    }
    return from;
}

/// Takes units away where each costs most for the slack it gives, in steps that shrink to one.
Candidate Sizer::descend(Candidate from) {
    std::vector<std::int64_t> step(m_knobs.size(), 0);
    for (std::size_t k = 0; k < m_knobs.size(); ++k)
        if (m_knobs[k].what == Knob::What::Count) step[k] = std::max<std::int64_t>(units(from, k) / 4, 1);
    while (!m_stop.stop_requested()) {
        std::vector<Candidate> fewer;
        for (std::size_t k = 0; k < m_knobs.size(); ++k) {
            if (step[k] == 0 || units(from, k) <= 1) continue;
            fewer.push_back({from.values, false, {}});
            fewer.back().values[k] = std::max<std::int64_t>(units(from, k) - step[k], 1);
        }
        measure(fewer);
        const Candidate* best = nullptr;
        double most = 0;
        for (const Candidate& candidate : fewer) {
            const double saved = from.usd() - candidate.usd();
            if (!holds(candidate) || saved <= 0) continue;
            const double gain = saved / std::max(from.slack() - candidate.slack(), 1e-9);
            if (best && gain <= most) continue;
            best = &candidate;
            most = gain;
        }
        if (best) {
            from = Candidate(*best);
            continue;
        }
        bool finer = false;
        for (std::int64_t& size : step)
            if (size > 1) {
                size /= 2;
                finer = true;
            }
        if (!finer) break;
    }
    return from;
}

/// The fewest units of one component with which `from` holds, by halving; unsound if none does.
Candidate Sizer::fewest(Candidate from, std::size_t knob) {
    const auto with = [&](std::int64_t count) {
        std::vector<Json> values = from.values;
        values[knob] = count;
        return measured(std::move(values));
    };
    std::int64_t high = units(from, knob);
    while (!holds(from) && high < m_knobs[knob].most && !m_stop.stop_requested()) {
        high = std::min(2 * high, m_knobs[knob].most);
        from = with(high);
        if (!from.sound) return from;
    }
    if (!holds(from)) return {};
    std::int64_t low = 0;
    while (high - low > 1 && !m_stop.stop_requested()) {
        const std::int64_t middle = low + (high - low) / 2;
        Candidate candidate = with(middle);
        if (holds(candidate)) {
            high = middle;
            from = std::move(candidate);
        } else {
            low = middle;
        }
    }
    return from;
}

/// The cheapest that another machine or batch size of one component allows; `from` itself if none is cheaper.
Candidate Sizer::otherwise(const Candidate& from) {
    Candidate best = from;
    for (std::size_t k = 0; k < m_knobs.size(); ++k)
        for (const Json& choice : m_knobs[k].choices) {
            if (choice == from.values[k] || m_stop.stop_requested()) continue;
            std::vector<Json> values = from.values;
            values[k] = choice;
            Candidate first = measured(std::move(values));
            if (!first.sound) continue;
            Candidate candidate = fewest(std::move(first), m_knobs[k].count);
            if (holds(candidate) && candidate.usd() < best.usd() * (1 - 1e-9)) best = std::move(candidate);
        }
    return best;
}

/// One unit less of something dear for one or two more of something cheap.
Candidate Sizer::traded(Candidate from) {
    for (bool better = true; better && !m_stop.stop_requested();) {
        better = false;
        std::vector<Candidate> trades;
        for (std::size_t dear = 0; dear < m_knobs.size(); ++dear)
            for (std::size_t cheap = 0; cheap < m_knobs.size(); ++cheap)
                for (const std::int64_t more : {1, 2}) {
                    if (dear == cheap || m_knobs[dear].what != Knob::What::Count ||
                        m_knobs[cheap].what != Knob::What::Count)
                        continue;
                    if (units(from, dear) <= 1 || units(from, cheap) + more > m_knobs[cheap].most) continue;
                    trades.push_back({from.values, false, {}});
                    trades.back().values[dear] = units(from, dear) - 1;
                    trades.back().values[cheap] = units(from, cheap) + more;
                }
        measure(trades);
        for (const Candidate& trade : trades)
            if (holds(trade) && trade.usd() < from.usd() * (1 - 1e-9)) {
                from = trade;
                better = true;
            }
    }
    return from;
}

Candidate Sizer::search(Candidate from) {
    Candidate best = enough(std::move(from));
    if (!holds(best)) return best;
    best = descend(std::move(best));
    for (int round = 0; round < mostRounds && !m_stop.stop_requested(); ++round) {
        const double before = best.usd();
        best = descend(otherwise(best));
        best = traded(std::move(best));
        if (best.usd() >= before * (1 - 1e-9)) break;
    }
    return best;
}

tl::unexpected<support::Error> Sizer::impossible(const Candidate& best) const {
    std::string message =
        "no sizing keeps the objectives at " + support::shortestNumber(m_request.headroom) + " times the load";
    if (best.sound && best.slack() >= m_margin)
        return support::fail(support::ErrorCode::Unsupported, message + ": a queue grows without end", {},
                             "estimate the design at that load to see which");
    if (!best.sound) return support::fail(support::ErrorCode::Unsupported, message + ": it cannot be modelled");
    const design::Objective& objective = m_design.objectives[best.reading.binding];
    const MetricText metric = metricText(objective.metric);
    message += ": the " + metric.title + (objective.workload.empty() ? "" : " of `" + objective.workload.str() + "`");
    message += best.reading.value
                   ? " comes to " + support::shortestNumber(std::round(*best.reading.value * 1e4) / 1e4) +
                         (metric.unit.empty() ? "" : " " + metric.unit)
                   : " cannot be reached";
    if (objective.at_most) message += ", at most " + support::shortestNumber(*objective.at_most) + " is wanted";
    if (objective.at_least) message += ", at least " + support::shortestNumber(*objective.at_least) + " is wanted";
    return support::fail(support::ErrorCode::Unsupported, message, {{}, objective.workload.str(), 0, 0},
                         "shorten the work itself, loosen the objective, or unlock what is locked");
}

Result<Sizing> Sizer::run() {
    if (m_design.objectives.empty())
        return support::fail(support::ErrorCode::Input, "the design has no objective to size for", {},
                             "add one, such as p99 latency at most 100 ms");
    if (!(m_request.headroom > 0) || !std::isfinite(m_request.headroom))
        return support::fail(support::ErrorCode::Input, "the headroom must be a number above 0");
    auto before = estimate(m_design, m_catalog);
    if (!before) return tl::unexpected(before.error());
    findKnobs(*before);

    std::vector<Json> start;
    for (const Knob& knob : m_knobs) start.push_back(knob.before);
    Sizing sizing;
    Candidate best = measured(std::move(start));
    for (const double margin : margins) {
        m_margin = -std::log1p(-margin);
        best = search(std::move(best));
        if (m_stop.stop_requested()) return support::fail(support::ErrorCode::Cancelled, "stopped");
        if (!holds(best)) return impossible(best);
        sizing.design = designOf(best.values);
        sizing.margin = margin;
        if (!m_request.prove) break;
        auto proof = m_request.prove(sizing.design, m_request.headroom);
        if (!proof) return tl::unexpected(proof.error());
        const bool met = std::all_of(proof->objectives.begin(), proof->objectives.end(),
                                     [](const ObjectiveResult& result) { return result.met; });
        sizing.proof = std::move(*proof);
        if (met) break;
        if (margin == margins.back())
            return support::fail(support::ErrorCode::Unsupported,
                                 "the simulation does not confirm the sizing the analysis finds, not even with a tenth "
                                 "to spare",
                                 {}, "compare `estimate` with `simulate` to see where they part");
    }
    auto after = estimate(sizing.design, m_catalog);
    if (!after) return tl::unexpected(after.error());
    const auto usdOf = [](const Estimate& of, const std::string& id) {
        return of.cost.components[static_cast<std::size_t>(of.network.station(design::ComponentId(id)))].usd_per_month;
    };
    for (std::size_t i = 0; i < m_knobs.size(); ++i) {
        if (best.values[i] == m_knobs[i].before) continue;
        if (!sizing.changes.empty() && sizing.changes.back().component == m_knobs[i].id)
            sizing.changes.back().usd_per_month.reset(); // said with the component's last change
        sizing.changes.push_back({m_knobs[i].id, m_knobs[i].parameter, m_knobs[i].before, best.values[i],
                                  usdOf(*after, m_knobs[i].id) - usdOf(*before, m_knobs[i].id)});
    }
    sizing.before = std::move(*before);
    sizing.after = std::move(*after);
    sizing.candidates = m_candidates;
    sizing.kept = std::move(m_kept);
    sizing.providers = std::move(m_providers);
    return sizing;
}

} // namespace

Result<Sizing> size(const design::Design& design, const catalog::Catalog& catalog, const SizingRequest& request,
                    const std::stop_token& stop) {
    return Sizer(design, catalog, request, stop).run();
}

std::string toJson(const Sizing& sizing, double headroom) {
    support::OrderedJson json;
    json["format"] = "catenary-sizing";
    json["version"] = 1;
    json["headroom"] = headroom;
    json["margin"] = sizing.margin;
    json["candidates"] = sizing.candidates;
    json["changes"] = support::OrderedJson::array();
    for (const SizingChange& change : sizing.changes) {
        support::OrderedJson entry;
        entry["path"] = change.component + '.' + change.parameter;
        entry["before"] = change.before;
        entry["after"] = change.after;
        entry["usd_per_month"] =
            change.usd_per_month ? support::OrderedJson(*change.usd_per_month) : support::OrderedJson(nullptr);
        json["changes"].push_back(std::move(entry));
    }
    json["kept"] = sizing.kept;
    json["providers"] = sizing.providers;
    json["before"] = asJson(sizing.before);
    json["after"] = asJson(sizing.after);
    json["proof"] = sizing.proof ? asJson(*sizing.proof) : support::OrderedJson(nullptr);
    return text(json);
}

} // namespace catenary::insight
