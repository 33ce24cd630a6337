// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/fifo.h"

#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/fitting.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/pollaczek.h"
#include "core/analysis/stations/two_phase_servers.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

struct Moments {
    double mean, scv, rho;
    bool exponential;
};

/// Services that vary more than exponential ones before a moderate number of servers.
std::optional<WaitingLaw> asTwoPhases(const FifoQueue& queue, const Moments& service) {
    constexpr double leastScv = 1.02;
    constexpr double leastWaiting = 1e-5; // of requests: else the wait is nothing whatever its law
    if (queue.servers > mostTwoPhaseServers || service.scv < leastScv ||
        erlangC(queue.servers, service.rho * queue.servers) < leastWaiting)
        return std::nullopt;
    double third = 0.0;
    for (const auto& [weight, law] : queue.services) third += weight * law.thirdMoment();
    const auto two = twoExponentials(service.mean, secondMomentOf(queue.services), third);
    return two ? twoPhaseWait(queue.servers, queue.rate, *two) : std::nullopt;
}

/// Poisson arrivals, one by one.
FifoAnswer solvePoisson(const FifoQueue& queue, const Moments& service) {
    FifoAnswer answer;
    if (queue.servers == 1) {
        answer.law = pollaczekLaw(queue.rate, queue.services);
        answer.method = service.exponential ? "M/M/1" : "Pollaczek-Khinchine";
        return answer;
    }
    if (const auto two = asTwoPhases(queue, service)) {
        answer.law = *two;
        const bool exact =
            queue.services.size() == 1 && queue.services.front().second.law() == support::Law::Hyperexponential;
        answer.method = exact ? "M/H2/c" : "M/G/c as M/H2/c of the same three moments";
        answer.approximate = answer.shapeApproximate = !exact;
        return answer;
    }
    answer.law = manyServersLaw(queue.servers, service.rho, queue.services,
                                service.mean * generalWait(queue.servers, service.rho, service.scv));
    answer.method = service.exponential ? "M/M/c" : service.scv == 0.0 ? "M/D/c, Crommelin" : "M/G/c, Kimura";
    answer.approximate = !service.exponential && service.scv > 0.0;
    answer.shapeApproximate = !service.exponential;
    return answer;
}

FifoAnswer solveGroups(const FifoQueue& queue, const Moments& service, const ArrivalStream& arriving) {
    FifoAnswer answer;
    const double batchRate = queue.rate / arriving.batch;
    // Groups of very many leave no server idle for long: to them all servers are one that is as fast.
    constexpr double many = 500.0;
    const double large = (arriving.batchSecond - 1.0) / (arriving.batch - 1.0) - 1.0; // if the others come alone
    const bool vast = large > many * std::sqrt(queue.servers);
    const double pace = vast ? queue.servers : 1.0;
    const double own_ms = service.mean / pace;
    const double second = secondMomentOf(queue.services) / (pace * pace);
    const double workMean = arriving.batch * own_ms;
    const double workSecond = arriving.batch * (second - own_ms * own_ms) + arriving.batchSecond * own_ms * own_ms;
    const bool poisson = arriving.poisson;
    // The first of a group waits as one whose service is the whole group: that part follows how groups come.
    const double regularity =
        poisson ? 1.0
                : variabilityFactor(arriving.scv, std::max(workSecond / (workMean * workMean) - 1.0, 0.0), service.rho);
    answer.approximate = !poisson || !arriving.direct;
    if (vast || (queue.servers == 1 && !service.exponential)) {
        const double whole = batchArrivalMean(batchRate, arriving.batch, arriving.batchSecond, own_ms, second);
        const double own = 0.5 * own_ms * (arriving.batchSecond / arriving.batch - 1.0);
        // Those that come alone wait as they do at several servers.
        const double alone = queue.servers == 1 ? 0.0
                                                : service.mean * generalWait(queue.servers, service.rho, service.scv) -
                                                      pollaczekMean(queue.rate, own_ms, second);
        answer.law = WaitingLaw::compound(1.0 - (1.0 - service.rho) / arriving.batch, service.rho, queue.services,
                                          (whole - own) * regularity + own + alone);
        GroupQueue group;
        group.first = WaitingLaw::compound(
            service.rho, service.rho,
            {{1.0, Distribution::gamma(workMean, std::sqrt(std::max(workSecond / (workMean * workMean) - 1.0, 0.0)))}},
            (whole - own) * regularity);
        if (queue.servers == 1) answer.group = std::make_shared<const GroupQueue>(std::move(group));
        answer.method = queue.servers == 1 ? "batch arrivals, M^X/G/1" : "batch arrivals, servers as one";
        answer.approximate = answer.approximate || queue.servers > 1;
        answer.shapeApproximate = true;
        return answer;
    }
    GroupWait wait = groupArrivals(queue.servers, queue.rate, arriving.batch, arriving.batchSecond, service.mean);
    answer.law = std::move(wait.law);
    answer.method = queue.servers == 1 ? "batch arrivals, M^X/M/1" : "batch arrivals, M^X/M/c";
    double mean = (answer.law.mean - wait.alone) * regularity + wait.alone;
    if (!service.exponential) {
        mean = std::max(mean + service.mean * (generalWait(queue.servers, service.rho, service.scv) -
                                               generalWait(queue.servers, service.rho, 1.0)),
                        wait.alone);
        answer.approximate = true;
    }
    if (answer.law.positive > 0.0 && mean != answer.law.mean) {
        // Stretched to the mean.
        auto& stages = std::get<ExponentialStages>(answer.law.given);
        for (double& rate : stages.rates) rate *= answer.law.mean / std::max(mean, 1e-12 * service.mean);
        answer.law.mean = mean;
        answer.shapeApproximate = true;
    }
    const auto* ends = std::get_if<ExponentialStages>(&answer.law.given);
    GroupQueue group;
    group.servers = queue.servers;
    group.present = std::move(wait.present);
    group.tail = wait.tail;
    group.ends = ends && !ends->rates.empty() ? ends->rates.front() : queue.servers / service.mean;
    answer.group = std::make_shared<const GroupQueue>(std::move(group));
    return answer;
}

