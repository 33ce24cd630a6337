// SPDX-License-Identifier: Apache-2.0
// Forwards that come back: responses of the members of a loop are the solution of a linear system, in moments and at
// every frequency. R_i = A_i · (leave_i + Σ p_ij N_ij R_j), A own work and stages, N network, p probabilities.
#include "core/analysis/compose.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

/// Inverse of a small dense matrix by Gauss–Jordan with partial pivoting; `matrix` row by row, destroyed.
std::vector<Complex> inverse(std::vector<Complex> matrix, std::size_t m) {
    std::vector<Complex> result(m * m, 0.0);
    for (std::size_t i = 0; i < m; ++i) result[i * m + i] = 1.0;
    for (std::size_t column = 0; column < m; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < m; ++row)
            if (std::norm(matrix[row * m + column]) > std::norm(matrix[pivot * m + column])) pivot = row;
        for (std::size_t i = 0; i < m; ++i) {
            std::swap(matrix[pivot * m + i], matrix[column * m + i]);
            std::swap(result[pivot * m + i], result[column * m + i]);
        }
        const Complex scale = 1.0 / matrix[column * m + column];
        for (std::size_t i = 0; i < m; ++i) {
            matrix[column * m + i] *= scale;
            result[column * m + i] *= scale;
        }
        for (std::size_t row = 0; row < m; ++row) {
            if (row == column) continue;
            const Complex factor = matrix[row * m + column];
            if (factor == 0.0) continue;
            for (std::size_t i = 0; i < m; ++i) {
                matrix[row * m + i] -= factor * matrix[column * m + i];
                result[row * m + i] -= factor * result[column * m + i];
            }
        }
    }
    return result;
}

struct Edge {
    std::size_t to;
    double probability;
    Part network;
};

} // namespace

std::vector<Index> Composer::loopOf(Index s, std::size_t k) const {
    // Stations that s reaches by forwards and that reach s.
    const auto reach = [&](Index from) {
        std::vector<char> seen(m_state.stationCount, 0);
        std::vector<Index> open{from};
        while (!open.empty()) {
            const Index at = open.back();
            open.pop_back();
            for (const Index c : m_state.station(at).forwards) {
                const Index to = m_state.call(c).to;
                if (!m_state.carries(c, k) || m_state.call(c).probability <= 0.0 || seen[static_cast<std::size_t>(to)])
                    continue;
                seen[static_cast<std::size_t>(to)] = 1;
                open.push_back(to);
            }
        }
        return seen;
    };
    std::vector<Index> members;
    const std::vector<char> forward = reach(s);
    if (!forward[static_cast<std::size_t>(s)]) return members;
    for (std::size_t i = 0; i < m_state.stationCount; ++i)
        if (forward[i] && reach(static_cast<Index>(i))[static_cast<std::size_t>(s)])
            members.push_back(static_cast<Index>(i));
    return members;
}

void Composer::solveLoop(const std::vector<Index>& members, std::size_t k) {
    const std::size_t m = members.size();
    const auto place = [&](Index s) {
        return static_cast<std::size_t>(std::find(members.begin(), members.end(), s) - members.begin());
    };
    std::vector<Part> work(m);    // A_i
    std::vector<Part> outside(m); // leaving, and forwards out of the loop
    std::vector<std::vector<Edge>> edges(m);
    for (std::size_t i = 0; i < m; ++i) {
        const Index s = members[i];
        work[i] = upToForwards(s, k, Lookup::Any);
        double leave = 1.0;
        for (const Index c : m_state.station(s).forwards) {
            const network::Call& call = m_state.call(c);
            if (!m_state.carries(c, k) || call.probability <= 0.0) continue;
            leave -= call.probability;
            const std::size_t to = place(call.to);
            if (to < m)
                edges[i].push_back({to, call.probability, networkOf(c, true)});
            else
                m_algebra.mix(outside[i], call.probability, oneWay(c, k));
        }
        m_algebra.mix(outside[i], std::max(leave, 0.0), {});
    }

    // Moments by sweeps; the spectral radius is below one.
    std::vector<Part> response(m);
    std::vector<double> onwardMean(m, 0.0);
    std::vector<double> onwardSecond(m, 0.0);
    for (int sweep = 0; sweep < 20000; ++sweep) {
        double change = 0.0;
        for (std::size_t i = 0; i < m; ++i) {
            onwardMean[i] = outside[i].mean;
            onwardSecond[i] = outside[i].second;
            double waiting = outside[i].waiting;
            for (const Edge& edge : edges[i]) {
                const Part& next = response[edge.to];
                onwardMean[i] += edge.probability * (edge.network.mean + next.mean);
                onwardSecond[i] +=
                    edge.probability * (edge.network.second + 2.0 * edge.network.mean * next.mean + next.second);
                waiting += edge.probability * next.waiting;
            }
            const double mean = work[i].mean + onwardMean[i];
            change = std::max(change, std::abs(mean - response[i].mean) / std::max(mean, 1e-300));
            response[i].mean = mean;
            response[i].second = work[i].second + 2.0 * work[i].mean * onwardMean[i] + onwardSecond[i];
            response[i].waiting = work[i].waiting + waiting;
            response[i].how = network::weaker(work[i].how, outside[i].how);
            response[i].shape = How::Approximate; // visits of one request are not independent
        }
        if (change < 1e-15 || std::isnan(change)) break;
    }

    if (m_algebra.lattice()) {
        const std::size_t frequencies = m_algebra.lattice()->frequencies();
        for (std::size_t i = 0; i < m; ++i) {
            response[i].spectrum.resize(frequencies);
            if (work[i].spectrum.empty()) work[i].spectrum = m_algebra.lattice()->one();
            if (outside[i].spectrum.empty()) outside[i].spectrum = m_algebra.lattice()->zero(); // nothing leaves here
            for (Edge& edge : edges[i])
                if (edge.network.spectrum.empty()) edge.network.spectrum = m_algebra.lattice()->one();
        }
        std::vector<std::vector<Complex>> inverses(frequencies);
        for (std::size_t f = 0; f < frequencies; ++f) {
            std::vector<Complex> matrix(m * m, 0.0);
            for (std::size_t i = 0; i < m; ++i) {
                matrix[i * m + i] += 1.0;
                for (const Edge& edge : edges[i])
                    matrix[i * m + edge.to] -= work[i].spectrum[f] * edge.probability * edge.network.spectrum[f];
            }
            inverses[f] = inverse(std::move(matrix), m);
            for (std::size_t i = 0; i < m; ++i) {
                Complex sum = 0.0;
                for (std::size_t j = 0; j < m; ++j)
                    sum += inverses[f][i * m + j] * work[j].spectrum[f] * outside[j].spectrum[f];
                response[i].spectrum[f] = sum;
            }
        }
        if (m_algebra.wantsRows())
            solveLoopRows(work, outside, response, inverses, [&](std::size_t i) {
                std::vector<LoopEdge> list;
                for (const Edge& edge : edges[i]) list.push_back({edge.to, edge.probability, &edge.network});
                return list;
            });
    }
    for (std::size_t i = 0; i < m; ++i)
        m_visits.insert_or_assign(VisitKey{members[i], k, Lookup::Any}, std::move(response[i]));
}

