// SPDX-License-Identifier: Apache-2.0
#include "core/inference/constants.h"

#include "core/support/files.h"
#include "core/support/json.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace catenary::inference {

namespace {

using support::Json;

[[noreturn]] void broken(const std::string& why) {
    std::fprintf(stderr, "resources/inference/constants.json: %s\n", why.c_str());
    std::abort();
}

struct Tables {
    std::vector<Constant> constants;
    std::vector<Fit> fits;
    std::vector<Engine> engines;
    std::vector<std::string> slow_peaks, pcie, power_limited;
};

Tables read() {
    const support::EmbeddedFile* file = support::embeddedFile("resources/inference/constants.json");
    if (file == nullptr) broken("not compiled in");
    try {
        const Json json = Json::parse(file->content);
        Tables tables;
        for (const Json& row : json.at("fits"))
            tables.fits.push_back({row.at("id"), row.at("title"), row.value("p50", 0.0), row.value("p90", 0.0)});
        for (const Json& row : json.at("constants"))
            tables.constants.push_back(
                {row.at("id"), row.at("unit"), row.at("meaning"), row.at("fit"), row.at("value").get<double>()});
        for (const Json& row : json.at("engines"))
            tables.engines.push_back({row.at("id"), row.at("title"), row.at("layer"), row.at("host"),
                                      row.at("communication"), row.at("rereads_kv").get<bool>()});
        const Json& accelerators = json.at("accelerators");
        tables.slow_peaks = accelerators.at("slow_peaks").get<std::vector<std::string>>();
        tables.pcie = accelerators.at("pcie").get<std::vector<std::string>>();
        tables.power_limited = accelerators.at("power_limited").get<std::vector<std::string>>();
        return tables;
    } catch (const Json::exception& error) {
        broken(error.what());
    }
}

const Tables& tables() {
    static const Tables result = read();
    return result;
}

template <class Row> const Row* find(const std::vector<Row>& rows, std::string_view id) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

bool contains(const std::vector<std::string>& list, std::string_view id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

} // namespace

const std::vector<Constant>& constants() {
    return tables().constants;
}
const std::vector<Fit>& fits() {
    return tables().fits;
}
const std::vector<Engine>& engines() {
    return tables().engines;
}

double constant(std::string_view id) {
    const Constant* found = find(tables().constants, id);
    if (found == nullptr) broken("no constant " + std::string(id));
    return found->value;
}

const Fit& fit(std::string_view id) {
    const Fit* found = find(tables().fits, id);
    if (found == nullptr) broken("no fit " + std::string(id));
    return *found;
}

const Engine* engine(std::string_view id) {
    return find(tables().engines, id);
}

AcceleratorTraits traits(std::string_view accelerator) {
    const Tables& all = tables();
    return {contains(all.slow_peaks, accelerator), contains(all.pcie, accelerator),
            contains(all.power_limited, accelerator)};
}

} // namespace catenary::inference
