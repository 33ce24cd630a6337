// SPDX-License-Identifier: Apache-2.0
//
// cli: catenary-cli. main.cpp reads the command line; each command is one function of one file, takes its options as a
// value and answers the exit status. Results go to standard output, messages to standard error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace catenary::cli {

/// Exit status of the program; part of its public contract.
enum class Status {
    Done = 0,
    BadInput = 1,    ///< the input is at fault; the message says where
    BadUsage = 2,    ///< the command line is wrong
    NotComputed = 3, ///< the result could not be computed or written; the message says why
};

/// A design and the changes made to it before the command looks at it.
struct DesignOptions {
    std::string file;                  ///< `-`: standard input
    std::string variant;               ///< id of a variant of the design; empty: none
    std::vector<std::string> settings; ///< PATH=VALUE, applied in order after the variant
};

struct SimulateOptions {
    DesignOptions design;
    bool json = false;
    std::uint64_t seed = 1;
    double precision = 0.01;                    ///< half the 95 % interval over the value
    std::optional<std::uint64_t> requests;      ///< exactly so many, instead of a precision
    std::uint64_t max_requests = 1'000'000'000; ///< stop here, converged or not
    std::optional<double> warm_up_s;            ///< absent: found by the run itself
    unsigned threads = 0;                       ///< 0: as many as the machine has
    std::optional<double> transient_s;          ///< a run from empty, so long, instead of the steady state
    std::vector<std::string> shocks;            ///< FROM:TO:WHAT, of a transient run
    bool replay = false;                        ///< the traces of the workloads once, instead of the steady state
    std::size_t traces = 0;                     ///< requests of each workload to show as they went
};

struct ExportOptions {
    DesignOptions design;
    std::string output;          ///< `-`: standard output
    std::string format;          ///< `svg`, `png` or `pdf`; empty: what the name of `output` ends in
    std::string theme = "light"; ///< `light`, `dark` or `sketch`
    double scale = 1;            ///< pixels for each unit of the canvas
    bool transparent = false;
    bool with_estimate = false;
    bool editable = true; ///< with the design in the file
    bool grid = false, title_block = false, legend = false;
    std::vector<std::string> only; ///< ids of the elements to draw; empty: all
};

struct SweepOptions {
    DesignOptions design;
    std::string vary;                ///< PATH=FROM:TO:STEPS
    std::string engine = "analysis"; ///< or `simulation`
    std::uint64_t seed = 1;          ///< of the simulation, the same for every value
    double precision = 0.01;         ///< of the simulation
    bool json = false, csv = false;
};

struct SensitivityOptions {
    DesignOptions design;
    std::string metric = "latency_p99_ms"; ///< ranks are by it
    std::string workload;                  ///< id of the one shown; empty: all
    std::size_t top = 15;                  ///< rows of a table
    double step = 0.1;                     ///< share by which every number goes down and up
    bool json = false, csv = false;
};

struct CompareOptions {
    DesignOptions before, after; ///< a variant and settings go to `after` alone
    std::uint64_t seed = 1;
    bool json = false;
};

struct SizeOptions {
    DesignOptions design;
    double headroom = 1.2;
    std::string output; ///< where the sized design goes; empty: nowhere, `-`: standard output
    bool json = false;
};

struct InferOptions {
    std::string rows; ///< file of measured runs, `-`: standard input; empty: one prediction of what follows
    std::string model, hardware;
    std::string precision = "fp16";
    std::string activation_precision, kv_precision; ///< language models; empty: what the engine does
    std::string engine = "vllm";
    int devices = 1;                   ///< that share each layer
    double batch = 1;                  ///< models that answer at once
    double users = 1;                  ///< each waits for an answer before asking again
    double input = 1024, output = 256; ///< tokens
    bool json = false;
};

/// Prints every finding; BadInput if one of them is an error.
[[nodiscard]] Status validate(const DesignOptions& options);

/// Prints the closed-form estimate as a table, or as the JSON of the public format.
[[nodiscard]] Status estimate(const DesignOptions& options, bool json);

/// Estimates a design with each value of one of its parameters.
[[nodiscard]] Status sweep(const SweepOptions& options);

/// Says which numbers of a design move a metric most.
[[nodiscard]] Status sensitivity(const SensitivityOptions& options);

/// Says what one design does better or worse than another, with how sure that is.
[[nodiscard]] Status compare(const CompareOptions& options);

/// Finds the cheapest replicas and hardware that keep the objectives. NotComputed where there are none.
[[nodiscard]] Status size(const SizeOptions& options);

/// Prints what a simulation of the design shows, in the same form.
[[nodiscard]] Status simulate(const SimulateOptions& options);

/// Predicts times and throughput of a model server from first principles: one, or one for each row of a file.
/// NotComputed where the model does not fit.
[[nodiscard]] Status infer(const InferOptions& options);

/// Writes the picture of a design.
[[nodiscard]] Status exportPicture(const ExportOptions& options);

/// Writes as a design what a picture with a design in it, or a text (Mermaid, an outline, arrows, a list), holds.
[[nodiscard]] Status importDesign(const std::string& file, const std::string& output);

/// Without `id`: the ids of the templates, one a line. With it: writes that template to `output` (`-`: standard
/// output).
[[nodiscard]] Status templates(const std::string& id, const std::string& output);

/// The kinds a component can be, or all about the one named.
[[nodiscard]] Status catalog(const std::string& kind, bool json);

} // namespace catenary::cli
