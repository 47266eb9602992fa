#include "desk/moving_in/wordpress_import_job.h"

#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/transact.h"
#include "desk/moving_in/wordpress_import_options.h"
#include "settings/settings.h"
#include "wordpress/downloader.h"
#include "wordpress/note_file.h"

namespace warraq::move {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(WordpressContents, title, address, uploads, posts, pages,
                                                comments, attachments, authors, categories, tags, others,
                                                damage)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(WordpressReport, added, updated, unchanged, kept, bad,
                                                statuses, pages, comments, pingbacks, sections, people,
                                                topics, pictures, files, missing_files, left_out, links,
                                                notes)
NLOHMANN_JSON_SERIALIZE_ENUM(WordpressProgress::Step, {{WordpressProgress::Step::Looking, "looking"},
                                                       {WordpressProgress::Step::Files, "files"},
                                                       {WordpressProgress::Step::Stories, "stories"},
                                                       {WordpressProgress::Step::Links, "links"}})

}  // namespace warraq::move

namespace warraq::desk {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr std::uint64_t kRoomToWork = 512u << 20;  // bytes that must be left beside the export

// Appends to the file, durably.
Result<void> append(const fs::path& file, std::uint64_t at, std::string_view bytes) {
    const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (out < 0) return unavailable(fmt::format("cannot write {}", file.string()));
    bool fine = true;
    while (fine && !bytes.empty()) {
        const auto written = ::pwrite(out, bytes.data(), bytes.size(), static_cast<off_t>(at));
        fine = written > 0 || (written < 0 && errno == EINTR);
        if (written <= 0) continue;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        at += static_cast<std::uint64_t>(written);
    }
    fine = fine && ::fdatasync(out) == 0;
    const std::error_code error(errno, std::generic_category());
    ::close(out);
    return fine ? Result<void>{}
                : unavailable(fmt::format("cannot write {}: {}", file.string(), error.message()));
}

// What an export says may be no UTF-8.
std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_or_null(Instant at) {
    return at == Instant{} ? Json(nullptr) : Json(to_iso8601(at));
}
Instant time_from(const Json& value) {
    const auto at = value.is_string() ? from_iso8601(value.get<std::string>()) : Result<Instant>(Instant{});
    return at ? *at : Instant{};
}

}  // namespace

struct WordpressImportJob::Shape {
    static constexpr std::pair<State, std::string_view> kStates[] = {
        {State::None, "none"},   {State::Receiving, "receiving"}, {State::Looking, "looking"},
        {State::Ready, "ready"}, {State::Running, "running"},     {State::Stopped, "stopped"},
        {State::Done, "done"},   {State::Failed, "failed"},
    };

    static Json json_of(const ImportState& at) {
        const auto state = std::ranges::find(kStates, at.state, &std::pair<State, std::string_view>::first);
        return {{"state", state->second},
                {"name", at.name},
                {"size", at.size},
                {"received", at.received},
                {"looked", at.looked},
                {"contents", at.contents},
                {"download", at.options.download},
                {"types", at.options.types},
                {"take_name", at.options.take_name},
                {"who", at.who.value},
                {"started", time_or_null(at.started)},
                {"ended", time_or_null(at.ended)},
                {"step", at.step},
                {"percent", static_cast<int>(at.share * 100)},
                {"report", at.report},
                {"problem", at.problem},
                {"clean_end", at.clean_end}};
    }

    static ImportState situation_from(const Json& json) {
        ImportState at;
        const auto state = std::ranges::find(kStates, json.at("state").get<std::string>(),
                                             &std::pair<State, std::string_view>::second);
        if (state == std::end(kStates)) return at;
        at.state = state->first;
        at.name = json.at("name");
        at.size = json.at("size");
        at.received = json.at("received");
        // A state that was written before these two were kept has neither.
        at.looked = json.value("looked", at.state != State::Receiving && at.state != State::Looking);
        at.clean_end = json.value("clean_end", false);
        at.contents = json.at("contents");
        at.options = {json.at("download"), json.at("types"), json.at("take_name")};
        at.who = {json.at("who").get<std::int64_t>()};
        at.started = time_from(json.at("started"));
        at.ended = time_from(json.at("ended"));
        at.report = json.at("report");
        at.problem = json.at("problem");
        return at;
    }
};

