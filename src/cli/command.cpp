#include "cli/command.h"

#include <CLI/CLI.hpp>

#include "cli/data_folder.h"

namespace warraq::cli {

Option Option::required() const {
    option_->required();
    return *this;
}

Option Option::with_default() const {
    option_->capture_default_str();
    return *this;
}

Option Option::between(int least, int most) const {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option Option::one_of(std::initializer_list<const char*> words) const {
    option_->check(CLI::IsMember(std::vector<std::string>(words.begin(), words.end())));
    return *this;
}

Option Option::a_folder() const {
    option_->check(CLI::ExistingDirectory);
    return *this;
}

Option Option::without(const Option& other) const {
    option_->excludes(other.option_);
    return *this;
}

Option Option::needs(const Option& other) const {
    option_->needs(other.option_);
    return *this;
}

Command Command::command(const char* name, const char* says) const {
    app_->require_subcommand(1);
    return {app_->add_subcommand(name, says), chosen_};
}

Option Command::option(const char* name, std::string& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, int& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, std::int64_t& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, std::size_t& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, std::uint16_t& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, std::vector<std::string>& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, std::vector<std::int64_t>& value, const char* says) const {
    return Option(app_->add_option(name, value, says));
}
Option Command::option(const char* name, bool& value, const char* says) const {
    return Option(app_->add_flag(name, value, says));
}

Option Command::data(std::string& folder, const char* says) const {
    return option("--data", folder, says).required();
}

void Command::takes_options(int least, int most) const {
    app_->require_option(static_cast<std::size_t>(least), static_cast<std::size_t>(most));
}

void Command::does(std::function<Result<void>()> work) const {
    does(Work([work = std::move(work)] {
        const auto done = work();
        return done ? 0 : failed(done.error());
    }));
}

void Command::does(Work work) const {
    app_->callback([chosen = chosen_, work = std::move(work)] { *chosen = work; });
}

Program::Program(const char* says, const char* version) : app_(std::make_unique<CLI::App>(says)) {
    app_->set_version_flag("--version", version);
}

Program::~Program() = default;

Command Program::command() {
    return {app_.get(), &chosen_};
}

int Program::run(int argc, char** argv) {
    try {
        app_->parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        constexpr int kWrongUsage = 2;
        return app_->exit(error) == 0 ? 0 : kWrongUsage;
    }
    return chosen_();
}

}  // namespace warraq::cli
