// SPDX-License-Identifier: Apache-2.0
#include "core/network/distances.h"

#include "core/support/files.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace catenary::network {

namespace {

using Kind = design::Distance::Kind;

[[noreturn]] void broken(const std::string& why) {
    std::fprintf(stderr, "resources/network/distances.json: %s\n", why.c_str());
    std::abort();
}

constexpr std::array<std::pair<const char*, Kind>, 6> names{{{"none", Kind::None},
                                                             {"same_host", Kind::SameHost},
                                                             {"same_zone", Kind::SameZone},
                                                             {"cross_zone", Kind::CrossZone},
                                                             {"cross_region", Kind::CrossRegion},
                                                             {"internet", Kind::Internet}}};

std::vector<DistanceClass> read() {
    const support::EmbeddedFile* file = support::embeddedFile("resources/network/distances.json");
    if (file == nullptr) broken("not compiled in");
    const support::Json document = support::Json::parse(file->content, nullptr, false);
    if (document.is_discarded() || !document.contains("distances")) broken("not a table of distances");
    std::vector<DistanceClass> classes;
    for (const auto& [name, kind] : names) {
        const support::Json* row = nullptr;
        for (const support::Json& candidate : document["distances"])
            if (candidate.value("id", "") == name) row = &candidate;
        if (row == nullptr) broken(std::string("no row ") + name);
        const auto latency = support::Distribution::fromJson(row->value("latency_ms", support::Json()));
        if (!latency) broken(latency.error().message);
        const support::Json source = row->value("source", support::Json::object());
        classes.push_back({kind, name, row->value("title", ""), row->value("meaning", ""), *latency,
                           source.value("title", ""), source.value("where", ""), source.value("year", 0),
                           source.value("grade", std::string("C")).front()});
    }
    return classes;
}

} // namespace

const std::vector<DistanceClass>& distanceClasses() {
    static const std::vector<DistanceClass> classes = read();
    return classes;
}

Kind defaultDistance(std::string_view kind) {
    return kind == "client" ? Kind::Internet : Kind::SameZone;
}

const DistanceClass& distanceClass(Kind kind) {
    for (const DistanceClass& candidate : distanceClasses())
        if (candidate.kind == kind) return candidate;
    broken("asked for a distance without a class");
}

} // namespace catenary::network