WordpressImportJob::WordpressImportJob(store::Store& store, fs::path folder, store::Media media,
                                       outgoing::Reach reach, int threads)
    : store_(store),
      folder_(std::move(folder)),
      media_(std::move(media)),
      reach_(std::move(reach)),
      threads_(threads) {
    const auto text = read_file(state_file());
    if (!text && text.error().kind != Error::Kind::NotFound) {
        // What was sent stays on disk, and goes on at the next start.
        spdlog::error("the move from WordPress: {}", text.error().message);
        situation_.state = State::Failed;
        situation_.problem = text.error().message;
    }
    if (!text) return;
    try {
        situation_ = Shape::situation_from(Json::parse(*text));
    } catch (const Json::exception& error) {
        spdlog::warn("{} cannot be read: {}", state_file().string(), error.what());
        return;
    }
    std::error_code error;
    const auto on_disk = fs::file_size(export_file(), error);
    situation_.received = error ? 0 : std::min<std::uint64_t>(on_disk, situation_.size);
    go_on();
}

void WordpressImportJob::go_on() {
    const std::lock_guard changing(changing_);
    ImportState at = import_state();
    bool may_go_on = std::exchange(at.clean_end, false);
    if (at.state == State::Receiving && at.received == at.size) {
        at.state = State::Looking;  // its last piece is here, and nothing was begun with it
        may_go_on = true;
    }
    if (at.state != State::Looking && at.state != State::Running) return;
    const bool looking = at.state == State::Looking;
    if (!may_go_on) {
        at.state = State::Stopped;
        at.problem =
            looking ? "the server ended unexpectedly while it looked through the export"
                    : "the server ended unexpectedly while it brought the export in; what was brought in "
                      "before stays";
        spdlog::warn("the move from WordPress: {}; it waits for an administrator to go on", at.problem);
    }
    // That it is at work again is on disk before it is: an end that it brings about is no clean one.
    const auto written = write(at);
    if (!written) {
        spdlog::error("the move's state cannot be kept: {}", written.error().message);
        if (may_go_on) {  // it goes on at the next start
            at.state = State::Failed;
            at.problem = written.error().message;
        }
    }
    {
        const std::lock_guard lock(mutex_);
        situation_ = at;
    }
    if (!may_go_on || !written) return;
    if (looking)
        start(&WordpressImportJob::look, State::Ready);
    else
        start(&WordpressImportJob::bring, State::Done);
}

WordpressImportJob::~WordpressImportJob() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    ImportState at = import_state();
    at.clean_end = at.state == State::Looking || at.state == State::Running;
    if (!at.clean_end && !unwritten_) return;
    if (auto written = write(at); !written)
        spdlog::error("the move's state cannot be kept: {}", written.error().message);
}

WordpressImportJob::ImportState WordpressImportJob::import_state() const {
    const std::lock_guard lock(mutex_);
    return situation_;
}

WordpressImportJob::ImportState WordpressImportJob::idle() const {
    const std::lock_guard lock(mutex_);
    if (working_) throw Problem(409, "move_running", "the move is at work; stop it first");
    return situation_;
}

std::string WordpressImportJob::now() const {
    const std::lock_guard lock(mutex_);
    Json json = Shape::json_of(situation_);
    json.erase("who");
    json.erase("clean_end");
    json["stopping"] = working_ && situation_.state == State::Stopped;
    return text_of(json);
}

Result<void> WordpressImportJob::write(const ImportState& at) {
    auto written = write_file(state_file(), text_of(Shape::json_of(at)), 0600);
    if (written) unwritten_ = false;
    return written;
}

void WordpressImportJob::keep(ImportState at) {
    value_or_throw(write(at));
    const std::lock_guard lock(mutex_);
    situation_ = std::move(at);
}

void WordpressImportJob::start(Result<void> (WordpressImportJob::*work)(const std::stop_token&), State then) {
    {
        const std::lock_guard lock(mutex_);
        situation_.share = 0;
        working_ = true;
    }
    // One that was before has nothing left to do but end.
    try {
        thread_ = std::jthread([this, work, then](const std::stop_token& stop) {
            Result<void> done;
            try {
                done = (this->*work)(stop);
            } catch (const std::exception& error) {
                done = unavailable(error.what());
            }
            settle(stop, done, then);
        });
    } catch (const std::system_error& error) {  // no thread to be had: it is begun again by hand
        spdlog::error("the move from WordPress: {}", error.what());
        unwritten_ = true;
        const std::lock_guard lock(mutex_);
        working_ = false;
        situation_.state = State::Failed;
        situation_.problem = error.what();
    }
}

