// SPDX-License-Identifier: Apache-2.0
// What the simulation is measured against: a queueing engine tuned by hand for four models and nothing else. It knows
// exponential servers, fixed routes and one join; it keeps a histogram of response times and the time-weighted number
// at each station, and no intervals.
//
//     simulation-reference MODEL CUSTOMERS     prints customers per second of processor time, mean and p99 of the
//                                              response time
//
// Models, times in ms: a  M/M/1 at 0.8; b  M/M/8 at 0.9; c  gateway (4), cache (2), 20 % to a database (8), at
// 1000/s; d  fork to ten M/M/1 at 0.7 and join.
#include "core/support/histogram.h"
#include "core/support/random.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string_view>
#include <vector>

namespace {

using catenary::support::Histogram;
using catenary::support::Random;

struct Departure {
    double time;
    std::uint32_t customer, station;
};

/// 4-ary heap of departures. The first `schedule` after `take` fills the hole that it left: one descent rather than a
/// descent and an ascent. Cells beyond the last hold infinity, so that no descent asks where the heap ends.
class Departures {
public:
    explicit Departures(std::size_t most) : m_cells(4 * most + 8, {infinity, 0, 0}) {}

    double soonest() const { return m_cells[0].time; }
    Departure take() {
        m_hole = true;
        return m_cells[0];
    }
    void schedule(const Departure& departure) {
        if (m_hole) {
            m_hole = false;
            descend(departure);
            return;
        }
        std::size_t at = m_size++;
        while (at > 0) {
            const std::size_t parent = (at - 1) / 4;
            if (m_cells[parent].time <= departure.time) break;
            m_cells[at] = m_cells[parent];
            at = parent;
        }
        m_cells[at] = departure;
    }
    /// To be called when an event is done: closes the hole if nothing filled it.
    void settle() {
        if (!m_hole) return;
        m_hole = false;
        const Departure last = m_cells[--m_size];
        m_cells[m_size].time = infinity;
        if (m_size > 0) descend(last);
    }

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    void descend(const Departure& departure) {
        std::size_t at = 0;
        while (true) {
            const std::size_t child = 4 * at + 1;
            if (child >= m_size) break;
            const std::size_t left = child + (m_cells[child + 1].time < m_cells[child].time ? 1 : 0);
            const std::size_t right = child + (m_cells[child + 3].time < m_cells[child + 2].time ? 3 : 2);
            const std::size_t least = m_cells[right].time < m_cells[left].time ? right : left;
            if (m_cells[least].time >= departure.time) break;
            m_cells[at] = m_cells[least];
            at = least;
        }
        m_cells[at] = departure;
    }

    std::vector<Departure> m_cells;
    std::size_t m_size = 0;
    bool m_hole = false;
};

/// First in, first out, in a ring that doubles when full.
class Queue {
public:
    bool empty() const { return m_head == m_tail; }
    std::uint32_t size() const { return m_tail - m_head; }
    void push(std::uint32_t customer) {
        if (size() == m_ring.size()) [[unlikely]]
            grow();
        m_ring[m_tail++ & (m_ring.size() - 1)] = customer;
    }
    std::uint32_t pop() { return m_ring[m_head++ & (m_ring.size() - 1)]; }

private:
    void grow() {
        std::vector<std::uint32_t> wider(2 * m_ring.size());
        const std::uint32_t count = size();
        for (std::uint32_t i = 0; i < count; ++i) wider[i] = m_ring[(m_head + i) & (m_ring.size() - 1)];
        m_ring = std::move(wider);
        m_head = 0;
        m_tail = count;
    }
    std::vector<std::uint32_t> m_ring = std::vector<std::uint32_t>(256);
    std::uint32_t m_head = 0, m_tail = 0;
};

constexpr std::uint32_t nowhere = ~0U;

struct Station {
    std::uint32_t servers;
    double mean;
    std::uint32_t next = nowhere; ///< where a customer goes on to, with probability `onward`
    double onward = 1.0;
    std::uint32_t busy = 0;
    Queue queue;
    double present = 0.0, since = 0.0; ///< integral of the number present, and up to when
};

struct Customer {
    double arrived;
    std::uint32_t outstanding; ///< visits that are not over
};

struct Model {
    double gap; ///< mean time between arrivals
    std::vector<Station> stations;
    std::uint32_t entries; ///< an arrival goes to the first so many stations at once
};

class Engine {
public:
    explicit Engine(Model model)
        : m_gap(model.gap), m_entries(model.entries), m_stations(std::move(model.stations)), m_departures(256) {}

