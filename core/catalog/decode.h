// SPDX-License-Identifier: Apache-2.0
// Catalog files as JSON -> values. Every file is an object with `format` ("catenary-kind", "catenary-station",
// "catenary-hardware", "catenary-models", "catenary-engines", "catenary-prices", "catenary-sources") and `version` 1;
// the shapes are those of resources/schema/. Inside core/catalog only.
#pragma once

#include "core/catalog/catalog.h"

namespace catenary::catalog {

/// Notes that files refer to by id, so that a source is written down once.
using Sources = std::map<std::string, SourceNote, std::less<>>;

/// Each takes JSON that fits its schema; what does not throws `Json::exception`, an unknown source or word
/// `std::invalid_argument` with a message for people. The loader catches both.
[[nodiscard]] std::pair<std::string, SourceNote> decodeSource(const Json& json);
[[nodiscard]] Parameter decodeParameter(const Json& json, const Sources& sources, bool strict);
[[nodiscard]] Kind decodeKind(const Json& json, const Sources& sources);
[[nodiscard]] Hardware decodeHardware(const Json& json, const Sources& sources);
[[nodiscard]] Model decodeModel(const Json& json, const Sources& sources);
/// `like` names one of `known`, whose members are taken where `json` does not say others; aliases are never taken.
[[nodiscard]] Engine decodeEngine(const Json& json, const Sources& sources, const std::vector<Engine>& known);
[[nodiscard]] Price decodePrice(const Json& json, const Sources& sources);
/// "servers" -> StationType::Servers; nullopt for another word.
[[nodiscard]] std::optional<StationType> stationType(std::string_view word);

} // namespace catenary::catalog
