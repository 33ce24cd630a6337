// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/batching.h"

#include "core/analysis/memory.h"
#include "core/analysis/stations/batch_chain.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace catenary::analysis {

namespace {

constexpr std::size_t remembered = 384; ///< queues solved on a thread
constexpr double rungs = 12.0;          ///< of the ladder, to a fall of the capacity left by e

/// Everything the figures depend on.
struct Key {
    double rate, delay_ms;
    int least, most, instances;
    std::vector<double> mean_ms;
    std::optional<Distribution> whole;
    bool operator==(const Key&) const = default;
};

/// Between the answers to two rates near each other.
BatchFigures between(const BatchFigures& low, const BatchFigures& high, double share) {
    BatchFigures figures = low;
    figures.utilisation = std::lerp(low.utilisation, high.utilisation, share);
    figures.batch = std::lerp(low.batch, high.batch, share);
    figures.batchSecond = std::lerp(low.batchSecond, high.batchSecond, share);
    figures.waiting = std::lerp(low.waiting, high.waiting, share);
    figures.filling = std::lerp(low.filling, high.filling, share);
    figures.service = std::lerp(low.service, high.service, share);
    Table sojourn = low.sojourn->table();
    for (std::size_t i = 0; i < sojourn.at.size(); ++i) {
        sojourn.at[i] = std::lerp(sojourn.at[i], high.sojourn->table().at[i], share);
        sojourn.cdf[i] = std::lerp(sojourn.cdf[i], high.sojourn->table().cdf[i], share);
    }
    figures.sojourn = std::make_shared<const SharedTable>(std::move(sojourn));
    return figures;
}

} // namespace

BatchFigures solveBatchQueue(const BatchQueue& given) {
    BatchQueue queue = given;
    Key key{queue.rate, queue.delay_ms, queue.least, queue.most, queue.instances, {}, {}};
    if (queue.whole)
        key.whole = *queue.whole;
    else
        for (int k = 0; k <= queue.most; ++k) key.mean_ms.push_back(queue.mean_ms(k));
    thread_local Memory<Key, BatchFigures> memory(remembered);
    const auto at = [&](double rate) {
        key.rate = queue.rate = rate;
        return memory.get(key, [&] { return BatchChain(queue, key.mean_ms).solve(); });
    };
    // The wait grows like 1/(1 − ρ) = e^u: rungs are evenly spaced in u.
    constexpr double idle = 1e-12; ///< of one instance: fewer arrivals make no difference that numbers could hold
    const double longest = queue.whole ? queue.whole->mean() : key.mean_ms.back();
    const double rho = given.rate * longest / queue.most / queue.instances;
    if (!given.onLadder || queue.instances == 1 || rho >= 0.9999) {
        const double least = longest > 0.0 ? idle / longest : 0.0;
        return at(std::max(given.rate, least));
    }
    const double u = -std::log(1.0 - rho) * rungs;
    const double rung = std::floor(u);
    if (rung < 1.0) return at(given.rate);
    const auto rateOf = [&](double n) { return -std::expm1(-n / rungs) / longest * queue.most * queue.instances; };
    const BatchFigures low = at(rateOf(rung));
    const BatchFigures high = at(rateOf(rung + 1.0));
    if (!low.stable || !high.stable || !low.sojourn || !high.sojourn ||
        low.sojourn->table().at.size() != high.sojourn->table().at.size())
        return at(given.rate);
    return between(low, high, (given.rate - rateOf(rung)) / (rateOf(rung + 1.0) - rateOf(rung)));
}

} // namespace catenary::analysis
