// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/servers.h"

#include "core/analysis/fifo.h"
#include "core/analysis/priorities.h"
#include "core/analysis/stations.h"
#include "core/analysis/stations/arrivals.h"
#include "core/analysis/stations/bounded.h"
#include "core/analysis/stations/dispatching.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/impatience.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/pollaczek.h"
#include "core/analysis/stations/setup.h"
#include "core/analysis/stations/sharing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

using network::Discipline;
using network::Dispatch;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double negligible = 1e-14; ///< a chance to wait

/// One station while it is solved: its servers as a pool, what arrives, and where the answer goes.
struct Pool {
    State& state;
    Index s;
    const network::ServersStation& model;
    StationState& station;
    int servers;      ///< that share a queue
    double rate;      ///< at that queue, per ms
    double batchRate; ///< of groups that come at once
    Mixture services;
    double mean, scv, rho;

    [[nodiscard]] bool exponential() const { return services.size() == 1 && services.front().second.isExponential(); }
    [[nodiscard]] bool poisson() const { return station.arriving.poisson && station.arriving.batch == 1.0; }

    void setAll(const WaitingLaw& law) const {
        for (std::size_t k = 0; k < state.classCount; ++k) set(state.visit(s, k), law);
    }
    static void set(Visit& visit, const WaitingLaw& law) {
        visit.waiting = law;
        visit.waitingMean = law.mean;
        visit.waitingSecond = law.second();
    }
    void approximate() const { station.how = How::Approximate; }
};

void overload(const Pool& pool) {
    pool.station.stable = false;
    pool.station.utilisation = 1.0;
    pool.station.method = "more arrives than can be served";
    for (std::size_t k = 0; k < pool.state.classCount; ++k) {
        Visit& visit = pool.state.visit(pool.s, k);
        visit.waiting = WaitingLaw::none();
        visit.waitingMean = infinity;
        visit.unserved = 1.0 - 1.0 / pool.rho;
    }
}

/// Replicas that are chosen blindly, some of them slow: each kind keeps up or does not. Arrivals per ms of all that
/// each kind can serve.
struct BlindKinds {
    double slowShare = 0;
    double slowCapacity = 0, fastCapacity = 0;
};

/// Absent where slow replicas get less than the others, or where there are none beside others.
std::optional<BlindKinds> blindKinds(const network::ServersStation& servers, int replicas, double capacity) {
    const bool blind = servers.dispatch == Dispatch::Random || servers.dispatch == Dispatch::RoundRobin;
    const double slow = static_cast<double>(servers.slow_replicas) / replicas;
    if (!blind || slow <= 0.0 || slow >= 1.0 || servers.slow_factor <= 1.0) return std::nullopt;
    const double fast = capacity * (1.0 + slow * (servers.slow_factor - 1.0));
    return BlindKinds{slow, fast / servers.slow_factor, fast};
}

void overload(const Pool& pool, const BlindKinds& kinds) {
    const double slow = 1.0 - kinds.slowCapacity / pool.rate;
    const double fast = std::max(1.0 - kinds.fastCapacity / pool.rate, 0.0);
    overload(pool);
    pool.station.method = "more comes to the slow replicas than they can serve";
    pool.station.utilisation =
        kinds.slowShare + (1.0 - kinds.slowShare) * std::min(pool.rate / kinds.fastCapacity, 1.0);
    for (std::size_t k = 0; k < pool.state.classCount; ++k)
        pool.state.visit(pool.s, k).unserved = kinds.slowShare * slow + (1.0 - kinds.slowShare) * fast;
}

