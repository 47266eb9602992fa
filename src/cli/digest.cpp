#include "digest/digest.h"

#include <fmt/format.h>
#include <iostream>

#include "archive/digest_line.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "digest/section_model.h"
#include "digest/similarity.h"

namespace warraq::cli {
namespace {

// Reads on while it writes: what one story says of the next (copies, sections) it knows from those before.
class Digester {
  public:
    std::string line_for(const archive::DigestLine& line) {
        const digest::StoryText story(line.headline, line.text);
        archive::DigestOf said{digest::digest_of(story, line.published), {}, std::nullopt};
        const auto signature = digest::signature_of(story);
        for (const digest::Similar& copy : copies_.copies(signature))
            said.copies.push_back({ids_[static_cast<std::size_t>(copy.id)], copy.score});
        copies_.add(static_cast<std::int64_t>(ids_.size()), signature);
        ids_.push_back(line.id);
        const auto features = digest::section_features(story, line.about);
        if (line.section.empty())
            said.section = sections_.suggest(features);
        else
            sections_.learn(line.section, features);
        return archive::write_digest_line(line, said);
    }

  private:
    digest::Copies copies_;
    digest::SectionModel sections_;
    std::vector<std::string> ids_;
};

int digest_lines() {
    std::ios::sync_with_stdio(false);
    Digester digester;
    std::string line;
    std::uint64_t number = 0, bad = 0;
    while (std::getline(std::cin, line)) {
        ++number;
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        auto read = archive::read_digest_line(line);
        if (!read) {
            ++bad;
            fmt::print(stderr, "line {}: {}; skipped\n", number, read.error().message);
            continue;
        }
        std::cout << digester.line_for(*read) << '\n';
    }
    std::cout.flush();
    if (!std::cout) return failed({Error::Kind::Unavailable, "standard output cannot be written"});
    return bad ? failed({Error::Kind::Invalid, fmt::format("{} bad lines skipped", bad)}) : 0;
}

}  // namespace

void add_digest(const Command& program) {
    const auto command = program.command("digest",
                                         "Key points, names, dates, copies and sections of the stories on "
                                         "standard input, one JSON object a line");
    command.does(Command::Work(digest_lines));
}

}  // namespace warraq::cli
