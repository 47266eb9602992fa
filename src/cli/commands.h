// The command line, one file a command. Each adds its subcommand to the program; what it runs returns the
// exit code: 0 done, 1 failed (with one clear line on standard error). Wrong usage is 2, and main's.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace warraq::cli {

using Run = std::function<int()>;  // set by the subcommand that was named

void add_serve(CLI::App& program, Run& run);
void add_demo(CLI::App& program, Run& run);
void add_import(CLI::App& program, Run& run);
void add_import_wordpress(CLI::App& import_command, Run& run);
void add_backup(CLI::App& program, Run& run);  // and restore
void add_export(CLI::App& program, Run& run);
void add_comments(CLI::App& program, Run& run);
void add_check(CLI::App& program, Run& run);
void add_user(CLI::App& program, Run& run);
void add_topics(CLI::App& program, Run& run);
void add_mark(CLI::App& program, Run& run);
void add_most_read(CLI::App& program, Run& run);
void add_search(CLI::App& program, Run& run);
void add_reindex(CLI::App& program, Run& run);
void add_terms(CLI::App& program, Run& run);
void add_digest(CLI::App& program, Run& run);

}  // namespace warraq::cli