/// Exponential services, or no queue, or places beyond number: birth and death.
BoundedQueue birthAndDeath(const Pool& pool, int waiting) {
    const int capacity = pool.servers + waiting;
    const BirthDeath present = limitedQueue(pool.servers, capacity, pool.rate * pool.mean);
    BoundedQueue queue;
    queue.lost = present.full();
    ExponentialStages stages;
    // The conditional wait of services that vary more or less than exponential ones, by (1 + scv)/2.
    const double stage = pool.mean / pool.servers * (pool.exponential() ? 1.0 : 0.5 * (1.0 + pool.scv));
    for (int n = pool.servers; n < capacity; ++n) {
        const double p = present.probability[static_cast<std::size_t>(n)] / (1.0 - queue.lost);
        queue.admitted.positive += p;
        queue.admitted.mean += p * (n - pool.servers + 1) * stage;
        stages.rates.push_back(1.0 / stage);
        stages.weights.push_back(p);
    }
    queue.admitted.given = std::move(stages);
    if (queue.admitted.positive <= 0.0) queue.admitted = WaitingLaw::none();
    return queue;
}

/// Bounded queue: losses and waits of those admitted.
void solveBounded(const Pool& pool, int waiting) {
    const bool general = waiting > 0 && !pool.exponential();
    const bool followed = general && pool.servers + waiting <= mostPlaces;
    const BoundedQueue queue =
        followed ? boundedQueue(pool.servers, waiting, pool.rate, pool.services) : birthAndDeath(pool, waiting);
    pool.setAll(queue.admitted);
    for (std::size_t k = 0; k < pool.state.classCount; ++k) pool.state.visit(pool.s, k).rejected = queue.lost;
    pool.station.loses = true;
    // What is let in of far more than can be served has few digits.
    pool.station.utilisation = std::min(pool.rate * pool.mean * (1.0 - queue.lost) / pool.servers, 1.0);
    pool.station.method = waiting == 0        ? "Erlang B"
                          : !general          ? "M/M/c/K"
                          : !followed         ? "M/M/c/K, waits by (1 + scv)/2"
                          : pool.servers == 1 ? "M/G/1/K, embedded chain"
                                              : "M/G/c/K, servers as one while all are busy";
    if (!pool.poisson() || (general && !(followed && pool.servers == 1))) pool.approximate();
}

/// Those that wait leave when their patience ends.
void solveImpatient(const Pool& pool, const Distribution& patience) {
    const ImpatientQueue queue = impatientQueue(pool.servers, pool.rate, pool.mean, patience);
    pool.setAll(queue.served);
    for (std::size_t k = 0; k < pool.state.classCount; ++k) {
        Visit& visit = pool.state.visit(pool.s, k);
        visit.abandoned = queue.abandoned;
        visit.waitingMean = queue.waiting; // of all admitted
    }
    pool.station.loses = true;
    pool.station.utilisation = pool.rate * pool.mean * (1.0 - queue.abandoned) / pool.servers;
    pool.station.method = patience.isExponential() ? "Erlang A" : "M/M/c+G, Baccelli and Hebuterne";
    if (!pool.exponential()) pool.station.method += ", services as if exponential";
    if (!pool.exponential() || !pool.poisson()) pool.approximate();
}

void solvePriority(const Pool& pool) {
    const PriorityAnswer answer =
        solvePriorities(pool.state, pool.s, {pool.servers, pool.rate, pool.services}, pool.model.preemptive);
    pool.station.method = answer.method;
    if (answer.approximate) pool.approximate();
    if (answer.shapeApproximate) pool.station.distributionHow = How::Approximate;
}

void solveSharing(const Pool& pool) {
    // Insensitive: the mean depends on a service only through its length.
    constexpr double least = 1e-9; ///< of a stretch worth a law
    const double stretch = 1.0 + generalWait(pool.servers, pool.rho, 1.0);
    pool.station.method = "processor sharing";
    if (stretch < 1.0 + least) return;
    for (std::size_t k = 0; k < pool.state.classCount; ++k) {
        Visit& visit = pool.state.visit(pool.s, k);
        if (visit.arrivals <= 0.0 || visit.service.isZero()) continue;
        visit.waitingMean = visit.service.mean() * (stretch - 1.0);
        visit.waiting.mean = visit.waitingMean;
        if (pool.exponential() && pool.rho < 0.985) {
            visit.sojourn = std::make_shared<const SharedTable>(sharedSojourn(pool.servers, pool.rho, pool.mean));
        } else {
            visit.sojourn = stretchedSojourn(visit.service, pool.rho, stretch);
            pool.station.distributionHow = How::Approximate;
        }
    }
    if (!pool.poisson()) pool.approximate();
    if (pool.model.replicas > 1) {
        pool.approximate();
        pool.station.method = "processor sharing, replicas as one pool";
    }
}