    void run(std::uint64_t customers) {
        double arrival = m_gap * m_random.exponential();
        while (m_completed < customers) {
            if (arrival <= m_departures.soonest()) {
                m_now = arrival;
                arrive();
                arrival = m_now + m_gap * m_random.exponential();
            } else {
                depart(m_departures.take());
                m_departures.settle();
            }
        }
    }
    const Histogram& responses() const { return m_responses; }

private:
    void arrive() {
        std::uint32_t customer = 0;
        if (m_free.empty()) [[unlikely]] {
            customer = static_cast<std::uint32_t>(m_customers.size());
            m_customers.push_back({});
        } else {
            customer = m_free.back();
            m_free.pop_back();
        }
        m_customers[customer] = {m_now, m_entries};
        for (std::uint32_t entry = 0; entry < m_entries; ++entry) enter(entry, customer);
    }

    static void count(Station& station, double now) {
        station.present += static_cast<double>(station.busy + station.queue.size()) * (now - station.since);
        station.since = now;
    }

    void enter(std::uint32_t index, std::uint32_t customer) {
        Station& station = m_stations[index];
        count(station, m_now);
        if (station.busy < station.servers) {
            ++station.busy;
            m_departures.schedule({m_now + station.mean * m_random.exponential(), customer, index});
        } else {
            station.queue.push(customer);
        }
    }

    void depart(const Departure& departure) {
        m_now = departure.time;
        Station& station = m_stations[departure.station];
        count(station, m_now);
        if (station.queue.empty())
            --station.busy;
        else
            m_departures.schedule(
                {m_now + station.mean * m_random.exponential(), station.queue.pop(), departure.station});
        if (station.next != nowhere && (station.onward == 1.0 || m_random.uniform() < station.onward)) {
            enter(station.next, departure.customer);
        } else if (--m_customers[departure.customer].outstanding == 0) {
            m_responses.add(m_now - m_customers[departure.customer].arrived);
            ++m_completed;
            m_free.push_back(departure.customer);
        }
    }

    double m_gap;
    std::uint32_t m_entries;
    std::vector<Station> m_stations;
    Departures m_departures;
    std::vector<Customer> m_customers;
    std::vector<std::uint32_t> m_free;
    Random m_random{1};
    Histogram m_responses;
    double m_now = 0.0;
    std::uint64_t m_completed = 0;
};

Model modelOf(std::string_view name) {
    if (name == "a") return {1.0 / 0.8, {{1, 1.0}}, 1};
    if (name == "b") return {1.0 / 7.2, {{8, 1.0}}, 1};
    if (name == "c") return {1.0, {{4, 3.2, 1}, {2, 1.0, 2, 0.2}, {8, 32.0}}, 1};
    return {1.0 / 0.7, std::vector<Station>(10, Station{1, 1.0}), 10};
}

} // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fputs("usage: simulation-reference a|b|c|d CUSTOMERS\n", stderr);
        return 2;
    }
    const auto customers = static_cast<std::uint64_t>(std::strtod(arguments[2], nullptr));
    Engine(modelOf(arguments[1])).run(customers / 20); // warms caches and branch predictors
    Engine engine(modelOf(arguments[1]));
    const std::clock_t start = std::clock();
    engine.run(customers);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%.0f customers/s mean %.6f p99 %.5f\n", static_cast<double>(customers) / seconds,
                engine.responses().mean(), engine.responses().quantile(0.99));
    return 0;
}