void WordpressImportJob::check_whole(const ImportState& at) {
    const bool has_come = at.state == State::Ready || at.state == State::Stopped || at.state == State::Done ||
                          at.state == State::Failed;
    if (!has_come || at.size == 0 || at.received != at.size)
        throw Problem(409, "no_export", "there is no export to bring in");
}

void WordpressImportJob::begin(std::string name, std::uint64_t size) {
    const std::lock_guard changing(changing_);
    idle();
    if (size == 0) throw Problem(422, "invalid", "size: the file is empty");
    if (size > kLargestFile) throw Problem(422, "too_large", "size: is more than 8 GiB");
    const auto make_folder = [this] {
        std::error_code error;
        fs::create_directories(folder_, error);
        fs::permissions(folder_, fs::perms::owner_all, error);
    };
    make_folder();
    std::error_code error;
    const auto space = fs::space(folder_, error);
    if (!error && space.available < size + kRoomToWork)
        throw Problem(422, "no_room", "the server's disk has no room for the file");
    remove_files();  // the state too: it is never one export's while the bytes are another's
    make_folder();
    ImportState at;
    at.state = State::Receiving;
    at.name = std::move(name);
    at.size = size;
    keep(std::move(at));
}

void WordpressImportJob::take_piece(std::uint64_t from, std::string_view bytes) {
    const std::lock_guard changing(changing_);
    ImportState at = import_state();
    if (at.state != State::Receiving || from != at.received)
        throw Problem(409, "conflict", fmt::format("the next piece begins at {}", at.received));
    if (bytes.empty() || bytes.size() > at.size - at.received)
        throw Problem(422, "invalid", "the piece is empty, or is more than was announced");
    value_or_throw(append(export_file(), from, bytes));
    at.received += bytes.size();
    if (at.received < at.size) {  // how much there is, the file itself tells
        const std::lock_guard lock(mutex_);
        situation_.received = at.received;
        return;
    }
    at.state = State::Looking;
    keep(std::move(at));  // where that fails the last piece is not received, and may be sent again
    start(&WordpressImportJob::look, State::Ready);
}

void WordpressImportJob::run(ImportOptions options, story::UserId who) {
    const std::lock_guard changing(changing_);
    ImportState at = idle();
    check_whole(at);
    if (!at.looked)
        throw Problem(409, "not_looked_through", "the export was not looked through; look through it again");
    at.options = std::move(options);
    at.who = who;
    at.state = State::Running;
    at.step = wordpress::WordpressProgress::Step::Looking;
    at.started = warraq::now();
    at.ended = {};
    at.report = {};
    at.problem.clear();
    keep(std::move(at));
    start(&WordpressImportJob::bring, State::Done);
}

void WordpressImportJob::look_again() {
    const std::lock_guard changing(changing_);
    ImportState at = idle();
    check_whole(at);
    if (at.looked) throw Problem(409, "conflict", "the export was looked through");
    at.state = State::Looking;
    at.problem.clear();
    keep(std::move(at));
    start(&WordpressImportJob::look, State::Ready);
}

void WordpressImportJob::stop() {
    const std::lock_guard changing(changing_);
    ImportState at;
    {
        const std::lock_guard lock(mutex_);
        if (situation_.state == State::Looking || situation_.state == State::Running) {
            thread_.request_stop();
            situation_.state = State::Stopped;
            situation_.ended = warraq::now();
            unwritten_ = true;
        }
        at = situation_;
    }
    if (at.state != State::Stopped || !unwritten_) return;
    if (const auto written = write(at); !written)
        throw Problem(503, "not_written",
                      "it is stopped, but that cannot be written down: " + written.error().message);
}

void WordpressImportJob::forget() {
    const std::lock_guard changing(changing_);
    idle();
    remove_files();
}

void WordpressImportJob::remove_files() {
    std::error_code error;
    fs::remove_all(folder_, error);
    if (error) throw Problem(503, "unavailable", "the files cannot be removed: " + error.message());
    unwritten_ = false;
    const std::lock_guard lock(mutex_);
    situation_ = {};
}

