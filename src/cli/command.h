// The command line's subcommands and their options, by CLI11: it takes five seconds to compile wherever it is
// included, so that is one file.
//
//     Program program("Warraq: …", "warraq 1.0");
//     Command mark = program.command().command("mark", "Mark a story as breaking");
//     auto options = std::make_shared<Options>();
//     mark.data(options->data);
//     mark.option("story", options->id, "The story's number").required();
//     mark.does([options] { return mark_story(*options); });
//     return program.run(argc, argv);
//
// Values are written when the line is parsed, so they must live until then. For main's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace warraq::cli {

// Each call returns the option itself.
class Option {
  public:
    Option required() const;
    Option with_default() const;  // the value that stands is what it is when not given; the help shows it
    Option between(int least, int most) const;
    Option one_of(std::initializer_list<const char*> words) const;
    Option a_folder() const;                    // must be an existing folder
    Option without(const Option& other) const;  // mutually exclusive
    Option needs(const Option& other) const;

  private:
    friend class Command;
    explicit Option(CLI::Option* option) : option_(option) {}
    CLI::Option* option_;
};

// Copies are the same subcommand.
class Command {
  public:
    using Work = std::function<int()>;  // the exit code

    Command command(const char* name, const char* says) const;  // one of its own; then one must be named
    // "--name", or "name" for what stands by itself. A flag is given or not; of a list any number may be.
    Option option(const char* name, std::string& value, const char* says) const;
    Option option(const char* name, int& value, const char* says) const;
    Option option(const char* name, std::int64_t& value, const char* says) const;
    Option option(const char* name, std::size_t& value, const char* says) const;
    Option option(const char* name, std::uint16_t& value, const char* says) const;
    Option option(const char* name, std::vector<std::string>& value, const char* says) const;
    Option option(const char* name, std::vector<std::int64_t>& value, const char* says) const;
    Option option(const char* name, bool& value, const char* says) const;
    Option data(std::string& folder, const char* says = "The newsroom's data folder") const;  // required
    void takes_options(int least, int most) const;
    // What is done when it was named. An Error is said in one line, and is exit code 1.
    void does(std::function<Result<void>()> work) const;
    void does(Work work) const;

  private:
    friend class Program;
    Command(CLI::App* app, Work* chosen) : app_(app), chosen_(chosen) {}
    CLI::App* app_;
    Work* chosen_;
};

class Program {
  public:
    Program(const char* says, const char* version);
    ~Program();
    Command command();  // the root, of which all others are subcommands
    // The exit code: 0 done, 1 failed, 2 wrong usage.
    int run(int argc, char** argv);

  private:
    std::unique_ptr<CLI::App> app_;
    Command::Work chosen_;
};

}  // namespace warraq::cli
