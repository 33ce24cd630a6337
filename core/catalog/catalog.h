// SPDX-License-Identifier: Apache-2.0
//
// catalog: what a component can be. Kinds, the parameters of every station, hardware, models, engines and prices are
// data files (resources/catalog/, then the user's directory), each figure with unit, range, default, source and grade.
// Start at `Catalog::builtIn()` and `Kind`. `resolve` turns what an author wrote on a component into the value of every
// station parameter. Nothing here knows designs.
#pragma once

#include "core/support/distribution.h"
#include "core/support/json.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace catenary::catalog {

using support::Json;

/// Where a figure comes from. `grade`: A measured or official and read; B vendor, third party or old, read;
/// C remembered or our planning default ("measure yours").
struct SourceNote {
    std::string title, where;
    int year = 0;
    bool read = false;
    char grade = 'C';
    bool operator==(const SourceNote&) const = default;
};

enum class StationType { Source, Delay, Servers, Batcher, Decoder, Cache, Log, Job, Router, None };
[[nodiscard]] const char* toString(StationType type);

enum class ParameterType {
    Number,
    Integer,
    Flag,
    Choice,       ///< one of `choices`
    Distribution, ///< a number or DIST
    Text,
    Reference, ///< id of hardware, model, engine: `choices` names the table
    Structure, ///< an object with its own `fields`: `autoscaling`, `speculative`, `step_time_ms`, `by_workload`
    List,      ///< objects with members out of its `fields`, none of which must be there: `calibration`
};
[[nodiscard]] const char* toString(ParameterType type); ///< "number", "integer", "flag", …

struct Parameter {
    std::string name;  ///< as in the file format
    std::string label; ///< for people: "Replicas"
    std::string unit;  ///< "ms", "1", "request/s", "byte", "usd/h", …; "" for text
    ParameterType type = ParameterType::Number;
    Json defaultValue;              ///< null: none
    std::optional<double> min, max; ///< inclusive; of the mean, for distributions
    bool strict = false;            ///< outside the range is impossible (an error), else unusual (a warning)
    bool rangeRead = false;         ///< the range was read at the source, else our judgement
    /// The words of a Choice; the table of a Reference ("hardware", "model", "engine"); words a Number may be instead
    /// ("arrived").
    std::vector<std::string> choices;
    /// Members of a Structure. A Distribution with fields may be an object of those instead (`batch_time_ms`).
    std::vector<Parameter> fields;
    /// The default steps back to "not set" when the author sets one of these (`hit_ratio` to `items`).
    std::vector<std::string> yieldsTo;
    std::string meaning; ///< one sentence
    std::string why;     ///< why this default
    SourceNote source;
    std::string section; ///< inspector section: "load", "capacity", "cost", "reliability"

    /// May be null: it has no default, or a default that steps back.
    [[nodiscard]] bool nullable() const { return defaultValue.is_null() || !yieldsTo.empty(); }
};

/// One station parameter as an expression over the kind's own parameters: a number, a string expression
/// ("op_ms_p50 * 1.2", see expression.h), or an object (DIST, structure) whose arguments are either.
struct LoweredParameter {
    std::string name;
    Json expression;
};

/// `usd` for every `quantity` of `unit`.
struct Price {
    std::string id; ///< "aws:s3-standard", "openai:gpt-5.4/in"
    std::string title;
    /// What is counted: `request`, `item`, `input_token`, `output_token`, `byte_out` (to the internet), `byte_month`
    /// (held), `hour` and `month` (of a replica); any other unit is shown but cannot be metered by `Kind::usage`.
    std::string unit;
    double quantity = 1; ///< 1e6 for a price "per million requests"
    double usd = 0;
    std::string date; ///< of the price, YYYY-MM or YYYY-MM-DD; empty if unknown
    SourceNote source;
};

