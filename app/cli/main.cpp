// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "core/support/memory.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <string>

namespace catenary::cli {
namespace {

/// The program as CLI11 knows it, with the command to run once the words are read.
class CommandLine {
public:
    CommandLine();
    Status run(int argc, char** argv);

private:
    CLI::App* command(const std::string& name, const std::string& description, std::function<Status()> action);
    void addDesign(CLI::App* app, DesignOptions& options, const char* name = "DESIGN");
    void addValidate();
    void addEstimate();
    void addSweep();
    void addSensitivity();
    void addCompare();
    void addSize();
    void addSimulate();
    void addInfer();
    void addExport();
    void addImport();
    void addTemplates();
    void addCatalog();
    [[nodiscard]] bool knows(const std::string& word) const;
    [[nodiscard]] std::string names() const;

    CLI::App m_app{"Answers about ML system designs: checks, estimates and draws .catenary files.", "catenary-cli"};
    std::function<Status()> m_action;
    DesignOptions m_design;
    SimulateOptions m_simulate;
    ExportOptions m_export;
    SweepOptions m_sweep;
    SensitivityOptions m_sensitivity;
    CompareOptions m_compare;
    SizeOptions m_size;
    InferOptions m_infer;
    std::string m_subject; ///< id of a template or kind
    std::string m_output = "-";
    std::string m_warm_up = "auto";
    bool m_json = false;
};

CommandLine::CommandLine() {
    m_app.set_version_flag("--version", "catenary-cli " CATENARY_VERSION);
    m_app.require_subcommand(1);
    m_app.footer("A file named - is standard input or output. Exit status: 0 done, 1 the input is at fault, 2 wrong "
                 "usage,\n3 the result could not be computed.");
    addValidate();
    addEstimate();
    addSweep();
    addSensitivity();
    addCompare();
    addSize();
    addSimulate();
    addInfer();
    addExport();
    addImport();
    addTemplates();
    addCatalog();
}

CLI::App* CommandLine::command(const std::string& name, const std::string& description,
                               std::function<Status()> action) {
    CLI::App* app = m_app.add_subcommand(name, description);
    app->callback([this, action = std::move(action)] { m_action = action; });
    return app;
}

void CommandLine::addDesign(CLI::App* app, DesignOptions& options, const char* name) {
    app->add_option(name, options.file, "a .catenary file")->required();
    app->add_option("--variant", options.variant, "apply a variant of the design")->type_name("ID");
    app->add_option("--set", options.settings,
                    "change a value; may be repeated. PATH is COMPONENT.parameter, connections.ID.field, "
                    "workloads.ID.arrival.rate_per_s, …")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false)
        ->check([](const std::string& text) {
            const bool sound = text.find('=') != std::string::npos && text.front() != '=';
            return sound ? std::string() : "expected PATH=VALUE, as ranker.replicas=1, not `" + text + "`";
        });
}

void CommandLine::addValidate() {
    CLI::App* app = command("validate", "print the findings on a design", [this] { return validate(m_design); });
    addDesign(app, m_design);
}

void CommandLine::addEstimate() {
    CLI::App* app = command("estimate", "latency, load, cost and objectives in closed form",
                            [this] { return estimate(m_design, m_json); });
    addDesign(app, m_design);
    app->add_flag("--json", m_json, "print JSON, format catenary-estimate");
}

void CommandLine::addSweep() {
    CLI::App* app =
        command("sweep", "estimate a design with each value of a parameter", [this] { return sweep(m_sweep); });
    addDesign(app, m_sweep.design);
    app->add_option("--vary", m_sweep.vary, "the parameter and its values, as ranker.replicas=1:8:8")
        ->type_name("PATH=FROM:TO:STEPS")
        ->required();
    app->add_option("--engine", m_sweep.engine, "analysis unless given")
        ->check(CLI::IsMember({"analysis", "simulation"}));
    app->add_option("--seed", m_sweep.seed, "of the simulation, the same for every value; 1 unless given");
    app->add_option("--precision", m_sweep.precision, "of the simulation; 0.01 unless given")
        ->check(CLI::Range(1e-6, 1.0));
    CLI::Option* json = app->add_flag("--json", m_sweep.json, "print JSON, format catenary-sweep");
    app->add_flag("--csv", m_sweep.csv, "print comma-separated values")->excludes(json);
}

void CommandLine::addSensitivity() {
    CLI::App* app = command("sensitivity", "which numbers of a design move its latency most",
                            [this] { return sensitivity(m_sensitivity); });
    addDesign(app, m_sensitivity.design);
    app->add_option("--metric", m_sensitivity.metric,
                    "what is ranked by, as objectives name it; latency_p99_ms unless given");
    app->add_option("--workload", m_sensitivity.workload, "the table of this one only")->type_name("ID");
    app->add_option("--top", m_sensitivity.top, "rows of a table; 15 unless given")->check(CLI::PositiveNumber);
    app->add_option("--step", m_sensitivity.step, "share by which each number goes down and up; 0.1 unless given")
        ->check(CLI::Range(1e-6, 0.5));
    CLI::Option* json = app->add_flag("--json", m_sensitivity.json, "print JSON, format catenary-sensitivity");
    app->add_flag("--csv", m_sensitivity.csv, "print comma-separated values")->excludes(json);
}

void CommandLine::addCompare() {
    CLI::App* app =
        command("compare", "what a change bought, with its uncertainty", [this] { return compare(m_compare); });
    app->add_option("BEFORE", m_compare.before.file, "a .catenary file")->required();
    addDesign(app, m_compare.after, "AFTER");
    app->add_option("--seed", m_compare.seed, "of the random numbers both designs share; 1 unless given");
    app->add_flag("--json", m_compare.json, "print JSON, format catenary-comparison");
}

void CommandLine::addSize() {
    CLI::App* app =
        command("size", "the cheapest replicas and hardware that keep the objectives", [this] { return size(m_size); });
    addDesign(app, m_size.design);
    app->add_option("--headroom", m_size.headroom, "the objectives hold at so many times the load; 1.2 unless given")
        ->check(CLI::Range(0.01, 1000.0));
    app->add_option("-o,--output", m_size.output, "file for the sized design")->type_name("DESIGN");
    app->add_flag("--json", m_size.json, "print JSON, format catenary-sizing");
}

void CommandLine::addSimulate() {
    CLI::App* app = command("simulate", "the same by simulation, with its intervals", [this] {
        if (m_warm_up != "auto") m_simulate.warm_up_s = std::stod(m_warm_up);
        return simulate(m_simulate);
    });
    addDesign(app, m_simulate.design);
    app->add_flag("--json", m_simulate.json, "print JSON, format catenary-estimate");
    app->add_option("--seed", m_simulate.seed, "of the random numbers; 1 unless given");
    app->add_option("--precision", m_simulate.precision,
                    "stop when mean and p99 are known within this ratio, at 95 %; 0.01 unless given")
        ->check(CLI::Range(1e-6, 1.0));
    app->add_option("--requests", m_simulate.requests, "exactly so many completed requests, whatever the precision")
        ->check(CLI::PositiveNumber);
    app->add_option("--max-requests", m_simulate.max_requests, "stop after so many; 1000000000 unless given")
        ->check(CLI::PositiveNumber);
    app->add_option("--warm-up", m_warm_up, "simulated seconds left out at the start; auto unless given")
        ->type_name("auto|S")
        ->check([](const std::string& text) {
            double seconds = 0;
            const bool sound =
                text == "auto" || (CLI::detail::lexical_cast(text, seconds) && seconds >= 0 && seconds <= 1e12);
            return sound ? std::string() : "expected auto or a number of seconds, not `" + text + "`";
        });
    app->add_option("--threads", m_simulate.threads, "as many as the machine has unless given");
    CLI::Option* transient =
        app->add_option("--transient", m_simulate.transient_s,
                        "run so many seconds from empty queues and caches, and show how the figures go over time")
            ->type_name("S")
            ->check(CLI::Range(1e-6, 1e9));
    for (const char* other : {"--precision", "--requests", "--max-requests", "--warm-up"})
        transient->excludes(app->get_option(other));
    app->add_option("--shock", m_simulate.shocks,
                    "what happens from one second of a transient run to another; may be repeated. WHAT is load=10, "
                    "workloads.ID.load=10, COMPONENT.replicas=2, COMPONENT.down, COMPONENT.cold or zone.NAME.down")
        ->type_name("FROM:TO:WHAT")
        ->allow_extra_args(false)
        ->needs(transient);
    CLI::Option* replay = app->add_flag("--replay", m_simulate.replay,
                                        "play the trace of each workload once, from empty queues and caches, until "
                                        "every request has its answer");
    for (const char* other : {"--precision", "--requests", "--max-requests", "--warm-up", "--transient"})
        replay->excludes(app->get_option(other));
    app->add_option("--traces", m_simulate.traces,
                    "show so many requests of each workload as they went, half of them near the median, half near p99")
        ->type_name("N")
        ->check(CLI::Range(1, 1000))
        ->excludes(transient)
        ->excludes(replay);
}

void CommandLine::addInfer() {
    CLI::App* app = command("infer", "times and throughput of a model server from first principles",
                            [this] { return infer(m_infer); });
    CLI::Option* rows = app->add_option("--rows", m_infer.rows,
                                        "predict each row of a JSON list of measured runs; prints one object a line")
                            ->type_name("FILE");
    CLI::Option* model = app->add_option("--model", m_infer.model, "id of a model in the catalog")->excludes(rows);
    app->add_option("--hardware", m_infer.hardware, "id of an accelerator in the catalog")->needs(model);
    app->add_option("--tensor-parallel", m_infer.devices, "accelerators that share each layer; 1 unless given")
        ->check(CLI::Range(1, 1024));
    const CLI::IsMember precisions({"fp32", "fp16", "bf16", "fp8", "int8", "fp4", "int4"});
    app->add_option("--precision", m_infer.precision, "of the weights; fp16 unless given")->check(precisions);
    app->add_option("--activation-precision", m_infer.activation_precision, "that of the weights unless given")
        ->check(precisions);
    app->add_option("--kv-precision", m_infer.kv_precision, "of the KV cache; what the engine does unless given")
        ->check(precisions);
    app->add_option("--engine", m_infer.engine, "id or release of an engine, as vllm-0.18.0; vllm unless given");
    app->add_option("--input-tokens", m_infer.input, "of a prompt, or of a text; 1024 unless given")
        ->check(CLI::Range(1.0, 1e7));
    app->add_option("--output-tokens", m_infer.output, "of an answer; 256 unless given")->check(CLI::Range(1.0, 1e7));
    app->add_option("--concurrency", m_infer.users, "users that each wait for their answer; 1 unless given")
        ->check(CLI::Range(1.0, 1e7));
    app->add_option("--batch", m_infer.batch, "items of a batch, of models that answer at once; 1 unless given")
        ->check(CLI::Range(1.0, 1e7));
    app->add_flag("--json", m_infer.json, "print JSON with every term; rows are JSON always");
    app->callback([this] {
        if (m_infer.rows.empty() && (m_infer.model.empty() || m_infer.hardware.empty()))
            throw CLI::RequiredError("--rows, or --model and --hardware,");
        m_action = [this] { return infer(m_infer); };
    });
}

void CommandLine::addExport() {
    CLI::App* app = command("export", "draw a design", [this] { return exportPicture(m_export); });
    addDesign(app, m_export.design);
    app->add_option("-o,--output", m_export.output, "file to write")->type_name("FILE.{svg,png,pdf}")->required();
    app->add_option("--format", m_export.format, "where the file's name does not say it")
        ->check(CLI::IsMember({"svg", "png", "pdf"}));
    app->add_option("--theme", m_export.theme, "light unless given")->check(CLI::IsMember({"light", "dark", "sketch"}));
    app->add_option("--scale", m_export.scale, "pixels for each unit of the canvas; 1 unless given")
        ->check(CLI::Range(0.05, 16.0));
    app->add_flag("--transparent", m_export.transparent, "without a background");
    app->add_option("--only", m_export.only, "draw only these elements")
        ->type_name("ID,…")
        ->delimiter(',')
        ->allow_extra_args(false);
    app->add_flag("--with-estimate", m_export.with_estimate, "draw the estimate over the components");
    app->add_flag("--grid", m_export.grid, "with a grid behind it");
    app->add_flag("--title-block", m_export.title_block,
                  "with title, summary and, of an estimate, its figures below it");
    app->add_flag("--legend", m_export.legend, "with a legend of what occurs in it");
    app->add_flag("!--picture-only", m_export.editable,
                  "without the design in the file, which can be opened again from it");
}

void CommandLine::addImport() {
    CLI::App* app = command("import", "read a design out of a picture or a text",
                            [this] { return importDesign(m_subject, m_output); });
    app->add_option("FILE", m_subject, "an exported PNG or SVG, a Mermaid flowchart, an outline, `a -> b -> c`")
        ->required();
    app->add_option("-o,--output", m_output, "file to write")->type_name("DESIGN");
}

void CommandLine::addTemplates() {
    CLI::App* app = command("templates", "list the reference systems, or write one",
                            [this] { return templates(m_subject, m_output); });
    CLI::Option* id = app->add_option("ID", m_subject, "a template");
    app->add_option("-o,--output", m_output, "file to write")->type_name("DESIGN")->needs(id);
}

void CommandLine::addCatalog() {
    CLI::App* app = command("catalog", "list what a component can be, or all about one kind",
                            [this] { return catalog(m_subject, m_json); });
    app->add_option("KIND", m_subject, "id or alias of a kind");
    app->add_flag("--json", m_json, "print JSON");
}

bool CommandLine::knows(const std::string& word) const {
    const auto commands = m_app.get_subcommands({});
    return std::any_of(commands.begin(), commands.end(), [&](const CLI::App* app) { return app->get_name() == word; });
}

std::string CommandLine::names() const {
    std::string list;
    for (const CLI::App* app : m_app.get_subcommands({})) list += (list.empty() ? "" : ", ") + app->get_name();
    return list;
}

Status CommandLine::run(int argc, char** argv) {
    const std::string first = argc > 1 ? argv[1] : "";
    if (!first.empty() && first.front() != '-' && !knows(first)) {
        std::cerr << "catenary-cli: there is no command `" << first << "`; there are " << names() << '\n';
        return Status::BadUsage;
    }
    try {
        m_app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked_for_help = m_app.exit(error) == 0;
        return asked_for_help ? Status::Done : Status::BadUsage;
    }
    const Status status = m_action();
    if (status != Status::Done || std::cout.flush()) return status;
    std::cerr << "catenary-cli: standard output cannot be written\n";
    return Status::NotComputed;
}

} // namespace
} // namespace catenary::cli

int main(int argc, char** argv) {
    catenary::support::keepFreedMemory();
    std::ios::sync_with_stdio(false);
    return static_cast<int>(catenary::cli::CommandLine().run(argc, argv));
}
