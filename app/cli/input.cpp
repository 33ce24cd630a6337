// SPDX-License-Identifier: Apache-2.0
#include "app/cli/input.h"

#include "app/cli/output.h"
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/design/validate.h"
#include "core/support/files.h"

#include <algorithm>
#include <iostream>
#include <iterator>

namespace catenary::cli {
namespace {

constexpr const char* standardInput = "standard input";

support::Result<design::Decoded> load(const std::string& file) {
    if (file != "-") return design::load(file);
    const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    return design::decode(text, standardInput);
}

support::Result<design::Design> set(const design::Design& design, const std::string& setting) {
    const std::size_t equals = setting.find('=');
    const std::string path = setting.substr(0, equals);
    const std::string text = setting.substr(equals + 1);
    const auto parsed = support::parseJson(text);
    return design::setPath(design, path, parsed ? support::Json(*parsed) : support::Json(text));
}

} // namespace

std::shared_ptr<const catalog::Catalog> readCatalog() {
    support::Findings findings;
    auto catalog = catalog::Catalog::withDirectory(support::userDataDirectory() / "catalog", findings);
    std::cerr << describe(findings, {});
    return catalog;
}

support::Result<Input> readDesign(const DesignOptions& options, const catalog::Catalog& catalog) {
    auto decoded = load(options.file);
    if (!decoded) return tl::unexpected(decoded.error());

    Input input;
    input.name = options.file == "-" ? standardInput : options.file;
    input.design = std::move(decoded->design);
    input.findings = std::move(decoded->findings);
    input.lines = std::move(decoded->lines);

    if (!options.variant.empty()) {
        auto changed = design::applyVariant(input.design, options.variant);
        if (!changed) return tl::unexpected(changed.error());
        input.design = std::move(*changed);
    }
    for (const auto& setting : options.settings) {
        auto changed = set(input.design, setting);
        if (!changed) return tl::unexpected(changed.error());
        input.design = std::move(*changed);
    }

    auto findings = design::validate(input.design, catalog, input.lines);
    input.findings.insert(input.findings.end(), std::make_move_iterator(findings.begin()),
                          std::make_move_iterator(findings.end()));
    return input;
}

tl::expected<Input, Status> readSoundDesign(const DesignOptions& options, const catalog::Catalog& catalog) {
    auto input = readDesign(options, catalog);
    if (!input) return tl::unexpected(complain(input.error()));
    if (!support::hasErrors(input->findings)) return std::move(*input);
    support::Findings errors;
    std::copy_if(input->findings.begin(), input->findings.end(), std::back_inserter(errors),
                 [](const support::Finding& finding) { return finding.severity == support::Severity::Error; });
    std::cerr << describe(errors, input->name);
    return tl::unexpected(Status::BadInput);
}

int lineOf(const Input& input, const std::string& where) {
    const auto line = input.lines.find(where.substr(0, where.find('.')));
    return line == input.lines.end() ? 0 : line->second;
}

Status complainOf(const Input& input, support::Error error) {
    error.where.file = input.name;
    if (error.where.line == 0) error.where.line = lineOf(input, error.where.path);
    return complain(error);
}

support::Findings without(const support::Findings& findings, const support::Findings& known) {
    support::Findings rest;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(rest), [&](const support::Finding& finding) {
        return std::none_of(known.begin(), known.end(), [&](const support::Finding& other) {
            return other.where == finding.where && other.message == finding.message;
        });
    });
    return rest;
}

void addFindings(insight::Estimate& estimate, const support::Findings& of_input) {
    const support::Findings missing = without(of_input, estimate.findings);
    estimate.findings.insert(estimate.findings.begin(), missing.begin(), missing.end());
}

} // namespace catenary::cli
