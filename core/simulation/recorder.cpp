// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/recorder.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

using network::Course;
using network::undefined;

namespace {

constexpr double mostBuckets = 240.0;

/// A figure of one bucket, found from all replications together; the interval is how those that show it differ.
void push(Course& course, double value, const std::vector<double>& values) {
    const Interval interval = ofReplications(values);
    const double half = values.size() < 2 ? undefined : (interval.high - interval.low) / 2.0;
    course.value.push_back(value);
    course.low.push_back(std::isfinite(half) ? std::max(value - half, 0.0) : undefined);
    course.high.push_back(std::isfinite(half) ? value + half : undefined);
}

void push(Course& course, const std::vector<double>& values) {
    push(course, ofReplications(values).value, values);
}

} // namespace

Buckets::Buckets(double seconds) : end_s(seconds), width_s(1e-9) {
    // Powers of ten by multiplication and division of whole numbers, the same everywhere.
    const auto enough = [&] { return seconds / width_s <= mostBuckets * (1.0 + 1e-12); };
    for (int power = -9; !enough(); ++power) {
        m_times = m_over = 1.0;
        for (int i = 0; i < std::abs(power); ++i) (power < 0 ? m_over : m_times) *= 10.0;
        for (const double step : {1.0, 2.0, 5.0}) {
            m_step = step;
            width_s = m_step * m_times / m_over;
            if (enough()) break;
        }
    }
    count = static_cast<std::size_t>(std::max(std::ceil(seconds / width_s - 1e-9), 1.0));
}

double Buckets::to(std::size_t bucket) const {
    return bucket + 1 < count ? from(bucket + 1) : end_s;
}

void PooledLatencies::add(std::size_t bucket, std::size_t k, const support::Histogram& part) {
    const std::lock_guard lock(m_mutex);
    m_histograms[bucket * m_classes + k].merge(part);
}

Recorder::Recorder(const Plan& plan, const Buckets& buckets, PooledLatencies& pooled)
    : m_plan(plan), m_pooled(pooled), m_current(plan.classCount), m_sums(plan.stationCount),
      m_classes(buckets.count * plan.classCount), m_stations(buckets.count * plan.stationCount) {}

void Recorder::look(const Engine& engine) {
    m_looks += 1.0;
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        if (m_plan.stations[s].work == Work::Nothing) continue;
        const Engine::Look at = engine.lookAt(s);
        Sum& sum = m_sums[s];
        sum.busy += at.busy;
        sum.servers += at.servers;
        sum.waiting += at.waiting;
        sum.running += at.running;
    }
}

void Recorder::close(Engine& engine) {
    const Tally& tally = engine.tally();
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        Current& now = m_current[k];
        ClassBucket& bucket = m_classes[m_closed * m_plan.classCount + k];
        bucket.emitted = static_cast<std::uint32_t>(tally.classes[k].emitted - now.emittedBefore);
        now.emittedBefore = tally.classes[k].emitted;
        bucket.inside = static_cast<std::uint32_t>(engine.underWay(k));
        bucket.ended = now.ended;
        now.ended.fill(0);
        bucket.latency = now.latency.sum();
        bucket.p50 = now.latency.quantile(0.5);
        bucket.p99 = now.latency.quantile(0.99);
        m_pooled.add(m_closed, k, now.latency);
        now.latency.clear();
    }
    const double looks = std::max(m_looks, 1.0);
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        Sum& sum = m_sums[s];
        StationBucket& bucket = m_stations[m_closed * m_plan.stationCount + s];
        bucket.utilisation = static_cast<float>(sum.servers > 0.0 ? sum.busy / sum.servers : undefined);
        bucket.waiting = static_cast<float>(sum.waiting / looks);
        bucket.busy = static_cast<float>(sum.busy / looks);
        bucket.running = static_cast<float>(sum.running / looks);
        const StationTally& of = tally.stations[s];
        bucket.lookups = static_cast<std::uint32_t>(of.lookups - sum.lookupsBefore);
        bucket.hits = static_cast<std::uint32_t>(of.hits - sum.hitsBefore);
        sum = {};
        sum.lookupsBefore = of.lookups;
        sum.hitsBefore = of.hits;
    }
    m_looks = 0;
    ++m_closed;
}

namespace {

class Collector {
public:
    Collector(const Plan& plan, const Buckets& buckets, const std::vector<const Recorder*>& replications,
              const PooledLatencies& pooled)
        : m_plan(plan), m_buckets(buckets), m_replications(replications), m_pooled(pooled), m_count(buckets.count) {
        for (const Recorder* one : replications) m_count = std::min(m_count, one->closed());
    }

    network::TimeSeries operator()() {
        network::TimeSeries series;
        series.bucket_s = m_buckets.width_s;
        series.end_s = m_count > 0 ? m_buckets.to(m_count - 1) : 0.0;
        for (std::size_t b = 0; b < m_count; ++b) series.at_s.push_back(m_buckets.from(b));
        for (std::size_t k = 0; k < m_plan.classCount; ++k) series.classes.push_back(ofClass(k));
        for (std::size_t s = 0; s < m_plan.stationCount; ++s) series.stations.push_back(ofStation(s));
        return series;
    }

private:
    /// What a bucket of every replication shows; those that show nothing are left out.
    template <class Get> [[nodiscard]] std::vector<double> each(Get get) const {
        std::vector<double> values;
        for (const Recorder* one : m_replications)
            if (const double value = get(*one); std::isfinite(value)) values.push_back(value);
        return values;
    }
    template <class Get> [[nodiscard]] double sum(Get get) const {
        double total = 0.0;
        for (const double value : each(get)) total += value;
        return total;
    }

