// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/check.h"
#include "core/support/files.h"

#include <exception>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace catenary::catalog {

namespace {

/// "catenary-kind" -> "resources/schema/kind.schema.json"; the plural formats hold a list of one noun.
std::string schemaPath(const std::string& format) {
    static const std::map<std::string, std::string> names = {
        {"catenary-kind", "kind"},      {"catenary-station", "station"}, {"catenary-hardware", "hardware"},
        {"catenary-models", "model"},   {"catenary-engines", "engine"},  {"catenary-prices", "price"},
        {"catenary-sources", "source"},
    };
    const auto it = names.find(format);
    return it == names.end() ? std::string{} : "resources/schema/" + it->second + ".schema.json";
}

/// ["<root>", "[parameters]", "[0]"] -> "parameters[0]".
std::string place(const std::vector<std::string>& context) {
    std::string path;
    for (const auto& part : context) {
        if (part == "<root>") continue;
        const bool index = part.size() > 2 && part[1] >= '0' && part[1] <= '9';
        if (index)
            path += part;
        else
            path += (path.empty() ? "" : ".") + part.substr(1, part.size() - 2);
    }
    return path;
}

support::Finding finding(std::string where, std::string message) {
    return {support::Severity::Error, std::move(where), std::move(message), {}, 0};
}

support::Findings validated(const Json& schemaJson, const Json& file) {
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schemaJson), schema);
    valijson::Validator validator;
    valijson::ValidationResults results;
    support::Findings findings;
    if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(file), &results)) return findings;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) findings.push_back(finding(place(error.context), error.description));
    return findings;
}

} // namespace

support::Findings checkSchema(const Json& file) {
    const auto format = file.is_object() ? file.find("format") : file.end();
    if (format == file.end() || !format->is_string())
        return {finding("format", "this is no catalog file: it has no `format`")};
    const auto* embedded = support::embeddedFile(schemaPath(format->get<std::string>()));
    if (!embedded) return {finding("format", "`" + format->get<std::string>() + "` is no format of catalog files")};
    try {
        return validated(Json::parse(embedded->content), file);
    } catch (const std::exception& error) {
        return {finding({}, std::string("it cannot be checked against its schema: ") + error.what())};
    }
}

} // namespace catenary::catalog
