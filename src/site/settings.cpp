#include "site/settings.h"

#include <fmt/format.h>
#include <functional>
#include <map>
#include <sstream>
#include <toml++/toml.h>

#include "base/file.h"
#include "base/json_text.h"

namespace warraq::site {
namespace {

struct Entry {
    std::string_view key;   // "publication.name"
    std::string_view says;  // the comment above it
    std::function<void(const toml::node&, Settings&)> read;
    std::function<std::string(const Settings&)> write;
};

struct WrongType {
    std::string_view wanted;
};

// One setting, in three shapes: text, flag, number within bounds.
Entry text(std::string_view key, std::string_view says, std::function<std::string&(Settings&)> of) {
    return {key, says,
            [of](const toml::node& node, Settings& settings) {
                if (!node.is_string()) throw WrongType{"text in quotes"};
                of(settings) = node.as_string()->get();
            },
            [of](const Settings& settings) {
                std::string out;
                append_json_string(out, of(const_cast<Settings&>(settings)));
                return out;
            }};
}

Entry flag(std::string_view key, std::string_view says, std::function<bool&(Settings&)> of) {
    return {key, says,
            [of](const toml::node& node, Settings& settings) {
                if (!node.is_boolean()) throw WrongType{"true or false"};
                of(settings) = node.as_boolean()->get();
            },
            [of](const Settings& settings) -> std::string {
                return of(const_cast<Settings&>(settings)) ? "true" : "false";
            }};
}

Entry number(std::string_view key, std::string_view says, int least, int most,
             std::function<int&(Settings&)> of) {
    return {key, says,
            [=](const toml::node& node, Settings& settings) {
                const auto value = node.is_integer() ? node.as_integer()->get() : least - 1;
                if (value < least || value > most) throw WrongType{"a whole number within its bounds"};
                of(settings) = static_cast<int>(value);
            },
            [of](const Settings& settings) { return std::to_string(of(const_cast<Settings&>(settings))); }};
}

// "en https://en.example.org"
std::optional<press::Edition> edition_from(std::string_view text) {
    const auto space = std::min(text.find(' '), text.size());
    const auto language = text.substr(0, space), address = text.substr(std::min(space + 1, text.size()));
    const bool known = !language.empty() && language.size() <= 12 &&
                       language.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") ==
                           std::string_view::npos;
    if (!known || !(address.starts_with("https://") || address.starts_with("http://"))) return std::nullopt;
    return press::Edition{std::string(language), std::string(address)};
}

Entry editions() {
    return {"publication.editions",
            "The publication in other languages, such as [\"en https://en.example.org\"].",
            [](const toml::node& node, Settings& settings) {
                constexpr WrongType kWrong{"a list of language and address, [\"en https://en.example.org\"]"};
                if (!node.is_array()) throw kWrong;
                settings.publication.editions.clear();
                for (const toml::node& one : *node.as_array()) {
                    auto edition = one.is_string() ? edition_from(one.as_string()->get()) : std::nullopt;
                    if (!edition) throw kWrong;
                    settings.publication.editions.push_back(std::move(*edition));
                }
            },
            [](const Settings& settings) {
                std::string out;
                for (const auto& [language, address] : settings.publication.editions) {
                    out += out.empty() ? "" : ", ";
                    append_json_string(out, language + " " + address);
                }
                return "[" + out + "]";
            }};
}

const std::vector<Entry>& entries() {
    static const std::vector<Entry> kEntries = {
        text(
            "publication.name", "The publication's name, over every page.",
            [](Settings & s) -> auto& { return s.publication.name; }),
        text(
            "publication.tagline", "A few words beside the name.",
            [](Settings & s) -> auto& { return s.publication.tagline; }),
        text(
            "publication.description", "One sentence for search engines.",
            [](Settings & s) -> auto& { return s.publication.description; }),
        text(
            "publication.about", "The line at the foot of every page.",
            [](Settings & s) -> auto& { return s.publication.about; }),
        text(
            "publication.address",
            "The site's address, such as \"https://example.org\", without a slash at the end.",
            [](Settings & s) -> auto& { return s.publication.address; }),
        text(
            "publication.locale",
            "Month names: ar-EG (يناير), ar-LB (كانون الثاني), ar-TN (جانفي), ar-MA (غشت) …",
            [](Settings & s) -> auto& { return s.publication.locale; }),
        flag(
            "publication.arabic_digits", "٢٠٢٦ rather than 2026 in dates and counts.",
            [](Settings & s) -> auto& { return s.publication.arabic_digits; }),
        flag(
            "publication.hijri", "The Hijri date beside the Gregorian.",
            [](Settings & s) -> auto& { return s.publication.hijri; }),
        text(
            "publication.time_zone", "Where the newsroom's clock is.",
            [](Settings & s) -> auto& { return s.publication.time_zone; }),
        editions(),
        number(
            "comments.seconds_to_write",
            "A comment sent sooner than this after its form was made is refused.", 0, 600,
            [](Settings & s) -> auto& { return s.comments.seconds_to_write; }),
        number(
            "comments.burst", "Comments in a row that one address may send …", 1, 1000,
            [](Settings & s) -> auto& { return s.comments.burst; }),
        number(
            "comments.minutes_between", "… and one more each time so many minutes pass. 0: no limit.", 0,
            1440, [](Settings & s) -> auto& { return s.comments.minutes_between; }),
        Entry{"comments.policy",
              "Moderated \"before\" they appear, or \"after\"; \"closed\": none are taken.",
              [](const toml::node& node, Settings& settings) {
                  const auto policy =
                      node.is_string() ? story::comment_policy_from(node.as_string()->get()) : std::nullopt;
                  if (!policy || *policy == story::CommentPolicy::Inherit)
                      throw WrongType{"\"before\", \"after\" or \"closed\""};
                  settings.comments.policy = *policy;
              },
              [](const Settings& settings) {
                  return "\"" + std::string(story::to_string(settings.comments.policy)) + "\"";
              }},
        number(
            "comments.days_open", "A story takes no more comments after so many days. 0: always.", 0, 36500,
            [](Settings & s) -> auto& { return s.comments.days_open; }),
        number(
            "comments.most_links", "A comment with more links is held for a moderator.", 0, 100,
            [](Settings & s) -> auto& { return s.comments.most_links; }),
        flag(
            "comments.newest_first", "Threads with the newest first.",
            [](Settings & s) -> auto& { return s.comments.newest_first; }),
        number(
            "comments.threads_on_a_page", "Threads on one page of a story's comments.", 1, 500,
            [](Settings & s) -> auto& { return s.comments.threads_on_a_page; }),
        flag(
            "comments.keep_emails",
            "Keep commenters' e-mail addresses (sealed) for moderators who ask for them.",
            [](Settings & s) -> auto& { return s.comments.keep_emails; }),
        number(
            "comments.challenge_after",
            "When more comments a minute arrive, a browser must work a second for each. 0: never.", 0,
            1'000'000, [](Settings & s) -> auto& { return s.comments.challenge_after; }),
        flag(
            "feeds.full_text", "Whole stories in feeds rather than their standfirst or key points.",
            [](Settings & s) -> auto& { return s.feeds.full_text; }),
        text(
            "feeds.hub", "Address of a WebSub hub that is told of new stories; empty for none.",
            [](Settings & s) -> auto& { return s.feeds.hub; }),
        flag(
            "machines.search_engines", "May search engines list the site (robots.txt)?",
            [](Settings & s) -> auto& { return s.machines.search_engines; }),
        flag(
            "machines.training", "May crawlers take the site's texts to train language models (robots.txt)?",
            [](Settings & s) -> auto& { return s.machines.training; }),
        number(
            "topics.least_stories", "A topic, person or place that fewer stories tell of has no page.", 1,
            1000, [](Settings & s) -> auto& { return s.topic_stories; }),
        number(
            "serve.page_seconds", "How long a browser or proxy may show a page without asking again.", 0,
            86400, [](Settings & s) -> auto& { return s.page_seconds; }),
        number(
            "serve.cache_mib", "Memory for finished pages, in MiB.", 1, 65536,
            [](Settings & s) -> auto& { return s.cache_mib; }),
        flag(
            "serve.open_metrics", "Show /metrics to other machines too.",
            [](Settings & s) -> auto& { return s.open_metrics; }),
        text(
            "serve.access_log",
            "A file for one JSON line an answer, \"-\" for standard output, \"\" for none.",
            [](Settings & s) -> auto& { return s.access_log; }),
        flag(
            "serve.log_addresses", "Readers' addresses in the access log.",
            [](Settings & s) -> auto& { return s.log_addresses; }),
    };
    return kEntries;
}

Result<void> read_table(const toml::table& table, const std::string& prefix, const std::string& file,
                        Settings& settings) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        const auto line = node.source().begin.line;
        if (node.is_table()) {
            if (auto read = read_table(*node.as_table(), key + ".", file, settings); !read) return read;
            continue;
        }
        const auto entry =
            std::find_if(entries().begin(), entries().end(), [&](const Entry& e) { return e.key == key; });
        if (entry == entries().end())
            return invalid(fmt::format("{}:{}: there is no setting «{}»", file, line, key));
        try {
            entry->read(node, settings);
        } catch (const WrongType& wrong) {
            return invalid(fmt::format("{}:{}: {} is not {}", file, line, key, wrong.wanted));
        }
    }
    return {};
}

}  // namespace

