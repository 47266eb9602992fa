// What a newsroom decides about its site: the values that hold, from defaults, the data folder's warraq.toml
// and, over both, what was set at the desk.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/result.h"
#include "outgoing/allowed_host.h"
#include "press/publication.h"
#include "story/comment.h"
#include "story/topic.h"
#include "story/workflow.h"

namespace warraq::settings {

struct CommentSettings {
    int seconds_to_write = 4;  // a form sent sooner after it was made was not written by a person
    int burst = 5;             // comments in a row from one address …
    int minutes_between = 2;   // … and one more each time this passes; 0: no limit
    story::CommentPolicy policy = story::CommentPolicy::Before;
    int days_open = 0;          // no more comments on a story after so many days; 0: always
    int most_links = 2;         // more are held for a moderator
    bool newest_first = false;  // threads
    int threads_on_a_page = 50;
    bool keep_emails = true;
    int challenge_after =
        120;  // comments a minute from which browsers must work for theirs; 0: never, -1: always
};

struct FeedSettings {
    bool full_text = true;  // else the standfirst or the key points
    std::string hub;        // a WebSub hub's address; empty for none
};

struct MachineSettings {
    bool search_engines = true;  // may search engines list the site?
    bool training = true;        // may crawlers take it for training?
};

struct DeskSettings {
    std::vector<story::Role> second_factor;  // who must have one
};

// The file's alone, but for `from`: the server is where the password goes.
struct MailSettings {
    std::string server;  // "smtp://mail.example.org:587"; empty: no mail is sent
    std::string from;    // "desk@example.org"
    std::string user, password;
};

struct BackupSettings {
    std::string folder;     // where a backup is put each day; empty: none is made
    int hour = 3;           // UTC
    int keep = 14;          // backups; older ones are removed
    std::string recipient;  // the key that they are sealed for (crypto::SealingKey); empty: they are not
};

struct WebSettings {
    std::string certificate, key;   // PEM files; empty: no TLS
    bool https_only = false;        // what comes without TLS is sent to publication.address
    bool https_subdomains = false;  // browsers are told to do so for all sub-domains too
    std::vector<IpNetwork> trusted_proxies;
    bool proxy_protocol = false;     // they begin with a PROXY protocol header
    std::string tag_field;           // tells a cache in front what a page was made from; empty: there is none
    std::vector<std::string> purge;  // addresses of such caches, which are told what changed
};

// Bodies that are too large for memory: pictures, pieces of an export.
struct UploadSettings {
    int at_once = 64, of_account = 8;
    int mib = 1024, mib_of_account = 256;  // of the disk, while they are under way
    int patience_seconds = 30;             // without a byte
};

struct OutgoingSettings {
    std::vector<outgoing::AllowedHost>
        allowed_hosts;  // inside the own network, that may be asked all the same
};

struct StoreSettings {
    std::string database;          // "postgresql://…"; empty: the file warraq.db
    std::string media = "folder";  // where files are kept; «database»: there, and DIR/media is a cache of it
};

// Rate limits and challenges, in normal operation and while the site is under attack.
struct DefenceSettings {
    bool under_attack = false;      // comments must be worked for, pages are kept longer, searches are few
    int attack_page_seconds = 300;  // page_seconds then
    int searches_a_minute = 60;     // of one address, a tenth of them under attack; 0: any number
};

struct Settings {
    press::Publication publication;
    CommentSettings comments;
    FeedSettings feeds;
    MachineSettings machines;
    DeskSettings desk;
    MailSettings mail;
    BackupSettings backup;
    WebSettings web;
    UploadSettings uploads;
    OutgoingSettings outgoing;
    StoreSettings store;
    DefenceSettings defence;
    int topic_stories = 3;           // a topic told of by fewer has no page
    int page_seconds = 30;           // how long browsers and proxies may show a page without asking
    int cache_mib = 32;              // of pages kept in memory
    bool open_metrics = false;       // /metrics for others than this machine
    bool private_downloads = false;  // a move at the desk may fetch from this machine and its network
    std::string access_log;          // file, "-" for standard output, empty for none
    bool log_addresses = false;      // readers' addresses in it
};

// What holds now: under attack, some values stand for others.
Settings in_force(Settings settings);

// Has the topic a page of its own? Where enough stories tell of it, and no editor hides it.
bool has_page(const story::Topic& topic, const Settings& settings);

// Missing values keep their defaults; unknown ones are refused, so that a slip of the pen is noticed.
// Error: Invalid, with line and reason.
Result<Settings> read_settings(const std::filesystem::path& file);

// Writes a file with every setting and what it means, unless there is one.
Result<void> write_default_settings(const std::filesystem::path& file, const Settings& settings);

// One setting, as the desk shows it.
enum class Kind { Text, Flag, Number, Choice, List };
std::string_view to_string(Kind kind);

// What a text or a list of texts holds, which decides who may set it.
enum class Holds {
    Words,        // shown, compared, or led to by readers' browsers; the server itself goes nowhere by it
    Path,         // a place on this machine that the server reads or writes
    Secret,       // a password or token, or an address that may have one in it
    Destination,  // whom the server sends something to
};

// Where a setting may be set. Whoever could choose where a secret of the machine's file goes would be told
// it, so the two are set in one place: a secret, and the destination of one, are Machine.
enum class SetAt { Machine, Desk };

struct Description {
    std::string_view key;  // "publication.name"
    Kind kind = Kind::Text;
    int least = 0, most = 0;                // of a number
    std::vector<std::string_view> choices;  // of a choice, and of a list whose entries are some of these
    Holds holds = Holds::Words;
    std::string_view secret = {};  // of a destination: the key of the secret that is sent there
    SetAt set_at = SetAt::Desk;
};
// Those that may be set at the desk. The others (serve.*, mail.password, mail.server …) are the file's alone.
std::span<const Description> desk_settings();

// The value as JSON text.
std::string value_of(const Settings& settings, std::string_view key);

// Puts a value (JSON text) in. Error: NotFound for a key that is not the desk's; Invalid, with what it must
// be.
Result<void> set_value(Settings& settings, std::string_view key, std::string_view value);

// The file's settings with the desk's values over them. One that this program does not take (an older or
// newer one wrote it), and one that is the file's alone, is left out and told in the log.
Settings with_desk(Settings file, const std::map<std::string, std::string>& values);

// Whether the values go together: the calendar knows locale and time zone, addresses are addresses. Error:
// Invalid.
Result<void> check(const Settings& settings);

}  // namespace warraq::settings
