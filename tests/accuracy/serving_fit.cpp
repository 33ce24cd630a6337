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
constexpr int mostSteps = 400;
/// Relative change of the total that ends a fit: the constants stand still in the digits that are written.
constexpr double settled = 1e-11;

double loss(double error) {
    return softness * softness * (std::sqrt(1 + error * error / (softness * softness)) - 1) * 2;
}

/// Slope of the loss with the square of an error, times two: 1 for small ones.
double pull(double error) {
    return 1 / std::sqrt(1 + error * error / (softness * softness));
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

/// Slopes of all errors with the logarithm of a constant.
std::vector<double> slopesOf(const Problem& problem, const Constants& constants, const Constant& constant) {
    constexpr double reach = 1e-4;
    Constants above = constants, below = constants;
    above.*constant.value *= std::exp(reach);
    below.*constant.value *= std::exp(-reach);
    std::vector<double> slopes = problem.errors(above);
    const std::vector<double> low = problem.errors(below);
    for (std::size_t i = 0; i < slopes.size(); ++i) slopes[i] = (slopes[i] - low[i]) / (2 * reach);
    return slopes;
}

/// The linearised problem at some constants: its normal equations, of those that do not press against their range.
struct Normal {
    std::vector<const Constant*> free;
    std::vector<std::vector<double>> a;
    std::vector<double> b;
};

Normal linearise(const Problem& problem, const Constants& constants, const std::vector<double>& errors) {
    Normal normal;
    std::vector<std::vector<double>> slopes;
    for (const Constant* constant : problem.free) {
        std::vector<double> of = slopesOf(problem, constants, *constant);
        const double value = constants.*constant->value;
        double down = restraint * restraint * std::log(value / problem.start.*constant->value);
        for (std::size_t i = 0; i < errors.size(); ++i)
            down += problem.weights[i] * pull(errors[i]) * of[i] * errors[i];
        if ((value <= constant->low && down > 0) || (value >= constant->high && down < 0)) continue;
        normal.free.push_back(constant);
        normal.b.push_back(-down);
        slopes.push_back(std::move(of));
    }
    const std::size_t n = normal.free.size();
    normal.a.assign(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const double w = problem.weights[i] * pull(errors[i]);
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t k = 0; k <= j; ++k) normal.a[j][k] += w * slopes[j][i] * slopes[k][i];
    }
    for (std::size_t j = 0; j < n; ++j) normal.a[j][j] += restraint * restraint;
    return normal;
}

Constants step(const Normal& normal, const Constants& constants, double damping) {
    std::vector<std::vector<double>> a = normal.a;
    for (std::size_t j = 0; j < a.size(); ++j) a[j][j] *= 1 + damping;
    const std::vector<double> change = solve(std::move(a), normal.b);
    Constants next = constants;
    for (std::size_t j = 0; j < change.size(); ++j) {
        const Constant& constant = *normal.free[j];
        double& value = next.*constant.value;
        value = std::clamp(value * std::exp(std::clamp(change[j], -0.7, 0.7)), constant.low, constant.high);
    }
    return next;
}

Constants fitStage(const Problem& problem) {
    Constants best = problem.start;
    if (problem.runs.empty() || problem.free.empty()) return best;
    std::vector<double> errors = problem.errors(best);
    Normal normal = linearise(problem, best, errors);
    double lowest = problem.total(best, errors), damping = 1e-2;
    for (int i = 0; i < mostSteps && damping < 1e8; ++i) {
        const Constants next = step(normal, best, damping);
        std::vector<double> found = problem.errors(next);
        const double total = problem.total(next, found);
        if (!(total < lowest)) {
            damping *= 6;
            continue;
        }
        const bool still = total > lowest * (1 - settled);
        best = next;
        errors = std::move(found);
        lowest = total;
        damping = std::max(damping / 4, 1e-6);
        if (still) break;
        normal = linearise(problem, best, errors);
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

Constants middles(const inference::Tables& tables) {
    Constants result = tables.values;
    for (const Constant& constant : tables.constants)
        if (constant.high > 0) result.*constant.value = std::sqrt(constant.low * constant.high);
    return result;
}

Constants fit(const std::vector<const MeasuredRun*>& runs, const inference::Tables& tables, const Constants& start) {
    Constants constants = start;
    for (const Stage& stage : stages()) {
        Problem problem;
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
        problem.start = constants;
        constants = fitStage(problem);
    }
    return constants;
}

} // namespace catenary::accuracy
