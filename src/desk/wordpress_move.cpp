#include "desk/wordpress_move.h"

#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/change.h"
#include "desk/wordpress_options.h"
#include "move/downloader.h"
#include "move/note_file.h"
#include "settings/settings.h"

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

struct WordpressMove::Shape {
    static constexpr std::pair<State, std::string_view> kStates[] = {
        {State::None, "none"},   {State::Receiving, "receiving"}, {State::Looking, "looking"},
        {State::Ready, "ready"}, {State::Running, "running"},     {State::Stopped, "stopped"},
        {State::Done, "done"},   {State::Failed, "failed"},
    };

    static Json json_of(const Situation& at) {
        const auto state = std::ranges::find(kStates, at.state, &std::pair<State, std::string_view>::first);
        return {{"state", state->second},
                {"name", at.name},
                {"size", at.size},
                {"received", at.received},
                {"contents", at.contents},
                {"download", at.wishes.download},
                {"types", at.wishes.types},
                {"take_name", at.wishes.take_name},
                {"who", at.who.value},
                {"started", time_or_null(at.started)},
                {"ended", time_or_null(at.ended)},
                {"step", at.step},
                {"percent", static_cast<int>(at.share * 100)},
                {"report", at.report},
                {"problem", at.problem}};
    }

    static Situation situation_from(const Json& json) {
        Situation at;
        const auto state = std::ranges::find(kStates, json.at("state").get<std::string>(),
                                             &std::pair<State, std::string_view>::second);
        if (state == std::end(kStates)) return at;
        at.state = state->first;
        at.name = json.at("name");
        at.size = json.at("size");
        at.received = json.at("received");
        at.contents = json.at("contents");
        at.wishes = {json.at("download"), json.at("types"), json.at("take_name")};
        at.who = {json.at("who").get<std::int64_t>()};
        at.started = time_from(json.at("started"));
        at.ended = time_from(json.at("ended"));
        at.report = json.at("report");
        at.problem = json.at("problem");
        return at;
    }
};

WordpressMove::WordpressMove(store::Store& store, fs::path folder, store::Media media, outgoing::Reach reach,
                             int threads)
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
    const std::lock_guard lock(mutex_);
    if (situation_.state == State::Looking ||
        (situation_.state == State::Receiving && situation_.received == situation_.size)) {
        situation_.state = State::Looking;
        start(&WordpressMove::look);
    }
    if (situation_.state == State::Running) start(&WordpressMove::bring);
}

WordpressMove::~WordpressMove() = default;  // the thread is asked to stop and waited for

std::string WordpressMove::now() const {
    const std::lock_guard lock(mutex_);
    Json json = Shape::json_of(situation_);
    json.erase("who");
    json["stopping"] = working_ && situation_.state == State::Stopped;
    return text_of(json);
}

void WordpressMove::check_idle() const {
    if (working_) throw Problem(409, "move_running", "the move is at work; stop it first");
}

void WordpressMove::start(void (WordpressMove::*work)(const std::stop_token&)) {
    situation_.share = 0;
    // One that was before has nothing left to do but end.
    try {
        thread_ = std::jthread([this, work](const std::stop_token& stop) {
            try {
                (this->*work)(stop);
            } catch (const std::exception& error) {
                settle(stop, unavailable(error.what()), State::Done);
            }
        });
        working_ = true;
    } catch (const std::system_error& error) {  // no thread to be had: it is begun again by hand
        situation_.state = State::Failed;
        situation_.problem = error.what();
        spdlog::error("the move from WordPress: {}", error.what());
    }
}

void WordpressMove::remember() const {
    take(write_file(state_file(), text_of(Shape::json_of(situation_)), 0600));
}

void WordpressMove::begin(std::string name, std::uint64_t size) {
    const std::lock_guard lock(mutex_);
    check_idle();
    if (size == 0) throw Problem(422, "invalid", "size: the file is empty");
    if (size > kLargestFile) throw Problem(422, "too_large", "size: is more than 8 GiB");
    std::error_code error;
    fs::create_directories(folder_, error);
    fs::permissions(folder_, fs::perms::owner_all, error);
    const auto space = fs::space(folder_, error);
    if (!error && space.available < size + kRoomToWork)
        throw Problem(422, "no_room", "the server's disk has no room for the file");
    fs::remove(export_file(), error);
    fs::remove(report_file(), error);
    situation_ = {};
    situation_.state = State::Receiving;
    situation_.name = std::move(name);
    situation_.size = size;
    remember();
}

void WordpressMove::take_piece(std::uint64_t from, std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    Situation& at = situation_;
    if (at.state != State::Receiving || from != at.received)
        throw Problem(409, "conflict", fmt::format("the next piece begins at {}", at.received));
    if (bytes.empty() || bytes.size() > at.size - at.received)
        throw Problem(422, "invalid", "the piece is empty, or is more than was announced");
    take(append(export_file(), from, bytes));
    at.received += bytes.size();
    if (at.received < at.size) return;
    at.state = State::Looking;
    remember();
    start(&WordpressMove::look);
}

