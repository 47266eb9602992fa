#include "base/crypto.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/log.h"
#include "cli/private_process.h"

int main(int argc, char** argv) {
    using namespace warraq;
    if (const auto kept = cli::keep_private(); !kept) return cli::failed(kept.error());
    crypto::start();
    cli::start_log();

    cli::Program program("Warraq: an Arabic-first newsroom server", "warraq " WARRAQ_VERSION);
    for (const auto add :
         {cli::add_serve, cli::add_demo, cli::add_import, cli::add_backup, cli::add_export, cli::add_comments,
          cli::add_check, cli::add_user, cli::add_topics, cli::add_mark, cli::add_most_read, cli::add_search,
          cli::add_reindex, cli::add_terms, cli::add_digest, cli::add_move})
        add(program.command());
    return program.run(argc, argv);
}