FifoAnswer solveBursts(const FifoQueue& queue, const Moments& service, const ArrivalStream& arriving) {
    FifoAnswer answer;
    answer.law = burstyWait(*arriving.bursts, queue.servers / service.mean);
    answer.method = "MMPP/M/1, matrix-geometric";
    answer.approximate = !arriving.direct;
    if (queue.servers == 1 && service.exponential) return answer;
    // Bursts make the wait beyond that of Poisson arrivals; the rest follows the services and servers.
    const double plain = service.mean * generalWait(queue.servers, service.rho, service.scv);
    const double plainFast = service.mean / queue.servers * service.rho / (1.0 - service.rho);
    const double wanted = plain + std::max(answer.law.mean - plainFast, 0.0);
    const double factor = answer.law.mean > 0.0 ? wanted / answer.law.mean : 1.0;
    for (double& mean : std::get<ExponentialSum>(answer.law.given).means) mean *= factor;
    answer.law.mean = wanted;
    answer.approximate = true;
    answer.method = "MMPP/M/1 with the wait of M/G/c for its steady part";
    return answer;
}

} // namespace

FifoAnswer firstComeFirstServed(const FifoQueue& queue, const ArrivalStream& arriving) {
    Moments service{meanOf(queue.services), scvOf(queue.services), 0.0,
                    queue.services.size() == 1 && queue.services.front().second.isExponential()};
    service.rho = queue.rate * service.mean / queue.servers;
    if (arriving.batch > 1.0) return solveGroups(queue, service, arriving);
    if (arriving.bursts) return solveBursts(queue, service, arriving);
    if (arriving.between && service.exponential) {
        FifoAnswer answer;
        const double c = queue.servers;
        const double sigma = renewalRoot(*arriving.between, c / service.mean);
        answer.law = WaitingLaw::exponential(renewalQueueing(*arriving.between, queue.servers, service.mean, sigma),
                                             service.mean / (c * (1.0 - sigma)));
        answer.method = queue.servers == 1 ? "GI/M/1 root" : "GI/M/c, Takacs";
        answer.approximate = queue.servers > mostRenewalServers;
        return answer;
    }
    FifoAnswer answer = solvePoisson(queue, service);
    if (arriving.poisson) return answer;
    const double factor = variabilityFactor(arriving.scv, service.scv, service.rho);
    if (factor != 1.0 && answer.law.positive > 0.0) {
        const double positive = answer.law.positive;
        const double mean = answer.law.mean * factor;
        if (mean <= 0.0)
            answer.law = WaitingLaw::none();
        else if (service.exponential)
            answer.law = WaitingLaw::exponential(positive, mean / positive);
        else if (auto* sum = std::get_if<ExponentialSum>(&answer.law.given)) {
            for (double& stretched : sum->means) stretched *= factor;
            answer.law.mean = mean;
        } else
            answer.law = WaitingLaw::compound(positive, service.rho, queue.services, mean);
    }
    answer.approximate = true;
    answer.method += ", arrivals by Kraemer and Langenbach-Belz";
    return answer;
}

} // namespace catenary::analysis