void Composer::solveLoopRows(const std::vector<Part>& work, const std::vector<Part>& outside,
                             std::vector<Part>& response, const std::vector<std::vector<Complex>>& inverses,
                             const std::function<std::vector<LoopEdge>(std::size_t)>& edgesOf) const {
    // The derivative of R = A·O along one share: the same matrix, other right-hand sides.
    const std::size_t m = work.size();
    const std::size_t frequencies = m_algebra.lattice()->frequencies();
    std::map<RowKey, std::vector<Part>> shares; // per key and member: what arises at the member itself
    for (std::size_t i = 0; i < m; ++i) {
        const std::vector<LoopEdge> edges = edgesOf(i);
        Spectrum onward = outside[i].spectrum;
        for (const LoopEdge& edge : edges) {
            Spectrum way = edge.network->spectrum;
            multiply(way, response[edge.to].spectrum);
            add(onward, edge.probability, way);
        }
        const auto give = [&](RowKey key, double mean, Spectrum spectrum) {
            std::vector<Part>& list = shares[key];
            if (list.empty()) {
                list.resize(m);
                for (Part& share : list) share.spectrum = m_algebra.lattice()->zero();
            }
            list[i].mean += mean;
            add(list[i].spectrum, 1.0, spectrum);
        };
        for (const auto& [key, row] : work[i].rows) {
            Spectrum share = row.spectrum;
            multiply(share, onward);
            give(key, row.mean, std::move(share));
        }
        for (const auto& [key, row] : outside[i].rows) {
            Spectrum share = row.spectrum;
            multiply(share, work[i].spectrum);
            give(key, row.mean, std::move(share));
        }
        for (const LoopEdge& edge : edges)
            for (const auto& [key, row] : edge.network->rows) {
                Spectrum share = row.spectrum;
                multiply(share, response[edge.to].spectrum);
                multiply(share, work[i].spectrum);
                for (Complex& value : share) value *= edge.probability;
                give(key, edge.probability * row.mean, std::move(share));
            }
    }
    // Means: visits of member j per visit of member i, from the matrix of probabilities alone.
    std::vector<Complex> matrix(m * m, 0.0);
    for (std::size_t i = 0; i < m; ++i) {
        matrix[i * m + i] += 1.0;
        for (const LoopEdge& edge : edgesOf(i)) matrix[i * m + edge.to] -= edge.probability;
    }
    const std::vector<Complex> visits = inverse(std::move(matrix), m);
    for (const auto& [key, list] : shares)
        for (std::size_t i = 0; i < m; ++i) {
            Row row{0.0, m_algebra.lattice()->zero()};
            for (std::size_t j = 0; j < m; ++j) {
                row.mean += visits[i * m + j].real() * list[j].mean;
                for (std::size_t f = 0; f < frequencies; ++f)
                    row.spectrum[f] += inverses[f][i * m + j] * list[j].spectrum[f];
            }
            response[i].rows[key] = std::move(row);
        }
}

} // namespace catenary::analysis