/// Taken from what was made before where the mean is the same to a ten-thousandth: the law costs thousands of
/// transforms, and its mean is given apart.
SharedLaw lastComeSojourn(const Pool& pool, const Distribution& service) {
    constexpr double same = 1e-4;
    constexpr std::size_t most = 16;
    auto& known = pool.station.lastCome;
    const auto made = std::find_if(known.begin(), known.end(), [&](const auto& of) {
        return of.service == service && std::abs(pool.rate - of.rate) * pool.mean < same * (1.0 - pool.rho) &&
               std::abs(pool.rho - of.load) < same * (1.0 - pool.rho);
    });
    if (made != known.end()) return made->sojourn;
    if (known.size() == most) known.erase(known.begin());
    known.push_back({pool.rate, pool.rho, service, preemptiveLastComeSojourn(pool.rate, pool.services, service)});
    return known.back().sojourn;
}

void solveLastCome(const Pool& pool) {
    if (pool.servers > 1) {
        pool.setAll(manyServersLaw(pool.servers, pool.rho, pool.services,
                                   pool.mean * generalWait(pool.servers, pool.rho, pool.scv)));
        pool.station.method = "mean as first come first served";
        pool.station.distributionHow = How::Approximate;
        pool.approximate();
        return;
    }
    if (pool.model.preemptive) {
        pool.station.method = "last come first served with resume, busy period";
        for (std::size_t k = 0; k < pool.state.classCount; ++k) {
            Visit& visit = pool.state.visit(pool.s, k);
            visit.waitingMean = visit.service.mean() * pool.rho / (1.0 - pool.rho);
            visit.waiting.mean = visit.waitingMean;
            if (visit.arrivals > 0.0 && !visit.service.isZero()) visit.sojourn = lastComeSojourn(pool, visit.service);
        }
    } else {
        WaitingLaw law;
        law.positive = pool.rho;
        law.mean = pollaczekMean(pool.rate, pool.mean, secondMomentOf(pool.services));
        law.given = lastComeWait(pool.rate, pool.services);
        pool.setAll(law);
        pool.station.method = "last come first served, Wishart";
    }
    if (!pool.poisson()) pool.approximate();
}

/// First come first served, one unbounded queue.
void solveFifo(const Pool& pool, const ArrivalStream& arriving) {
    const FifoAnswer answer = firstComeFirstServed({pool.servers, pool.rate, pool.services}, arriving);
    pool.setAll(answer.law);
    pool.station.method = answer.method;
    if (answer.approximate) pool.approximate();
    if (answer.shapeApproximate) pool.station.distributionHow = How::Approximate;
    if (pool.servers == pool.model.replicas * pool.model.workers) pool.station.group = answer.group;
}

/// What one of several queues gets of a stream, at random or in turn. Groups are left whole.
ArrivalStream splitOf(const ArrivalStream& whole, int queues, bool random) {
    ArrivalStream part = whole;
    part.rate /= queues;
    if (whole.batch > 1.0) return part;
    if (whole.bursts) {
        part.bursts->highRate /= queues;
        part.bursts->lowRate /= queues;
        part.direct = whole.direct && random; // every n-th is no Poisson process at any time
        return part;
    }
    part.scv = random ? 1.0 + (whole.scv - 1.0) / queues : whole.scv / queues;
    if (whole.poisson && !random) part.between = Renewals{Distribution::exponential(1.0 / whole.rate)};
    if (part.between && random) part.between->kept /= queues;
    if (part.between && !random) part.between->nth *= queues;
    part.poisson = whole.poisson && random;
    return part;
}

