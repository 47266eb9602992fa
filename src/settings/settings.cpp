#include "settings/settings.h"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <set>
#include <spdlog/spdlog.h>
#include <toml++/toml.h>

#include "base/file.h"
#include "base/web_address.h"
#include "press/calendar.h"
#include "settings/entries.h"

namespace warraq::settings {
namespace {

// Null for what no setting is: dates, tables in lists.
Json json_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (!node.is_array()) return nullptr;
    Json list = Json::array();
    for (const toml::node& one : *node.as_array()) list.push_back(json_of(one));
    return list;
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
        const Entry* entry = find_entry(key);
        if (!entry) return invalid(fmt::format("{}:{}: there is no setting «{}»", file, line, key));
        if (!entry->read(json_of(node), settings))
            return invalid(fmt::format("{}:{}: {} is not {}", file, line, key, entry->wanted));
    }
    return {};
}

// What is left out is so at each reading, and told once.
bool is_first_time(const std::string& key) {
    constexpr std::size_t kMost = 1'000;
    static std::mutex mutex;
    static std::set<std::string> told;
    const std::lock_guard lock(mutex);
    return told.size() < kMost && told.insert(key).second;
}

// "https://user:token@hub.example/": an administrator would be shown it.
bool holds_password(std::string_view address) {
    return authority_of(address).find('@') != address.npos;
}

void tidy(Settings& settings) {
    while (settings.publication.address.ends_with('/')) settings.publication.address.pop_back();
}

}  // namespace

Settings in_force(Settings settings) {
    if (!settings.defence.under_attack) return settings;
    settings.page_seconds = std::max(settings.page_seconds, settings.defence.attack_page_seconds);
    settings.comments.challenge_after = -1;
    if (int& searches = settings.defence.searches_a_minute; searches > 0)
        searches = std::max(1, searches / 10);
    return settings;
}

bool has_page(const story::Topic& topic, const Settings& settings) {
    return !topic.hidden && topic.stories >= settings.topic_stories;
}

std::string_view to_string(Kind kind) {
    static constexpr std::string_view kNames[] = {"text", "flag", "number", "choice", "list"};
    return kNames[static_cast<std::size_t>(kind)];
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
    tidy(settings);
    return settings;
}

Result<void> write_default_settings(const std::filesystem::path& file, const Settings& settings) {
    if (std::filesystem::exists(file)) return {};
    std::string out =
        "# Warraq's settings. A change here takes effect at the next start; what is set at the desk comes "
        "before it.\n";
    std::string section;
    for (const Entry& entry : entries()) {
        const auto key = entry.description.key;
        const auto dot = key.find('.');
        if (const auto of = key.substr(0, dot); of != section) {
            section = of;
            out += fmt::format("\n[{}]\n", section);
        }
        out += fmt::format("# {}\n{} = {}\n", entry.says, key.substr(dot + 1), entry.write(settings).dump());
    }
    // It may come to hold a password.
    return write_file(file, out, 0600);
}

std::span<const Description> desk_settings() {
    static const std::vector<Description> kDescriptions = [] {
        std::vector<Description> out;
        for (const Entry& entry : entries())
            if (entry.description.set_at == SetAt::Desk) out.push_back(entry.description);
        return out;
    }();
    return kDescriptions;
}

std::string value_of(const Settings& settings, std::string_view key) {
    const Entry* entry = find_entry(key);
    return entry ? entry->write(settings).dump() : "null";
}

Result<void> set_value(Settings& settings, std::string_view key, std::string_view value) {
    const Entry* entry = find_entry(key);
    if (!entry) return not_found(fmt::format("there is no setting «{}»", key));
    if (entry->description.set_at == SetAt::Machine)
        return not_found(fmt::format("{}: is set in this machine's warraq.toml alone", key));
    if (!entry->read(Json::parse(value, nullptr, false), settings))
        return invalid(fmt::format("{}: is not {}", key, entry->wanted));
    tidy(settings);
    return {};
}

Settings with_desk(Settings file, const std::map<std::string, std::string>& values) {
    for (const auto& [key, value] : values)
        if (auto set = set_value(file, key, value); !set && is_first_time(key))
            spdlog::warn("a setting of the desk is left out: {}", set.error().message);
    return file;
}

Result<void> check(const Settings& settings) {
    const auto& publication = settings.publication;
    if (publication.name.empty()) return invalid("publication.name: is empty");
    if (!publication.address.empty() && !is_web_address(publication.address))
        return invalid("publication.address: is not a whole address, https://…");
    if (!settings.feeds.hub.empty() && !is_web_address(settings.feeds.hub))
        return invalid("feeds.hub: is not a whole address, https://…");
    if (holds_password(settings.feeds.hub))
        return invalid("feeds.hub: holds a name or password, which the desk would show");
    const auto& mail = settings.mail;
    const bool is_server = (mail.server.starts_with("smtp://") || mail.server.starts_with("smtps://")) &&
                           mail.server.find_first_of(" <>\"\r\n\t") == std::string::npos;
    if (!mail.server.empty() && !is_server)
        return invalid("mail.server: is not a mail server's address, smtp://…");
    if (holds_password(mail.server))
        return invalid("mail.server: holds a name or password: mail.user and mail.password are for them");
    if (!mail.from.empty() && (mail.from.find('@') == std::string::npos ||
                               mail.from.find_first_of("<> \r\n\t") != std::string::npos))
        return invalid("mail.from: is not an e-mail address");
    const auto& web = settings.web;
    if (web.certificate.empty() != web.key.empty())
        return invalid("serve.certificate and serve.key: one needs the other");
    if (web.https_only && !publication.address.starts_with("https://"))
        return invalid("serve.https_only: publication.address does not begin with https://");
    if (web.https_subdomains && !web.https_only)
        return invalid("serve.https_subdomains: serve.https_only is not set");
    if (web.proxy_protocol && web.trusted_proxies.empty())
        return invalid("serve.proxy_protocol: serve.trusted_proxies names no proxy that sends it");
    if (publication.logo.find('/') != std::string::npos)
        return invalid("publication.logo: is no picture's name");
    if (auto calendar = press::Calendar::make(publication); !calendar)
        return invalid("publication.locale: " + calendar.error().message);
    return {};
}

}  // namespace warraq::settings
