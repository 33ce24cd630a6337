// SPDX-License-Identifier: Apache-2.0
#include "tests/core/insight/coverage.h"

#include "core/design/codec.h"
#include "core/insight/simulated.h"

#include <map>
#include <utility>

namespace catenary::coverage {

namespace {

struct Outcome {
    std::string figures; ///< everything but findings
    support::Findings findings;
    std::string trouble;
};

support::Result<insight::Estimate> estimate(Engine engine, const design::Design& design, std::uint64_t requests) {
    const auto catalog = catalog::Catalog::builtIn();
    const insight::Request request{.load_line = false};
    if (engine == Engine::Analysis) return insight::estimate(design, *catalog, request);
    simulation::Options options;
    options.requests = requests;
    options.warm_up_s = 0;
    options.threads = 1;
    return insight::simulated(design, *catalog, options, request, false);
}

Outcome outcomeOf(Engine engine, const Json& design, std::uint64_t requests) {
    Outcome outcome;
    const auto decoded = design::decode(design.dump());
    if (!decoded) {
        outcome.trouble = support::describe(decoded.error());
        return outcome;
    }
    const auto result = estimate(engine, decoded->design, requests);
    if (!result) {
        outcome.trouble = support::describe(result.error());
        return outcome;
    }
    const std::string text = insight::toJson(*result);
    outcome.figures = text.substr(0, text.find("\n  \"findings\"")); // and after them how much was simulated
    outcome.findings = result->findings;
    return outcome;
}

/// Does a message say that `name` is not modelled? It may call it by a path ("policy.cancel"), or name the structure
/// that a dotted name is a member of.
bool names(const std::string& message, const std::string& name) {
    if (message.find("not modelled") == std::string::npos) return false;
    const auto begin = message.find('`');
    const auto end = begin == std::string::npos ? begin : message.find('`', begin + 1);
    if (end == std::string::npos) return false;
    const std::string path = message.substr(begin + 1, end - begin - 1);
    const std::string last = path.substr(path.rfind('.') + 1);
    return ("." + name + ".").find("." + last + ".") != std::string::npos;
}

} // namespace

Verdict compare(Engine engine, const Json& before, const Json& after, const std::string& name, std::uint64_t requests) {
    // Many values are held against the same design, one after the other.
    static std::map<Engine, std::pair<std::string, Outcome>> last;
    auto& [text, first] = last[engine];
    if (std::string now = before.dump(); now != text) {
        first = outcomeOf(engine, before, requests);
        text = std::move(now);
    }
    const Outcome second = outcomeOf(engine, after, requests);
    Verdict verdict;
    verdict.trouble = !first.trouble.empty() ? first.trouble : second.trouble;
    for (const support::Findings* findings : {&second.findings, &std::as_const(first.findings)})
        for (const support::Finding& finding : *findings)
            if (names(finding.message, name)) verdict.notModelled = finding.message;
    if (verdict.trouble.empty()) verdict.moved = first.figures != second.figures;
    return verdict;
}

} // namespace catenary::coverage
