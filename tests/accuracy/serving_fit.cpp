// SPDX-License-Identifier: Apache-2.0
#include "tests/accuracy/serving_fit.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace catenary::accuracy {

namespace {

using inference::Constant;
using inference::Constants;

/// Error below which the loss is quadratic; beyond, it grows like the error itself.
constexpr double softness = 0.06;
/// How strongly a constant is held where its data does not say: as much as one run off by this much for a factor of e.
constexpr double restraint = 0.02;
constexpr int mostSteps = 40;

double loss(double error) {
    return softness * softness * (std::sqrt(1 + error * error / (softness * softness)) - 1) * 2;
}

/// Symmetric positive definite: Cholesky.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t k = 0; k < j; ++k) a[j][j] -= a[j][k] * a[j][k];
        a[j][j] = std::sqrt(std::max(a[j][j], 1e-12));
        for (std::size_t i = j + 1; i < n; ++i) {
            for (std::size_t k = 0; k < j; ++k) a[i][j] -= a[i][k] * a[j][k];
            a[i][j] /= a[j][j];
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

struct Problem {
    std::vector<const MeasuredRun*> runs;
    std::vector<double> weights;
    std::vector<const Constant*> free;
    Constants start;

    [[nodiscard]] std::vector<double> errors(const Constants& constants) const {
        std::vector<double> result;
        result.reserve(runs.size());
        for (const MeasuredRun* run : runs) result.push_back(logError(*run, constants));
        return result;
    }
    [[nodiscard]] double total(const Constants& constants, const std::vector<double>& errors) const {
        double sum = 0;
        for (std::size_t i = 0; i < errors.size(); ++i) sum += weights[i] * loss(errors[i]);
        for (const Constant* constant : free) {
            const double moved = std::log(constants.*constant->value / start.*constant->value);
            sum += restraint * restraint * moved * moved;
        }
        return sum;
    }
};

/// One step from `constants`: the normal equations of the linearised problem, damped.
Constants step(const Problem& problem, const Constants& constants, const std::vector<double>& errors, double damping) {
    const std::size_t n = problem.free.size(), m = errors.size();
    std::vector<std::vector<double>> slopes(n);
    for (std::size_t j = 0; j < n; ++j) {
        Constants moved = constants;
        moved.*problem.free[j]->value *= std::exp(1e-4);
        slopes[j] = problem.errors(moved);
        for (std::size_t i = 0; i < m; ++i) slopes[j][i] = (slopes[j][i] - errors[i]) / 1e-4;
    }
    std::vector<std::vector<double>> a(n, std::vector<double>(n, 0));
    std::vector<double> b(n, 0);
    for (std::size_t i = 0; i < m; ++i) {
        const double w = problem.weights[i] / std::sqrt(1 + errors[i] * errors[i] / (softness * softness));
        for (std::size_t j = 0; j < n; ++j) {
            b[j] -= w * slopes[j][i] * errors[i];
            for (std::size_t k = 0; k <= j; ++k) a[j][k] += w * slopes[j][i] * slopes[k][i];
        }
    }
    for (std::size_t j = 0; j < n; ++j) {
        const Constant& constant = *problem.free[j];
        const double moved = std::log(constants.*constant.value / problem.start.*constant.value);
        a[j][j] += restraint * restraint;
        b[j] -= restraint * restraint * moved;
        a[j][j] *= 1 + damping;
    }
    const std::vector<double> change = solve(std::move(a), std::move(b));
    Constants next = constants;
    for (std::size_t j = 0; j < n; ++j) {
        const Constant& constant = *problem.free[j];
        double& value = next.*constant.value;
        value = std::clamp(value * std::exp(std::clamp(change[j], -0.7, 0.7)), constant.low, constant.high);
    }
    return next;
}

Constants fitStage(const Problem& problem) {
    Constants best = problem.start;
    if (problem.runs.empty() || problem.free.empty()) return best;
    std::vector<double> errors = problem.errors(best);
    double lowest = problem.total(best, errors), damping = 1e-2;
    for (int i = 0; i < mostSteps && damping < 1e4; ++i) {
        const Constants next = step(problem, best, errors, damping);
        std::vector<double> found = problem.errors(next);
        const double total = problem.total(next, found);
        if (!(total < lowest)) {
            damping *= 6;
            continue;
        }
        const bool still = total > lowest * (1 - 1e-6);
        best = next;
        errors = std::move(found);
        lowest = total;
        damping = std::max(damping / 4, 1e-6);
        if (still) break;
    }
    return best;
}

} // namespace

const std::vector<Stage>& stages() {
    static const std::vector<Stage> all = {
        {"dense", {"llm-static", "llm-load", "llm-tpot", "llm-ttft"}},
        {"moe", {"moe"}},
        {"load", {"llm-ttft-load", "moe-ttft-load"}},
        {"amd", {"amd"}},
        {"encoder", {"encoder"}},
        {"cnn", {"cnn", "cnn-batching"}},
        {"dlrm", {"dlrm"}},
        {"mlperf", {"llm-mlperf", "encoder-offline", "cnn-offline", "dlrm-offline", "diffusion"}},
        {"vector", {"vector"}},
        {"kernel", {"gemm", "allreduce"}},
    };
    return all;
}

double logError(const MeasuredRun& run, const Constants& constants) {
    const auto prediction = inference::predict(run.run, constants);
    if (!prediction || !(prediction->value > 0)) return 3;
    return std::clamp(std::log(prediction->value / run.value), -3.0, 3.0);
}

Constants fit(const std::vector<const MeasuredRun*>& runs, const inference::Tables& tables, const Constants& start) {
    Constants constants = start;
    for (const Stage& stage : stages()) {
        Problem problem;
        problem.start = constants;
        std::map<std::string, double> sizes;
        for (const MeasuredRun* run : runs) {
            if (std::find(stage.accuracies.begin(), stage.accuracies.end(), run->accuracy) == stage.accuracies.end())
                continue;
            problem.runs.push_back(run);
            ++sizes[run->group];
        }
        for (const MeasuredRun* run : problem.runs) problem.weights.push_back(1 / std::sqrt(sizes[run->group]));
        for (const Constant& constant : tables.constants)
            if (constant.fit == stage.id) problem.free.push_back(&constant);
        constants = fitStage(problem);
    }
    return constants;
}

} // namespace catenary::accuracy
