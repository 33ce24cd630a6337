// SPDX-License-Identifier: Apache-2.0
#include "core/design/schema_check.h"

#include "core/support/files.h"

#include <cstdlib>
#include <iostream>

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#endif
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#include <charconv>

namespace catenary::design {

namespace {

using valijson::adapters::NlohmannJsonAdapter;

/// The schema compiled into the program, parsed once. A fault in it is ours: the program cannot go on.
const valijson::Schema& schema() {
    static const std::unique_ptr<const valijson::Schema> parsed = [] {
        auto result = std::make_unique<valijson::Schema>();
        try {
            const auto* file = support::embeddedFile("resources/schema/design.schema.json");
            if (file == nullptr) throw std::runtime_error("the file is not in the program");
            const Json json = Json::parse(file->content);
            valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
            parser.populateSchema(NlohmannJsonAdapter(json), *result);
        } catch (const std::exception& error) {
            std::cerr << "design.schema.json: " << error.what() << '\n';
            std::abort();
        }
        return result;
    }();
    return *parsed;
}

/// "[components]", "[3]" of the validator as a step; keys that look like numbers do not occur in the schema.
Step stepOf(std::string_view text) {
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error == std::errc() && end == text.data() + text.size()) return index;
    return std::string(text);
}

} // namespace

void checkSchema(const OrderedJson& design, Failure& failure) {
    if (failure.failed) return;
    try {
        const Json json = design;
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        valijson::ValidationResults results;
        if (validator.validate(schema(), NlohmannJsonAdapter(json), &results)) return;
        failure.failed = true;
        failure.message = "the file does not have the shape of a design";
        valijson::ValidationResults::Error error;
        while (results.popError(error)) {
            if (error.context.size() <= failure.steps.size() + 1 && !failure.steps.empty()) continue;
            failure.message = error.description;
            failure.steps.clear();
            for (std::size_t i = 1; i < error.context.size(); ++i) failure.steps.push_back(stepOf(error.context[i]));
        }
    } catch (const std::exception& error) {
        failure.failed = true;
        failure.message = std::string("the file cannot be checked: ") + error.what();
    }
}

} // namespace catenary::design