    network::TimeSeries::OfClass ofClass(std::size_t k) const {
        network::TimeSeries::OfClass result;
        const auto replications = static_cast<double>(m_replications.size());
        double lost = 0.0;
        for (std::size_t b = 0; b < m_count; ++b) {
            const double time = replications * (m_buckets.to(b) - m_buckets.from(b));
            const auto ended = [&](Outcome outcome) {
                return sum([&](const Recorder& one) {
                    return static_cast<double>(one.ofClass(b, k).ended[static_cast<std::size_t>(outcome)]);
                });
            };
            const double emitted =
                sum([&](const Recorder& one) { return static_cast<double>(one.ofClass(b, k).emitted); });
            const double completed = ended(Outcome::Completed);
            result.offered += emitted;
            result.completed += completed;
            result.offered_per_s.push_back(emitted / time);
            result.completed_per_s.push_back(completed / time);
            const auto lose = [&](std::vector<double>& rates, Outcome outcome) {
                const double count = ended(outcome);
                lost += count;
                rates.push_back(count / time);
            };
            lose(result.rejected_per_s, Outcome::Rejected);
            lose(result.timed_out_per_s, Outcome::TimedOut);
            lose(result.failed_per_s, Outcome::Failed);
            lose(result.abandoned_per_s, Outcome::Abandoned);
            latencies(b, k, completed, result);
        }
        result.lost = lost / replications;
        result.offered /= replications;
        result.completed /= replications;
        if (m_count > 0)
            result.inside =
                sum([&](const Recorder& one) { return static_cast<double>(one.ofClass(m_count - 1, k).inside); }) /
                replications;
        return result;
    }

    void latencies(std::size_t b, std::size_t k, double completed, network::TimeSeries::OfClass& result) const {
        const support::Histogram& all = m_pooled.at(b, k);
        const double whole = sum([&](const Recorder& one) { return one.ofClass(b, k).latency; });
        const auto mean = [&](const Recorder& one) {
            const Recorder::ClassBucket& of = one.ofClass(b, k);
            return of.latency / static_cast<double>(of.ended[static_cast<std::size_t>(Outcome::Completed)]);
        };
        push(result.mean_ms, completed > 0.0 ? whole / completed : undefined, each(mean));
        push(result.p50_ms, all.quantile(0.5), each([&](const Recorder& one) { return one.ofClass(b, k).p50; }));
        push(result.p99_ms, all.quantile(0.99), each([&](const Recorder& one) { return one.ofClass(b, k).p99; }));
    }

    network::TimeSeries::OfStation ofStation(std::size_t s) const {
        network::TimeSeries::OfStation result;
        const StationPlan& station = m_plan.stations[s];
        result.serves = station.work != Work::Nothing;
        if (station.cache) result.hit_ratio.emplace();
        if (station.partitions > 0) result.lag.emplace();
        for (std::size_t b = 0; b < m_count; ++b) {
            if (result.serves) {
                const auto of = [&](float Recorder::StationBucket::*figure) {
                    return each([&, figure](const Recorder& one) { return one.ofStation(b, s).*figure; });
                };
                const auto meanOf = [](const std::vector<double>& values) {
                    return values.empty() ? undefined : ofReplications(values).value;
                };
                push(result.utilisation, of(&Recorder::StationBucket::utilisation));
                push(result.queue_length, of(&Recorder::StationBucket::waiting));
                result.busy.push_back(meanOf(of(&Recorder::StationBucket::busy)));
                result.running_replicas.push_back(meanOf(of(&Recorder::StationBucket::running)));
            }
            if (result.lag)
                push(*result.lag, each([&](const Recorder& one) {
                    const Recorder::StationBucket& at = one.ofStation(b, s);
                    return static_cast<double>(at.waiting) + static_cast<double>(at.busy);
                }));
            if (result.hit_ratio) {
                const auto hits = [&](const Recorder& one) { return static_cast<double>(one.ofStation(b, s).hits); };
                const auto lookups = [&](const Recorder& one) {
                    return static_cast<double>(one.ofStation(b, s).lookups);
                };
                const double all = sum(lookups);
                push(*result.hit_ratio, all > 0.0 ? sum(hits) / all : undefined,
                     each([&](const Recorder& one) { return hits(one) / lookups(one); }));
            }
        }
        return result;
    }

    const Plan& m_plan;
    const Buckets& m_buckets;
    const std::vector<const Recorder*>& m_replications;
    const PooledLatencies& m_pooled;
    std::size_t m_count;
};

} // namespace

network::TimeSeries seriesOf(const Plan& plan, const Buckets& buckets, const std::vector<const Recorder*>& replications,
                             const PooledLatencies& pooled) {
    return Collector(plan, buckets, replications, pooled)();
}

} // namespace catenary::simulation