/// One queue for each replica.
void solveDispatched(Pool pool) {
    const int replicas = pool.model.replicas;
    pool.servers = pool.model.workers;
    pool.rate /= replicas;
    if (pool.model.dispatch == Dispatch::Random || pool.model.dispatch == Dispatch::RoundRobin) {
        const bool random = pool.model.dispatch == Dispatch::Random;
        solveFifo(pool, splitOf(pool.station.arriving, replicas, random));
        pool.station.method += random ? ", random split" : ", round robin";
        return;
    }
    const bool shortest = pool.model.dispatch == Dispatch::ShortestQueue;
    const int workers = pool.model.workers;
    const Turns turns = shortest ? shortestQueue(replicas, workers, pool.rho) : powerOfTwo(replicas, workers, pool.rho);
    const double found = turns.atLeast.front();
    // Long services are seen as long queues and avoided: (1 + scv)/2 to a power that fits simulated lognormal ones.
    const double varied = 0.5 * (1.0 + pool.scv);
    const double longer = varied > 1.0 ? std::pow(varied, (2.0 + 1.0 / std::sqrt(replicas)) / 3.0) : varied;
    double positive = found;
    double mean = pool.mean / workers * turns.mean() * longer;
    if (!pool.poisson()) {
        // Other arrivals add what they add to one common queue.
        const FifoQueue common{replicas * workers, pool.station.arriving.rate, pool.services};
        const WaitingLaw plain = firstComeFirstServed(common, {}).law;
        const WaitingLaw given = firstComeFirstServed(common, pool.station.arriving).law;
        mean += given.mean - plain.mean;
        if (plain.positive < negligible)
            positive = given.positive;
        else if (shortest || given.positive > plain.positive)
            positive = std::min(positive * given.positive / plain.positive, 1.0);
    }
    if (positive < negligible || mean <= 0.0) {
        pool.setAll(WaitingLaw::none());
    } else if (pool.exponential() && found >= negligible) {
        ExponentialStages stages;
        stages.weights = turns.exactly();
        stages.rates.assign(stages.weights.size(), turns.mean() / found * positive / mean);
        stages.tail = turns.tail;
        pool.setAll({positive, mean, std::move(stages)});
    } else {
        const double load = varied > 1.0 || found < negligible ? pool.rho : 1.0 - found / turns.mean();
        pool.setAll(WaitingLaw::compound(positive, load, pool.services, mean));
    }
    if (workers > 1 || !pool.exponential() || !pool.poisson()) pool.station.distributionHow = How::Approximate;
    pool.station.method = shortest ? "shortest queue, simulated table" : "power of two choices, simulated table";
    pool.approximate();
}

/// Replicas that break and are repaired (mtbf, mttr).
void addBreakdowns(const Pool& pool) {
    const double fail = 1.0 / (*pool.model.mtbf_s * 1000.0);
    const double repair = 1.0 / (*pool.model.mttr_s * 1000.0);
    const double mu = 1.0 / pool.mean;
    if (pool.servers == 1) {
        // White and Christie 1958: E[N] = λ((f + r)² + fμ)/((f + r)(rμ − λ(f + r)))
        const double sum = fail + repair;
        const double present = pool.rate * (sum * sum + fail * mu) / (sum * (repair * mu - pool.rate * sum));
        const double wanted = present / pool.rate - pool.mean;
        const double extra = wanted - pool.mean * pool.rho / (1.0 - pool.rho);
        // Shape: the completion time, service with its interruptions: E[C²] = E[S²](1 + f/r)² + 2E[S]f/r²
        const double stretch = 1.0 + fail / repair;
        const double second =
            secondMomentOf(pool.services) * stretch * stretch + 2.0 * pool.mean * fail / (repair * repair);
        const double mean = pool.mean * stretch;
        const Mixture completion{
            {1.0, Distribution::gamma(mean, std::sqrt(std::max(second / (mean * mean) - 1.0, 0.0)))}};
        for (std::size_t k = 0; k < pool.state.classCount; ++k) {
            Visit& visit = pool.state.visit(pool.s, k);
            Pool::set(visit, WaitingLaw::compound(std::min(pool.rho + fail / sum, 1.0), pool.rate * mean, completion,
                                                  visit.waitingMean + extra));
        }
        pool.station.method = "breakdowns, White and Christie";
        if (!pool.exponential()) pool.approximate();
        pool.station.distributionHow = How::Approximate;
    } else {
        pool.approximate();
        pool.station.method += ", capacity less what is broken";
    }
}

