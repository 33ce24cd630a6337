// SPDX-License-Identifier: Apache-2.0
#include "core/network/calibration.h"

#include <cmath>

namespace catenary::network {

using support::Json;

namespace {

const std::string name = "calibration";
constexpr double doubtful = 3; ///< a factor beyond this, or below its inverse, is more likely a slip

/// One row, said by its number where it is at fault.
class Row {
public:
    Row(const ParameterReader& reader, const Json& json, std::size_t index)
        : m_reader(reader), m_json(json), m_said("row " + std::to_string(index + 1) + " of `" + name + "`") {}

    [[nodiscard]] bool has(const char* member) const { return m_json.is_object() && m_json.contains(member); }
    /// A number above 0; 0 where it is not there, or is wrong, which is an Error.
    [[nodiscard]] double positive(const char* member) {
        if (!has(member)) return 0;
        const Json& value = m_json[member];
        const double number = value.is_number() ? value.get<double>() : 0;
        if (number > 0 && std::isfinite(number)) return number;
        fault(std::string("`") + member + "` must be a number above 0, not " + value.dump());
        return 0;
    }
    [[nodiscard]] double needed(const char* member, const std::string& what) {
        if (!has(member)) fault(std::string("lacks `") + member + "`, " + what);
        return positive(member);
    }
    void fault(const std::string& what) {
        m_sound = false;
        m_reader.error(name, m_said + " " + what);
    }
    [[nodiscard]] bool sound() const { return m_sound; }

    /// What the row says it was measured with, in place of what the component has now.
    template <class Deployment> void measuredWith(Deployment& deployment, const catalog::Catalog& catalog) {
        if (has("model")) {
            const catalog::Model* found = catalog.model(word("model"));
            if (found == nullptr)
                fault("names a model that is not known: `" + word("model") + "`");
            else if ((found->family == "decoder") != (deployment.model->family == "decoder"))
                fault("was measured with a model of another family: `" + found->id + "`");
            else
                deployment.model = found;
        }
        if (has("hardware")) {
            const catalog::Hardware* found = catalog.hardware(word("hardware"));
            const catalog::Hardware* accelerator =
                found == nullptr ? nullptr : inference::acceleratorOf(*found, catalog);
            if (accelerator == nullptr)
                fault("names hardware without a known peak and bandwidth: `" + word("hardware") + "`");
            else
                deployment.accelerator = accelerator;
        }
    }
    void readPrecision(inference::Precision& precision) {
        if (!has("precision")) return;
        const auto found = inference::precision(word("precision"));
        if (found)
            precision = *found;
        else
            fault("names a precision that is not known: `" + word("precision") + "`");
    }

private:
    [[nodiscard]] std::string word(const char* member) const {
        const Json& value = m_json[member];
        return value.is_string() ? value.get<std::string>() : value.dump();
    }

    const ParameterReader& m_reader;
    const Json& m_json;
    std::string m_said;
    bool m_sound = true;
};

/// `ratiosOf` reads a row; it says nothing of one that is at fault, or has said so.
template <class RatiosOf>
Calibration fromRows(const ParameterReader& reader, const inference::Accuracy& group, const RatiosOf& ratiosOf) {
    Calibration result;
    const Json* rows = reader.value(name);
    if (rows == nullptr) return result;
    if (!rows->is_array()) {
        reader.error(name, "`" + name + "` must be a list of measured points");
        return result;
    }
    std::vector<double> all;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        Row row(reader, (*rows)[i], i);
        const std::vector<double> found = ratiosOf(row);
        if (!row.sound()) continue;
        all.insert(all.end(), found.begin(), found.end());
        if (!found.empty()) ++result.points;
    }
    const auto by = inference::calibrated(all, group);
    if (!by) return result;
    result.by = *by;
    const auto said = [](double value) { return support::shortestNumber(std::round(value * 100) / 100); };
    const std::string factor = said(by->factor);
    std::string words =
        "calibrated by " + std::to_string(result.points) + " of your points: computed times × " + factor;
    if (by->band)
        words += ", and four fifths of further figures × " + said(by->band->low) + " to × " + said(by->band->high) +
                 " of that";
    reader.info(name, words);
    if (by->factor > doubtful || by->factor < 1 / doubtful)
        reader.warning(
            name, "the measurements take " + factor + " times what is computed",
            "check their units, and that model, hardware, precision and batch are those they were made with");
    return result;
}

} // namespace

Calibration calibration(const ParameterReader& reader, const catalog::Catalog& catalog,
                        const inference::Deployment& deployment) {
    return fromRows(reader, inference::Decoder(deployment).accuracy(), [&](Row& row) -> std::vector<double> {
        inference::MeasuredDecoder point;
        point.deployment = deployment;
        row.measuredWith(point.deployment, catalog);
        row.readPrecision(point.deployment.weights);
        if (row.has("tensor_parallel"))
            point.deployment.tensor_parallel = static_cast<int>(row.positive("tensor_parallel"));
        point.closed = !row.has("batch");
        if (row.has("batch") == row.has("concurrency"))
            row.fault("must say either `concurrency`, users that each wait for an answer, or `batch`, sequences that "
                      "start together");
        else
            point.count = row.positive(point.closed ? "concurrency" : "batch");
        point.lengths.input = row.needed("input_tokens", "the length of the prompts");
        point.lengths.output = row.needed("output_tokens", "the length of the answers");
        point.tpot_ms = row.positive("tpot_ms");
        point.ttft_ms = row.positive("ttft_ms");
        if (!row.has("tpot_ms") && !row.has("ttft_ms")) row.fault("says neither `tpot_ms` nor `ttft_ms`");
        if (!row.sound()) return {};
        auto found = inference::ratios(point);
        if (found.empty()) row.fault("cannot be: the weights do not fit on what it was measured with");
        return found;
    });
}

Calibration calibration(const ParameterReader& reader, const catalog::Catalog& catalog,
                        const inference::BatchDeployment& deployment, double items) {
    return fromRows(reader, inference::accuracy(deployment), [&](Row& row) -> std::vector<double> {
        inference::MeasuredBatch point;
        point.deployment = deployment;
        row.measuredWith(point.deployment, catalog);
        row.readPrecision(point.deployment.precision);
        point.items = items * row.needed("batch", "how many were in the batch");
        point.time_ms = row.needed("time_ms", "how long the batch took");
        if (!row.sound()) return {};
        return {inference::ratio(point)};
    });
}

} // namespace catenary::network
