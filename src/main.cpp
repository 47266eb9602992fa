#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "base/crypto.h"
#include "cli/commands.h"

int main(int argc, char** argv) {
    warraq::crypto::start();
    spdlog::set_default_logger(spdlog::stderr_color_mt("warraq"));

    CLI::App program{"Warraq: an Arabic-first newsroom server"};
    program.set_version_flag("--version", "warraq " WARRAQ_VERSION);
    program.require_subcommand(1);
    warraq::cli::Run run;
    warraq::cli::add_serve(program, run);
    warraq::cli::add_demo(program, run);
    warraq::cli::add_import(program, run);
    warraq::cli::add_backup(program, run);
    warraq::cli::add_export(program, run);
    warraq::cli::add_comments(program, run);
    warraq::cli::add_check(program, run);
    warraq::cli::add_user(program, run);
    warraq::cli::add_topics(program, run);
    warraq::cli::add_mark(program, run);
    warraq::cli::add_most_read(program, run);
    warraq::cli::add_search(program, run);
    warraq::cli::add_reindex(program, run);
    warraq::cli::add_terms(program, run);
    warraq::cli::add_digest(program, run);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        constexpr int kWrongUsage = 2;
        return program.exit(error) == 0 ? 0 : kWrongUsage;
    }
    return run();
}