/// Several replicas of one worker that are off while idle.
void addSetups(const Pool& pool) {
    const SetupFigures found =
        serversWithSetup(pool.servers, pool.rate * pool.mean, pool.mean / pool.model.setup_ms->mean());
    const double mean = found.waiting / pool.rate;
    // The number waiting is that of arrivals in a wait: E[W²] = E[Q(Q − 1)]/λ². Those behind hasten set-ups, so only
    // nearly; the law is the gamma law of these moments. What Poisson arrivals and exponential services add or spare
    // is that of servers always on.
    const double variance = std::max(found.waitingSecond / (pool.rate * pool.rate) / (mean * mean) - 1.0, 0.0);
    const double always = pool.mean * generalWait(pool.servers, pool.rho, 1.0);
    WaitingLaw law;
    law.positive = 1.0;
    law.mean = std::max(mean + pool.state.visit(pool.s, 0).waiting.mean - always, 0.0);
    law.given = Distribution::gamma(law.mean, std::sqrt(variance));
    const bool plain = pool.exponential() && pool.poisson();
    pool.setAll(law);
    pool.station.runningReplicas = found.on;
    pool.station.method = "set-up of idle replicas, M/M/k/setup";
    if (!plain || !pool.model.setup_ms->isExponential()) pool.approximate();
    pool.station.distributionHow = How::Approximate;
}

} // namespace

