// The command line, one file a command: each adds itself to the program.
#pragma once

#include "cli/command.h"

namespace warraq::cli {

void add_serve(const Command& program);
void add_demo(const Command& program);
void add_import(const Command& program);
void add_import_wordpress(const Command& import_command);
void add_backup(const Command& program);  // restore and backup-key too
void add_move(const Command& program);
void add_export(const Command& program);
void add_comments(const Command& program);
void add_check(const Command& program);
void add_user(const Command& program);
void add_topics(const Command& program);
void add_mark(const Command& program);
void add_most_read(const Command& program);
void add_search(const Command& program);
void add_reindex(const Command& program);
void add_terms(const Command& program);
void add_digest(const Command& program);

}  // namespace warraq::cli
