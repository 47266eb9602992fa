// The table of all settings, in the order in which they stand in the file.
#include "settings/entries.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/web_address.h"
#include "story/section.h"

namespace warraq::settings {
namespace {

// "en https://en.example.org"
std::optional<press::Edition> edition_from(std::string_view text) {
    const auto space = std::min(text.find(' '), text.size());
    const auto language = text.substr(0, space), address = text.substr(std::min(space + 1, text.size()));
    const bool known = !language.empty() && language.size() <= 12 &&
                       language.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") ==
                           std::string_view::npos;
    if (!known || !is_web_address(address)) return std::nullopt;
    return press::Edition{std::string(language), std::string(address)};
}

// "من نحن /about": the address is what comes after the last space.
constexpr std::string_view kLinkList =
    "a list of names, each with its address after a space: [\"من نحن /about\"]";
std::optional<press::MenuLink> link_from(std::string_view text) {
    const auto space = text.rfind(' ');
    if (space == text.npos || space == 0) return std::nullopt;
    const auto address = text.substr(space + 1);
    const bool own = address.starts_with('/') && !address.starts_with("//");
    if (!own && !is_web_address(address)) return std::nullopt;
    return press::MenuLink{std::string(text.substr(0, space)), std::string(address)};
}
std::string line_of_link(const press::MenuLink& link) {
    return link.name + " " + link.address;
}

constexpr std::string_view kColours[] = {"auto", "light", "dark"};
constexpr std::string_view kPolicies[] = {"before", "after", "closed"};
constexpr std::string_view kMediaPlaces[] = {"folder", "database"};
constexpr std::string_view kTagFields[] = {"", "xkey", "Surrogate-Key", "Cache-Tag"};
constexpr std::string_view kRoles[] = {"reporter", "editor", "managing_editor", "moderator", "administrator"};

}  // namespace

const std::vector<Entry>& entries() {
    static const std::vector<Entry> kEntries = {
        text(
            "publication.name", "The publication's name, over every page.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.name; }),
        text(
            "publication.tagline", "A few words beside the name.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.tagline; }),
        text(
            "publication.description", "One sentence for search engines.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.description; }),
        text(
            "publication.about", "The line at the foot of every page.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.about; }),
        text(
            "publication.address",
            "The site's address, such as \"https://example.org\", without a slash at the end.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.address; }),
        text(
            "publication.locale",
            "Month names: ar-EG (يناير), ar-LB (كانون الثاني), ar-TN (جانفي), ar-MA (غشت) …", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.locale; }),
        flag(
            "publication.arabic_digits", "٢٠٢٦ rather than 2026 in dates and counts.",
            [](Settings & s) -> auto& { return s.publication.arabic_digits; }),
        flag(
            "publication.hijri", "The Hijri date beside the Gregorian.",
            [](Settings & s) -> auto& { return s.publication.hijri; }),
        text(
            "publication.time_zone", "Where the newsroom's clock is.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.time_zone; }),
        list(
            "publication.editions",
            "The publication in other languages, such as [\"en https://en.example.org\"].", Holds::Words,
            "a list of language and address, [\"en https://en.example.org\"]",
            [](const std::vector<std::string>& lines, Settings& s) {
                return read_lines(lines, edition_from, s.publication.editions);
            },
            [](const Settings& s) {
                return lines_of(s.publication.editions,
                                [](const auto& one) { return one.language + " " + one.address; });
            }),
        list(
            "publication.menu", "Links in the menu after the sections, such as [\"من نحن /about\"].",
            Holds::Words, kLinkList,
            [](const std::vector<std::string>& lines, Settings& s) {
                return read_lines(lines, link_from, s.publication.menu);
            },
            [](const Settings& s) { return lines_of(s.publication.menu, line_of_link); }),
        list(
            "publication.foot", "Links at the foot of every page, such as [\"اتصل بنا /contact\"].",
            Holds::Words, kLinkList,
            [](const std::vector<std::string>& lines, Settings& s) {
                return read_lines(lines, link_from, s.publication.foot);
            },
            [](const Settings& s) { return lines_of(s.publication.foot, line_of_link); }),
        text(
            "publication.logo", "A picture of the library in place of the name at the top.", Holds::Words,
            [](Settings & s) -> auto& { return s.publication.logo; }),
        choice(
            "publication.hue",
            "The site's colour: teal, blue, indigo, plum, rose, brick, amber, olive, green or slate.",
            story::hues(), [](Settings & s) -> auto& { return s.publication.hue; }),
        choice(
            "publication.colours",
            "Light and dark as the reader's device has it (\"auto\"), or one of them for all.", kColours,
            [](Settings & s) -> auto& { return s.publication.colours; }),
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
        choice(
            "comments.policy", "Moderated \"before\" they appear, or \"after\"; \"closed\": none are taken.",
            kPolicies,
            [](const std::string& name, Settings& s) {
                s.comments.policy = *story::comment_policy_from(name);
            },
            [](const Settings& s) { return std::string(story::to_string(s.comments.policy)); }),
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
            Holds::Destination, [](Settings & s) -> auto& { return s.feeds.hub; }),
        flag(
            "machines.search_engines", "May search engines list the site (robots.txt)?",
            [](Settings & s) -> auto& { return s.machines.search_engines; }),
        flag(
            "machines.training", "May crawlers take the site's texts to train language models (robots.txt)?",
            [](Settings & s) -> auto& { return s.machines.training; }),
        number(
            "topics.least_stories", "A topic, person or place that fewer stories tell of has no page.", 1,
            1000, [](Settings & s) -> auto& { return s.topic_stories; }),
        list(
            "desk.second_factor",
            "Roles that come in with a second factor only, such as [\"administrator\"].", Holds::Words,
            "a list of roles",
            [](const std::vector<std::string>& lines, Settings& s) {
                return read_lines(lines, story::role_from, s.desk.second_factor);
            },
            [](const Settings& s) {
                return lines_of(s.desk.second_factor,
                                [](story::Role role) { return std::string(story::to_string(role)); });
            },
            kRoles),
        flag(
            "defence.under_attack",
            "The site is attacked: browsers work for each comment, pages are kept longer, and an address "
            "searches a "
            "tenth as often.",
            [](Settings & s) -> auto& { return s.defence.under_attack; }),
        number(
            "defence.attack_page_seconds",
            "How long a browser or proxy may show a page without asking again while the site is attacked.", 0,
            86400, [](Settings & s) -> auto& { return s.defence.attack_page_seconds; }),
        number(
            "defence.searches_a_minute",
            "Searches that one public address may make a minute; this machine's own and private ones have no "
            "limit. 0: any number.",
            0, 100'000, [](Settings & s) -> auto& { return s.defence.searches_a_minute; }),
        with_secret("mail.password",
                    text(
                        "mail.server",
                        "The server that sends the desk's mail, such as \"smtp://mail.example.org:587\"; "
                        "empty for none.",
                        Holds::Destination, [](Settings & s) -> auto& { return s.mail.server; })),
        text(
            "mail.from", "The address that the desk's mail comes from.", Holds::Words,
            [](Settings & s) -> auto& { return s.mail.from; }),
        of_machine(text(
            "mail.user", "The name that the mail server knows the desk by.", Holds::Secret,
            [](Settings & s) -> auto& { return s.mail.user; })),
        of_machine(text(
            "mail.password", "Its password there.", Holds::Secret,
            [](Settings & s) -> auto& { return s.mail.password; })),
        of_machine(text(
            "backup.folder", "A folder for a backup each day, best on another disk; empty for none.",
            Holds::Path, [](Settings & s) -> auto& { return s.backup.folder; })),
        of_machine(number(
            "backup.hour", "The hour, in UTC, at which it is made.", 0, 23,
            [](Settings & s) -> auto& { return s.backup.hour; })),
        of_machine(number(
            "backup.keep", "How many backups are kept.", 1, 3650,
            [](Settings & s) -> auto& { return s.backup.keep; })),
        of_machine(recipient("backup.recipient",
                             "What backups are sealed for, so that only who has the key that belongs to it "
                             "can read them: the line that "
                             "`warraq backup-key FILE` prints; empty: they are not sealed.")),
        of_machine(list(
            "outgoing.allowed_hosts",
            "Hosts of this machine and its own network that the hub and the desk's move from WordPress may "
            "ask all the "
            "same, such as [\"hub.internal\", \"10.0.0.5:8080\", \"10.20.0.0/16\"]; those of the open "
            "internet "
            "need not stand here, nor mail.server and serve.purge.",
            Holds::Destination, "a list of hosts, with or without a port, and networks",
            [](const std::vector<std::string>& lines, Settings& s) {
                return read_lines(lines, outgoing::AllowedHost::from, s.outgoing.allowed_hosts);
            },
            [](const Settings& s) {
                return lines_of(s.outgoing.allowed_hosts,
                                [](const outgoing::AllowedHost& one) { return to_string(one); });
            })),
        of_machine(text(
            "store.database",
            "PostgreSQL's address (postgresql://user@host/name) where several machines serve the newsroom; "
            "empty: the file warraq.db. A password may stand in it, or in ~/.pgpass.",
            Holds::Secret, [](Settings & s) -> auto& { return s.store.database; })),
        of_machine(choice(
            "store.media",
            "Where pictures and files are kept: in the folder DIR/media, which several machines then share, "
            "or "
            "in PostgreSQL; then the folder holds what this machine has read of them.",
            kMediaPlaces, [](Settings & s) -> auto& { return s.store.media; })),
        of_machine(number(
            "serve.page_seconds", "How long a browser or proxy may show a page without asking again.", 0,
            86400, [](Settings & s) -> auto& { return s.page_seconds; })),
        of_machine(number(
            "serve.cache_mib", "Memory for finished pages, in MiB.", 1, 65536,
            [](Settings & s) -> auto& { return s.cache_mib; })),
        of_machine(number(
            "serve.uploads", "Uploads (of more than 64 KB) that all may have under way at once.", 1, 10'000,
            [](Settings & s) -> auto& { return s.uploads.at_once; })),
        of_machine(number(
            "serve.uploads_of_account", "Those of one account.", 1, 1'000,
            [](Settings & s) -> auto& { return s.uploads.of_account; })),
        of_machine(number(
            "serve.upload_mib", "Room on the disk for all of them while they are under way, in MiB.", 32,
            1'048'576, [](Settings & s) -> auto& { return s.uploads.mib; })),
        of_machine(number(
            "serve.upload_mib_of_account", "For those of one account.", 32, 1'048'576,
            [](Settings & s) -> auto& { return s.uploads.mib_of_account; })),
        of_machine(number(
            "serve.upload_patience", "Seconds after which what is sent and stalls is ended.", 1, 3600,
            [](Settings & s) -> auto& { return s.uploads.patience_seconds; })),
        of_machine(text(
            "serve.certificate",
            "A file with the site's certificate and those that lead to its root (PEM); empty: no TLS. It may "
            "be "
            "renewed while the site is served.",
            Holds::Path, [](Settings & s) -> auto& { return s.web.certificate; })),
        of_machine(text(
            "serve.key", "A file with the certificate's key (PEM).", Holds::Path,
            [](Settings & s) -> auto& { return s.web.key; })),
        of_machine(flag(
            "serve.https_only",
            "Send readers who come without TLS to publication.address, and have browsers remember it (HSTS).",
            [](Settings & s) -> auto& { return s.web.https_only; })),
        of_machine(flag(
            "serve.https_subdomains",
            "With https_only: have browsers remember it for every name below the site's too. Only where all "
            "of them "
            "have TLS.",
            [](Settings & s) -> auto& { return s.web.https_subdomains; })),
        of_machine(list(
            "serve.trusted_proxies",
            "Proxies in front that are believed about their readers' addresses, such as [\"127.0.0.1\", "
            "\"10.0.0.0/8\"].",
            Holds::Words, "a list of IP addresses or networks",
            [](const std::vector<std::string>& lines, Settings& s) {
                return read_lines(lines, IpNetwork::from, s.web.trusted_proxies);
            },
            [](const Settings& s) {
                return lines_of(s.web.trusted_proxies, [](const IpNetwork& one) { return to_string(one); });
            })),
        of_machine(flag(
            "serve.proxy_protocol",
            "Each connection of a trusted proxy begins with a PROXY protocol header (HAProxy's send-proxy).",
            [](Settings & s) -> auto& { return s.web.proxy_protocol; })),
        of_machine(choice(
            "serve.tag_field",
            "The field that tells a cache in front (Varnish, a CDN) what a page was made from, so that it "
            "can drop "
            "it by that; empty without one.",
            kTagFields, [](Settings & s) -> auto& { return s.web.tag_field; })),
        of_machine(list(
            "serve.purge",
            "Addresses of caches in front that are told what changed, such as [\"http://127.0.0.1:6081/\"].",
            Holds::Secret, "a list of web addresses",
            [](const std::vector<std::string>& lines, Settings& s) {
                if (!std::ranges::all_of(lines, is_web_address)) return false;
                s.web.purge = lines;
                return true;
            },
            [](const Settings& s) { return s.web.purge; })),
        of_machine(flag(
            "serve.open_metrics", "Show /metrics to other machines too.",
            [](Settings & s) -> auto& { return s.open_metrics; })),
        of_machine(flag(
            "serve.private_downloads",
            "May the desk's move from WordPress fetch pictures from this machine and its own network?",
            [](Settings & s) -> auto& { return s.private_downloads; })),
        of_machine(text(
            "serve.access_log",
            "A file for one JSON line an answer, \"-\" for standard output, \"\" for none.", Holds::Path,
            [](Settings & s) -> auto& { return s.access_log; })),
        of_machine(flag(
            "serve.log_addresses", "Readers' addresses in the access log.",
            [](Settings & s) -> auto& { return s.log_addresses; })),
    };
    return kEntries;
}

const Entry* find_entry(std::string_view key) {
    const auto found =
        std::ranges::find(entries(), key, [](const Entry& entry) { return entry.description.key; });
    return found == entries().end() ? nullptr : &*found;
}

}  // namespace warraq::settings
