// SPDX-License-Identifier: Apache-2.0
// Networks built by hand, for tests of engines: names and numbers, no catalog.
#pragma once

#include "core/network/performance.h"

#include <algorithm>
#include <initializer_list>
#include <string>

namespace catenary::testing {

using network::Index;
using support::Distribution;

class Build {
public:
    Index station(const std::string& id, network::StationModel model) {
        network::Station station;
        station.id = design::ComponentId(id);
        station.name = id;
        station.model = std::move(model);
        m_network.stations.push_back(std::move(station));
        return static_cast<Index>(m_network.stations.size()) - 1;
    }
    Index source(const std::string& id = "app") { return station(id, network::SourceStation{}); }
    Index service(const std::string& id, const Distribution& time, int servers = 1) {
        network::ServersStation model;
        model.service_ms = time;
        model.workers = servers;
        return station(id, model);
    }
    Index delay(const std::string& id, const Distribution& time) { return station(id, network::DelayStation{time}); }

    /// A class of Poisson requests from a source.
    Index poisson(const std::string& id, Index source, double perSecond) {
        network::Class made;
        made.id = design::WorkloadId(id);
        made.name = id;
        made.source = source;
        made.rate_per_s = perSecond;
        made.arrival.rate_per_s = perSecond;
        m_network.classes.push_back(std::move(made));
        return static_cast<Index>(m_network.classes.size()) - 1;
    }

    /// A call in a stage, or a forward or async one by `mode`.
    Index call(Index from, Index to, int stage = 1, design::Mode mode = design::Mode::Sync) {
        network::Call made;
        const std::string id = at(from).id.str() + "-" + at(to).id.str() + "-" + std::to_string(m_network.calls.size());
        made.id = design::ConnectionId(id);
        made.from = from;
        made.to = to;
        made.stage = stage;
        made.mode = mode;
        m_network.calls.push_back(std::move(made));
        const Index index = static_cast<Index>(m_network.calls.size()) - 1;
        if (mode == design::Mode::Forward) {
            at(from).forwards.push_back(index);
            return index;
        }
        auto& stages = at(from).stages;
        for (network::Stage& known : stages)
            if (known.number == stage) {
                known.calls.push_back(index);
                return index;
            }
        network::Stage added;
        added.number = stage;
        added.calls.push_back(index);
        auto place = stages.begin();
        while (place != stages.end() && place->number < stage) ++place;
        stages.insert(place, added);
        return index;
    }

    network::Station& at(Index s) { return m_network.stations[static_cast<std::size_t>(s)]; }
    network::Call& connection(Index c) { return m_network.calls[static_cast<std::size_t>(c)]; }
    network::Class& classAt(Index k) { return m_network.classes[static_cast<std::size_t>(k)]; }
    network::ServersStation& servers(Index s) { return std::get<network::ServersStation>(at(s).model); }
    network::Network& network() {
        for (network::Call& call : m_network.calls) call.classes.assign(m_network.classes.size(), true);
        return m_network;
    }

private:
    network::Network m_network;
};

/// client -> service: the textbook queue. Rates per second and times in ms: a rate of 800/s against 1 ms is load 0.8.
struct Textbook {
    Build build;
    Index app, queue, requests;
    Textbook(const Distribution& time, double perSecond, int servers = 1)
        : app(build.source()), queue(build.service("queue", time, servers)),
          requests(build.poisson("requests", app, perSecond)) {
        build.call(app, queue);
    }
};

/// What became of a class's requests, per second: completed, and lost in every way.
inline double outcomes(const network::ClassPerformance& of) {
    return of.completed_per_s + of.rejected_per_s + of.timed_out_per_s + of.failed_per_s + of.abandoned_per_s;
}

/// Is there a finding at this place with these words?
inline bool says(const network::Performance& found, const std::string& where, const std::string& words) {
    return std::any_of(found.findings.begin(), found.findings.end(), [&](const support::Finding& finding) {
        return finding.where == where && finding.message.find(words) != std::string::npos;
    });
}

} // namespace catenary::testing