void solveServers(State& state, Index s, const network::ServersStation& servers) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    if (servers.discipline != Discipline::Priority) { // which sees the streams of its classes
        ServersInput input{station.arriving, station.services, {}};
        for (std::size_t k = 0; k < state.classCount; ++k)
            input.arrivals.push_back(state.visit(s, k).arrivals * (1.0 - state.visit(s, k).limited));
        if (station.solved == input) return;
        station.solved = std::move(input);
    }
    const std::string where = state.station(s).id.str();
    station.stable = true;
    station.how = station.distributionHow = How::Exact;
    station.method.clear();
    station.utilisation = 0.0;
    station.capacity.reset();
    station.loses = false;
    station.group.reset();
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.serviceMean = visit.service.mean();
        visit.waiting = WaitingLaw::none();
        visit.waitingMean = visit.waitingSecond = visit.unserved = visit.abandoned = visit.rejected = 0.0;
        visit.sojourn.reset();
        visit.extraWait.reset();
    }
    Mixture services = station.services;
    int replicas = servers.replicas;
    const double offered = services.empty() ? 0.0 : station.arriving.rate * meanOf(services);
    if (servers.autoscaling) {
        const double wanted = std::ceil(offered / (servers.workers * servers.autoscaling->target_utilisation));
        replicas =
            std::clamp(static_cast<int>(std::min(wanted, 1e8)), servers.autoscaling->min, servers.autoscaling->max);
    }
    station.runningReplicas = replicas;
    if (services.empty() || meanOf(services) == 0.0) return;

    if (servers.slow_replicas > 0 && servers.slow_factor != 1.0) {
        // A share of the visits is served by slow replicas.
        const double slow = std::min(static_cast<double>(servers.slow_replicas) / replicas, 1.0);
        Mixture both;
        for (const auto& [weight, law] : services) {
            both.emplace_back(weight * (1.0 - slow), law);
            both.emplace_back(weight * slow, law.scaled(servers.slow_factor));
        }
        std::erase_if(both, [](const auto& part) { return part.first <= 0.0; });
        services = both;
        station.how = How::Approximate;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            Visit& visit = state.visit(s, k);
            visit.serviceMean *= 1.0 + slow * (servers.slow_factor - 1.0);
            visit.slowShare = slow;
        }
    }

    network::ServersStation model = servers;
    model.replicas = replicas;
    const int count = replicas * servers.workers;
    double mean = meanOf(services);
    double available = 1.0;
    if (servers.mtbf_s && servers.mttr_s) available = *servers.mtbf_s / (*servers.mtbf_s + *servers.mttr_s);
    Pool pool{state, s,        model, station,         count,          station.arriving.rate,
              0.0,   services, mean,  scvOf(services), offered / count};
    pool.rho = station.arriving.rate * mean / count;
    station.utilisation = std::min(pool.rho, 1.0);
    station.capacity = count * available / mean;
    if (servers.autoscaling && servers.autoscaling->max > replicas)
        station.capacity = servers.autoscaling->max * servers.workers * available / mean;

    if (servers.queue_capacity) {
        solveBounded(pool, *servers.queue_capacity);
        if (servers.patience_ms)
            state.notes.notModelled(where, "patience_ms", "the bounded queue alone loses requests");
        return;
    }
    if (servers.patience_ms) {
        solveImpatient(pool, *servers.patience_ms);
        return;
    }
    if (servers.discipline == Discipline::Priority) {
        solvePriority(pool);
        return;
    }
    const double mixed = count * available / mean;
    if (const auto kinds = blindKinds(servers, replicas, mixed)) {
        station.capacity = *station.capacity * kinds->slowCapacity / mixed; // of all replicas there may be
        if (pool.rate >= kinds->slowCapacity) {
            overload(pool, *kinds);
            return;
        }
    }
    if (pool.rho >= available) {
        pool.rho /= available;
        overload(pool);
        return;
    }
    if (available < 1.0 && count > 1) {
        for (auto& [weight, law] : pool.services) law = law.scaled(1.0 / available);
        pool.mean /= available;
        pool.rho /= available;
    }
    if (servers.discipline == Discipline::ProcessorSharing)
        solveSharing(pool);
    else if (servers.discipline == Discipline::Lifo)
        solveLastCome(pool);
    else if (servers.dispatch != Dispatch::Central && replicas > 1)
        solveDispatched(pool);
    else
        solveFifo(pool, pool.station.arriving);

    if (available < 1.0) addBreakdowns(pool);
    if (servers.setup_ms && !servers.setup_ms->isZero()) {
        if (count == 1) {
            // M/G/1 whose first request after an idle time also waits for a set-up D (Welch 1964):
            // (2E[D] + λE[D²])/(2(1 + λE[D])) more
            const double d = servers.setup_ms->mean();
            const double extra =
                (2.0 * d + pool.rate * servers.setup_ms->secondMoment()) / (2.0 * (1.0 + pool.rate * d));
            for (std::size_t k = 0; k < state.classCount; ++k) {
                Visit& visit = state.visit(s, k);
                visit.extraWait = servers.setup_ms->scaled(extra / d);
                visit.waitingMean += extra;
            }
            station.method = "set-up after idleness, Welch";
            if (!servers.setup_ms->isExponential()) station.distributionHow = How::Approximate;
        } else if (servers.workers == 1 && replicas <= mostSetupServers && servers.dispatch == Dispatch::Central &&
                   servers.discipline == Discipline::Fifo) {
            addSetups(pool);
        } else {
            state.notes.notModelled(where, "setup_ms", "replicas are taken as always on");
        }
    }
}

} // namespace catenary::analysis