/// Something with a price per hour that components run on; accelerators also have physics.
struct Hardware {
    std::string id, title;   ///< "aws:g6.xlarge", "H100-SXM"
    std::string vendor;      ///< who makes an accelerator, or lets a machine: "NVIDIA", "AWS"; empty: unknown
    std::string accelerator; ///< id of the accelerator inside an instance, empty for none
    int accelerators = 0;
    int vcpu = 0;
    double memory_gb = 0;
    std::optional<double> usd_per_hour; ///< on demand
    std::string date;
    std::string platform;     ///< whose software runs on it: "cuda", "rocm", "neuron", "xla", "cpu"; empty: unknown
    std::string interconnect; ///< between accelerators of one host: "direct" (NVLink and the like) or "pcie"
    int released = 0;         ///< year; 0 = unknown
    // Physics, of accelerators (0 = unknown): dense peaks in TFLOP/s, memory in GiB, GB/s, one-way link GB/s, W.
    double hbm_gib = 0, hbm_gb_per_s = 0, tflops_fp32 = 0, tflops_fp16 = 0, tflops_fp8 = 0, tflops_int8 = 0;
    double tflops_fp4 = 0;
    double link_gb_per_s = 0, tdp_watts = 0;
    SourceNote source;
};

/// Shape of a model; parameter counts are computed from it (see core/inference).
struct Model {
    std::string id, title;
    std::string vendor;               ///< who published it: "Meta"; empty: nobody in particular
    std::string family;               ///< "decoder", "encoder", "cnn", "dlrm", "diffusion", "speech"
    std::vector<std::string> aliases; ///< other ids that mean it
    double layers = 0, hidden = 0, heads = 0, kv_heads = 0, head_dim = 0, ffn = 0, vocabulary = 0;
    int experts = 0, experts_active = 0, shared_experts = 0;
    double expert_ffn = 0;
    double mla_rank = 0, mla_rope = 0; ///< multi-head latent attention; 0 = none
    double published_parameters = 0;   ///< total, from the publisher
    double gflops_per_item = 0;        ///< cnn, encoder at its nominal length, dlrm
    Json extra = Json::object();       ///< further shape fields as given
    SourceNote source;
};

/// Software that serves language models: a generation of releases. What it adds to the work of the kernels are
/// constants of the physics (core/inference), or numbers given instead.
struct Engine {
    std::string id, title;
    std::vector<std::string> aliases; ///< what releases of it are called, by their beginnings
    int year = 0;                     ///< of the releases; 0 = unknown
    std::string host;                 ///< what prepares its steps: "python" or "cpp"
    double memory_share = 0;          ///< of the device memory that it may use, 0 … 1
    bool prefill_first = false;       ///< reads all waiting prompts before it goes on decoding
    bool launches_overlap = false;    ///< kernels are launched while earlier ones run, and the slower of both counts
    std::optional<double> layer_us, step_us, sequence_us; ///< given instead of the constants, as on the hosts at hand
    /// Ids of constants: launches of a layer, host time of a step and of a sequence in it, passes of the hidden state
    /// through memory, exponent of reading the KV cache again (empty: it is read once), time of a step with prompts
    /// beside its tokens (empty: none), the three of an all-reduce.
    std::string layer, step, sequence, passes, reread, prompt, allreduce_latency, allreduce_hop, allreduce_bandwidth;
    SourceNote source;
};

/// What a component of a kind pays by use, on top of its replicas' hours: an id of `Price`, whose unit says of what.
using UsagePrice = std::string;

struct Kind {
    std::string id, title, group; ///< group: edge compute data messaging ml-serving llm training operations external
    std::vector<std::string> aliases;
    std::vector<std::string> products;
    std::string summary; ///< what it is, one sentence
    std::string shape;   ///< card store queue actor external
    std::string icon;    ///< name of an icon in the scene's icon table
    StationType station = StationType::Servers;
    /// The kind's own. One that bears the name of a station or common parameter declares that one anew for this kind:
    /// its own default, range and meaning.
    std::vector<Parameter> parameters;
    std::vector<LoweredParameter> lower;
    std::vector<std::string> hardware; ///< choices for `hardware`, default first; empty: none by default, any allowed
    std::vector<UsagePrice> usage;     ///< prices by use
    std::vector<std::string> keywords; ///< search synonyms
    bool plain = false;                ///< client, service, …: a building block that stands for no product
    std::string file;

    [[nodiscard]] const Parameter* own(std::string_view name) const; ///< or nullptr
};