void WordpressMove::run(Wishes wishes, story::UserId who) {
    const std::lock_guard lock(mutex_);
    check_idle();
    Situation& at = situation_;
    if (at.state != State::Ready && at.state != State::Stopped && at.state != State::Done &&
        at.state != State::Failed)
        throw Problem(409, "no_export", "there is no export to bring in");
    at.wishes = std::move(wishes);
    at.who = who;
    at.state = State::Running;
    at.step = move::WordpressProgress::Step::Looking;
    at.started = warraq::now();
    at.ended = {};
    at.report = {};
    at.problem.clear();
    remember();
    start(&WordpressMove::bring);
}

void WordpressMove::stop() {
    const std::lock_guard lock(mutex_);
    if (situation_.state != State::Running) return;
    situation_.state = State::Stopped;
    situation_.ended = warraq::now();
    remember();
    thread_.request_stop();
}

void WordpressMove::forget() {
    const std::lock_guard lock(mutex_);
    check_idle();
    remove_files();
}

void WordpressMove::remove_files() {
    std::error_code error;
    fs::remove_all(folder_, error);
    if (error) throw Problem(503, "unavailable", "the files cannot be removed: " + error.message());
    situation_ = {};
}

// By the files' own times, which outlast the program.
void WordpressMove::drop_unfinished(Instant now) {
    const std::lock_guard lock(mutex_);
    if (situation_.state != State::Receiving) return;
    const auto touched = [](const fs::path& file) {
        std::error_code error;
        const auto time = fs::last_write_time(file, error);
        return error ? Instant{}
                     : std::chrono::floor<Instant::duration>(std::chrono::file_clock::to_sys(time));
    };
    if (std::max(touched(export_file()), touched(state_file())) + kUnfinishedLife > now) return;
    spdlog::info("the export {} is removed: no more of it came for a day", situation_.name);
    remove_files();
}

void WordpressMove::look(const std::stop_token& stop) {
    auto contents = move::wordpress_contents(export_file(), [&](double share) {
        const std::lock_guard lock(mutex_);
        situation_.share = share;
        return !stop.stop_requested();
    });
    if (contents) {
        const std::lock_guard lock(mutex_);
        situation_.contents = std::move(*contents);
    }
    settle(stop, contents ? Result<void>{} : fail(contents.error()), State::Ready);
}

void WordpressMove::bring(const std::stop_token& stop) {
    Wishes wishes;
    {
        const std::lock_guard lock(mutex_);
        wishes = situation_.wishes;
    }
    auto notes = move::NoteFile::open(report_file());
    if (!notes) return settle(stop, fail(notes.error()), State::Done);
    const auto stopped = [&stop] { return stop.stop_requested(); };
    auto how = wordpress_options(media_);
    std::optional<move::Downloader> downloader;
    if (!wishes.download.empty()) {
        auto folder = move::WebFolder::from(wishes.download);
        if (!folder) return settle(stop, invalid("download: " + folder.error().message), State::Done);
        downloader.emplace(std::move(*folder), reach_, stopped);
        how.download = [&](const std::string& address) { return downloader->get(address); };
    }
    how.threads = threads_;
    how.types.insert(wishes.types.begin(), wishes.types.end());
    how.stopped = stopped;
    if (wishes.take_name)
        how.site = [this](const move::WordpressSite&, const std::string& name,
                          const std::string& description) { return take_name(name, description); };
    how.note = [&](const move::WordpressNote& note) { notes->write(note); };
    how.progress = [this](const move::WordpressProgress& at) {
        const std::lock_guard lock(mutex_);
        situation_.step = at.step;
        situation_.share = at.share;
        situation_.report = at.so_far;
    };
    auto report = move::import_wordpress(store_, export_file(), how);
    const auto written = notes->close();
    if (report) {
        const std::lock_guard lock(mutex_);
        situation_.report = std::move(*report);
    }
    settle(stop, !report ? fail(report.error()) : written, State::Done);
}

void WordpressMove::settle(const std::stop_token& stop, const Result<void>& done, State then) {
    std::unique_lock lock(mutex_);
    working_ = false;
    if (stop.stop_requested()) return;
    situation_.state = done ? then : State::Failed;
    situation_.problem = done ? "" : done.error().message;
    situation_.ended = warraq::now();
    if (!done) spdlog::error("the move from WordPress: {}", done.error().message);
    const auto text = text_of(Shape::json_of(situation_));
    if (auto written = write_file(state_file(), text, 0600); !written)
        spdlog::error("the move's state cannot be kept: {}", written.error().message);
    if (then != State::Done) return;
    const auto who = situation_.who;
    const auto name = situation_.name, problem = situation_.problem;
    lock.unlock();  // whoever asks how far it has come does not wait for the database
    const auto recorded = store_.write([&](store::Writer& writer) {
        return writer.record(who, done ? "move_in_done" : "move_in_failed", name, problem);
    });
    if (!recorded) spdlog::error("audit: {}", recorded.error().message);
}

Result<void> WordpressMove::take_name(const std::string& name, const std::string& description) {
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