// By the files' own times, which outlast the program.
void WordpressImportJob::drop_unfinished(Instant now) {
    const std::lock_guard changing(changing_);
    const ImportState at = import_state();
    if (at.state != State::Receiving) return;
    const auto touched = [](const fs::path& file) {
        std::error_code error;
        const auto time = fs::last_write_time(file, error);
        return error ? Instant{}
                     : std::chrono::floor<Instant::duration>(std::chrono::file_clock::to_sys(time));
    };
    if (std::max(touched(export_file()), touched(state_file())) + kUnfinishedLife > now) return;
    spdlog::info("the export {} is removed: no more of it came for a day", at.name);
    remove_files();
}

Result<void> WordpressImportJob::look(const std::stop_token& stop) {
    auto contents = wordpress::wordpress_contents(export_file(), [&](double share) {
        const std::lock_guard lock(mutex_);
        situation_.share = share;
        return !stop.stop_requested();
    });
    if (!contents) return fail(contents.error());
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return {};  // as it was written
    situation_.contents = std::move(*contents);
    situation_.looked = true;
    return {};
}

Result<void> WordpressImportJob::bring(const std::stop_token& stop) {
    const ImportOptions options = import_state().options;
    auto notes = wordpress::NoteFile::open(report_file());
    if (!notes) return fail(notes.error());
    const auto stopped = [&stop] { return stop.stop_requested(); };
    auto how = wordpress_options(media_);
    std::optional<wordpress::Downloader> downloader;
    if (!options.download.empty()) {
        auto folder = wordpress::WebFolder::from(options.download);
        if (!folder) return invalid("download: " + folder.error().message);
        downloader.emplace(std::move(*folder), reach_, stopped);
        how.download = [&](const std::string& address) { return downloader->get(address); };
    }
    how.threads = threads_;
    how.types.insert(options.types.begin(), options.types.end());
    how.stopped = stopped;
    if (options.take_name)
        how.site = [this](const wordpress::WordpressSite&, const std::string& name,
                          const std::string& description) { return take_name(name, description); };
    how.note = [&](const wordpress::WordpressNote& note) { notes->write(note); };
    how.progress = [this](const wordpress::WordpressProgress& at) {
        const std::lock_guard lock(mutex_);
        situation_.step = at.step;
        situation_.share = at.share;
        situation_.report = at.so_far;
    };
    auto report = wordpress::import_wordpress(store_, export_file(), how);
    auto written = notes->close();
    if (!report) return fail(report.error());
    const std::lock_guard lock(mutex_);
    situation_.report = std::move(*report);
    return written;
}

void WordpressImportJob::settle(const std::stop_token& stop, const Result<void>& done, State then) {
    std::unique_lock changing(changing_);
    ImportState at = import_state();
    const bool stopped = stop.stop_requested();
    if (!stopped) {
        at.state = done ? then : State::Failed;
        at.problem = done ? "" : done.error().message;
        at.ended = warraq::now();
        if (!done) spdlog::error("the move from WordPress: {}", done.error().message);
        unwritten_ = true;
        if (auto written = write(at); !written)
            spdlog::error("the move's state cannot be kept: {}", written.error().message);
    }
    {
        const std::lock_guard lock(mutex_);
        working_ = false;
        situation_ = at;
    }
    changing.unlock();  // whoever changes it next does not wait for the database
    if (stopped || then != State::Done) return;
    const auto recorded = store_.write([&](store::Writer& writer) {
        return writer.record(at.who, done ? "move_in_done" : "move_in_failed", at.name, at.problem);
    });
    if (!recorded) spdlog::error("audit: {}", recorded.error().message);
}

Result<void> WordpressImportJob::take_name(const std::string& name, const std::string& description) {
    return store_.write([&](store::Writer& writer) -> Result<void> {
        for (const auto& [key, value] :
             {std::pair<std::string_view, const std::string&>("publication.name", name),
              {"publication.description", description}}) {
            settings::Settings tried;
            const auto text = text_of(Json(value));
            if (value.empty() || !settings::set_value(tried, key, text) || !settings::check(tried)) continue;
            if (auto set = writer.set(key, text); !set) return set;
        }
        return {};
    });
}

}  // namespace warraq::desk