bool has_page(const story::Topic& topic, const Settings& settings) {
    return !topic.hidden && topic.stories >= settings.topic_stories;
}

Result<Settings> read_settings(const std::filesystem::path& file) {
    Settings settings;
    auto content = read_file(file, 1u << 20);
    if (!content) {
        if (content.error().kind == Error::Kind::NotFound) return settings;
        return fail(content.error());
    }
    try {
        const auto table = toml::parse(*content);
        if (auto read = read_table(table, "", file.string(), settings); !read) return fail(read.error());
    } catch (const toml::parse_error& error) {
        return invalid(
            fmt::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
    }
    while (settings.publication.address.ends_with('/')) settings.publication.address.pop_back();
    return settings;
}

Result<void> write_default_settings(const std::filesystem::path& file, const Settings& settings) {
    if (std::filesystem::exists(file)) return {};
    std::string out = "# Warraq's settings. A change takes effect at the next start.\n";
    std::string section;
    for (const Entry& entry : entries()) {
        const auto dot = entry.key.find('.');
        if (const auto of = entry.key.substr(0, dot); of != section) {
            section = of;
            out += fmt::format("\n[{}]\n", section);
        }
        out += fmt::format("# {}\n{} = {}\n", entry.says, entry.key.substr(dot + 1), entry.write(settings));
    }
    return write_file(file, out);
}

}  // namespace warraq::site
