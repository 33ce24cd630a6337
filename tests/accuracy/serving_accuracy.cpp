// SPDX-License-Identifier: Apache-2.0
// The inference physics against published measurements, as JSON for serving.py:
//
//     serving_accuracy ROWS CONSTANTS fit      the constants fitted to all rows, by id
//     serving_accuracy ROWS CONSTANTS errors   log(predicted ÷ measured) of each row: with the constants as they are,
//                                              and with constants fitted without a random tenth of the rows, the row's
//                                              model, or its hardware
//     serving_accuracy ROWS CONSTANTS predict  log(predicted ÷ measured) of each row with the constants as they are, of
//                                              rows that nothing is fitted to
#include "tests/accuracy/serving_fit.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

using namespace catenary;
using accuracy::MeasuredRun;
using support::Json;

namespace {

constexpr int folds = 10;

struct Rows {
    std::vector<MeasuredRun> runs;
    Json refused = Json::array(); ///< rows that the physics does not predict, with the reason
};

std::string textOf(const char* path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Rows readRows(const char* path, const inference::Constants& constants) {
    Rows rows;
    const Json json = Json::parse(textOf(path));
    for (const Json& row : json.at("rows")) {
        if (row.contains("suspect")) continue;
        auto run = inference::readRun(row, *catalog::Catalog::builtIn());
        const auto prediction = run ? inference::predict(*run, constants) : tl::unexpected(run.error());
        if (!prediction) {
            rows.refused.push_back({{"group", row.at("group")}, {"reason", prediction.error().message}});
            continue;
        }
        rows.runs.push_back({std::move(*run), row.at("group"), prediction->accuracy->id, row.at("value")});
    }
    return rows;
}

/// Errors of runs by constants fitted, from `start`, to all runs with another key.
template <class Key> std::vector<double> heldOut(const std::vector<MeasuredRun>& runs, const inference::Tables& tables,
                                                 const inference::Constants& start, const Key& key) {
    std::map<std::string, std::vector<std::size_t>> parts;
    for (std::size_t i = 0; i < runs.size(); ++i) parts[key(i)].push_back(i);
    std::vector<double> errors(runs.size());
    for (const auto& [name, part] : parts) {
        std::vector<const MeasuredRun*> kept;
        for (std::size_t i = 0; i < runs.size(); ++i)
            if (key(i) != name) kept.push_back(&runs[i]);
        const inference::Constants fitted = accuracy::fit(kept, tables, start);
        for (const std::size_t i : part) errors[i] = accuracy::logError(runs[i], fitted);
    }
    return errors;
}

/// Searches predicted from the two measured ones of the same index that keep the fewest and the most candidates of the
/// others.
Json calibrated(const std::vector<MeasuredRun>& runs, const inference::Tables& tables) {
    std::map<std::string, std::vector<const MeasuredRun*>> series;
    for (const MeasuredRun& run : runs)
        if (run.run.index.engine != nullptr)
            series[run.group + run.run.software + std::to_string(run.run.index.vectors)].push_back(&run);
    Json list = Json::array();
    for (auto& [name, members] : series) {
        std::sort(members.begin(), members.end(),
                  [](const MeasuredRun* a, const MeasuredRun* b) { return a->run.candidates < b->run.candidates; });
        for (const MeasuredRun* member : members) {
            std::vector<const MeasuredRun*> others = members;
            std::erase(others, member);
            if (others.size() < 2) continue;
            MeasuredRun asked = *member;
            for (const MeasuredRun* point : {others.front(), others.back()})
                asked.run.calibrate.push_back({point->run, point->value});
            const double error = accuracy::logError(asked, tables.values);
            list.push_back({{"id", asked.run.id},
                            {"group", asked.group + ", two points given"},
                            {"accuracy", "vector-calibrated"},
                            {"fitted", error},
                            {"random", error},
                            {"model", error},
                            {"gpu", error}});
        }
    }
    return list;
}

Json errors(const Rows& rows, const inference::Tables& tables) {
    const auto& runs = rows.runs;
    const auto random = heldOut(runs, tables, accuracy::middles(tables),
                                [](std::size_t i) { return std::to_string(i * 7919 % 1000003 % folds); });
    const auto model = heldOut(runs, tables, tables.values, [&](std::size_t i) {
        return runs[i].run.model != nullptr ? runs[i].run.model->id : runs[i].run.software;
    });
    const auto hardware = heldOut(runs, tables, tables.values, [&](std::size_t i) { return runs[i].run.hardware->id; });
    Json list = Json::array();
    for (std::size_t i = 0; i < runs.size(); ++i)
        list.push_back({{"id", runs[i].run.id},
                        {"group", runs[i].group},
                        {"accuracy", runs[i].accuracy},
                        {"hardware", runs[i].run.hardware->id},
                        {"fitted", accuracy::logError(runs[i], tables.values)},
                        {"random", random[i]},
                        {"model", model[i]},
                        {"gpu", hardware[i]}});
    for (const Json& row : calibrated(runs, tables)) list.push_back(row);
    return {{"rows", list}, {"refused", rows.refused}};
}

Json predicted(const Rows& rows, const inference::Tables& tables) {
    Json list = Json::array();
    for (const MeasuredRun& run : rows.runs)
        list.push_back({{"id", run.run.id}, {"group", run.group}, {"error", accuracy::logError(run, tables.values)}});
    return {{"rows", list}, {"refused", rows.refused}};
}

Json fitted(const Rows& rows, const inference::Tables& tables) {
    std::vector<const MeasuredRun*> all;
    for (const MeasuredRun& run : rows.runs) all.push_back(&run);
    const inference::Constants found = accuracy::fit(all, tables, accuracy::middles(tables));
    Json values = Json::object();
    for (const inference::Constant& constant : tables.constants)
        if (constant.high > 0) values[constant.id] = found.*constant.value;
    return values;
}

} // namespace

int main(int argc, char** argv) {
    const std::string what = argc == 4 ? argv[3] : "";
    if (what != "fit" && what != "errors" && what != "predict") {
        std::fputs("usage: serving_accuracy ROWS CONSTANTS fit|errors|predict\n", stderr);
        return 2;
    }
    const auto tables = inference::readTables(textOf(argv[2]));
    if (!tables) {
        std::fprintf(stderr, "%s: %s\n", argv[2], tables.error().message.c_str());
        return 1;
    }
    const Rows rows = readRows(argv[1], tables->values);
    const Json answer = what == "fit"       ? fitted(rows, *tables)
                        : what == "predict" ? predicted(rows, *tables)
                                            : errors(rows, *tables);
    std::cout << answer.dump(1) << '\n';
    return 0;
}
