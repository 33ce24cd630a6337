// SPDX-License-Identifier: Apache-2.0
#include "core/inference/vector_search.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

Time searchWork(const GraphIndex& index, double candidates, const Constants& constants) {
    const double millions = index.vectors / 1e6;
    double factor = std::pow(millions, constants.*index.engine->growth);
    if (!index.merged)
        factor *= constants.*index.engine->segments * std::pow(millions, constants.vector_segment_growth);
    if (index.bits <= 4) factor *= constants.vector_4bit;
    Time time;
    time.terms.push_back(
        {"query", constants.*index.engine->fixed * factor, "core time beside the candidates × growth"});
    time.terms.push_back({"compare candidates", candidates * constants.*index.engine->candidate * factor,
                          "candidates × core time of one × growth"});
    return time;
}

Time searchAlone(const GraphIndex& index, double candidates, const Constants& constants) {
    Time time = searchWork(index, candidates, constants);
    const double work = time.ms();
    const double alone =
        constants.vector_alone * std::pow(work, index.engine->parallel ? constants.vector_parallel : 1.0);
    for (Term& term : time.terms) term.ms *= alone / work;
    time.terms.push_back({"round trip", constants.vector_round_trip, "network, parsing, merging"});
    return time;
}

double searchesPerSecond(double cores, double work_ms) {
    return cores * 1e3 / work_ms;
}

double searchesPerSecond(double users, double alone_ms, double greatest_per_s) {
    const double idle = users / alone_ms * 1e3;
    return 1 / std::sqrt(1 / (idle * idle) + 1 / (greatest_per_s * greatest_per_s));
}

double recall(const GraphIndex& index, double candidates, const Constants& constants) {
    const double missed = constants.vector_recall_miss * std::pow(candidates / 100, -constants.vector_recall_exponent) *
                          std::pow(index.vectors / 1e6, constants.vector_recall_growth);
    return std::max(0.0, 1 - missed);
}

double graphBytes(double vectors, double dimensions, double bits, double links) {
    return vectors * (dimensions * bits / 8 + 8 * links);
}

Time listWork(double vectors, double lists, double probes, double dimensions, double bits, const Constants& constants) {
    const double ms_per_vector = dimensions * bits / 8 / (constants.vector_core_rate * 1e9) * 1e3;
    const double centre_ms = dimensions * 4 / (constants.vector_core_rate * 1e9) * 1e3;
    Time time;
    time.terms.push_back({"compare centres", lists * centre_ms, "lists × dimensions × 4 bytes ÷ rate of a core"});
    time.terms.push_back({"compare vectors", probes * vectors / lists * ms_per_vector,
                          "probes × vectors ÷ lists × dimensions × bytes ÷ rate of a core"});
    return time;
}

SearchLine searchLine(std::span<const SearchPoint> points, const SearchLine& model) {
    // Weights 1/value: errors are relative.
    double s0 = 0, s1 = 0, s2 = 0, y0 = 0, y1 = 0, above = 0, below = 0;
    for (const SearchPoint& point : points) {
        const double w = 1 / point.value, x = point.candidates;
        s0 += w * w;
        s1 += w * w * x;
        s2 += w * w * x * x;
        y0 += w;
        y1 += w * x;
        const double modelled = (model.fixed + model.candidate * x) * w;
        above += modelled;
        below += modelled * modelled;
    }
    const double determinant = s0 * s2 - s1 * s1;
    if (determinant > 1e-9 * s0 * s2) {
        const SearchLine line{(s2 * y0 - s1 * y1) / determinant, (s0 * y1 - s1 * y0) / determinant};
        if (line.candidate >= 0) return line;
    }
    const double scale = above / below;
    return {model.fixed * scale, model.candidate * scale};
}

} // namespace catenary::inference