/// Value of one station parameter on one component, with where it came from.
struct Resolved {
    enum class From {
        StationDefault, ///< nobody said anything
        KindDefault,    ///< the kind's `lower` or own default, with nothing from the author in it
        Author,         ///< set by the author, directly or through the kind's own parameters
        Override,       ///< set by the author over what the kind's `lower` says
    };
    Json value; ///< number, DIST, flag, …; null = not set
    From from = From::StationDefault;
    std::string expression;               ///< the kind's expression, where there was one
    const Parameter* parameter = nullptr; ///< declaration of the parameter, the kind's own where it declares it anew
    std::vector<const Parameter*> inputs; ///< the kind's own parameters that entered
};

class Catalog {
public:
    /// The files compiled into the program. Made once, shared; an error in them is a programmer error and aborts with
    /// a message (a test loads every file).
    [[nodiscard]] static std::shared_ptr<const Catalog> builtIn();
    /// `builtIn` with the files of `directory` (kinds, hardware, models, engines, prices by the same schemas) added or
    /// replacing by id. Findings say what was left out and why; a bad file never takes the rest with it.
    [[nodiscard]] static std::shared_ptr<const Catalog> withDirectory(const std::filesystem::path& directory,
                                                                      support::Findings& findings);

    [[nodiscard]] const std::vector<Kind>& kinds() const { return m_kinds; }
    [[nodiscard]] const std::vector<Hardware>& hardware() const { return m_hardware; }
    [[nodiscard]] const std::vector<Model>& models() const { return m_models; }
    [[nodiscard]] const std::vector<Engine>& engines() const { return m_engines; }
    [[nodiscard]] const std::vector<Price>& prices() const { return m_prices; }

    [[nodiscard]] const Kind* kind(std::string_view idOrAlias) const;
    [[nodiscard]] const Hardware* hardware(std::string_view id) const;
    [[nodiscard]] const Model* model(std::string_view idOrAlias) const;
    /// By id, or by the name of a release ("vllm-0.18.0"): the engine one of whose aliases is its longest beginning.
    [[nodiscard]] const Engine* engine(std::string_view name) const;
    [[nodiscard]] const Price* price(std::string_view id) const;

    /// Parameters every component has, and those of one station type.
    [[nodiscard]] const std::vector<Parameter>& commonParameters() const { return m_common; }
    [[nodiscard]] const std::vector<Parameter>& stationParameters(StationType type) const;
    /// The declaration of `name` for a kind: its own, its station's, or a common one; nullptr if there is none.
    [[nodiscard]] const Parameter* parameter(const Kind& kind, std::string_view name) const;
    /// Every name `parameter` would find, own ones first.
    [[nodiscard]] std::vector<std::string> parameterNames(const Kind& kind) const;

    /// Kinds whose title, id, alias, product or keyword matches the words of `query`, best first. Empty: all.
    [[nodiscard]] std::vector<const Kind*> search(std::string_view query) const;

    /// The value of every station and common parameter for a component of `kind` with what its author wrote:
    /// station default < kind's `lower` over own parameters < the author's override. `authored` is a list of name and
    /// value, later ones winning; names that mean nothing here are ignored (`parameter` tells). Errors name the
    /// parameter: a value of the wrong type, an expression that cannot be evaluated, a result outside a strict range.
    [[nodiscard]] support::Result<std::map<std::string, Resolved>>
    resolve(const Kind& kind, const std::vector<std::pair<std::string, Json>>& authored) const;

    /// Is `value` of the type and within the range of `parameter`? The finding says the range and the reason; it is an
    /// error for a wrong type or a strict range, else a warning. `where` is the parameter's name.
    [[nodiscard]] std::optional<support::Finding> check(const Parameter& parameter, const Json& value) const;

private:
    friend class CatalogLoader;
    using Index = std::map<std::string, std::size_t, std::less<>>;
    void reindex();

    std::vector<Kind> m_kinds;
    std::vector<Hardware> m_hardware;
    std::vector<Model> m_models;
    std::vector<Engine> m_engines;
    std::vector<Price> m_prices;
    std::vector<Parameter> m_common;
    std::map<StationType, std::vector<Parameter>> m_station;
    Index m_kindIndex, m_hardwareIndex, m_modelIndex, m_priceIndex; ///< kinds: ids and aliases
};

} // namespace catenary::catalog
