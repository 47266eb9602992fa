#include "desk/moving_in/wordpress_import_job.h"

#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/moving_in/wordpress_import_options.h"
#include "desk/transact.h"
#include "settings/settings.h"
#include "wordpress/downloader.h"
#include "wordpress/note_file.h"

namespace warraq::desk {

namespace fs = std::filesystem;

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

}  // namespace

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
        state_.phase = Phase::Failed;
        state_.problem = text.error().message;
    }
    if (!text) return;
    auto known = import_state_from(*text);
    if (!known) {
        spdlog::warn("{} cannot be read: {}", state_file().string(), known.error().message);
        return;
    }
    state_ = std::move(*known);
    std::error_code error;
    const auto on_disk = fs::file_size(export_file(), error);
    state_.received = error ? 0 : std::min<std::uint64_t>(on_disk, state_.size);
    go_on();
}

void WordpressImportJob::go_on() {
    const std::lock_guard changing(changing_);
    ImportState at = state();
    bool may_go_on = std::exchange(at.clean_end, false);
    if (at.phase == Phase::Receiving && at.received == at.size) {
        at.phase = Phase::Looking;  // its last piece is here, and nothing was begun with it
        may_go_on = true;
    }
    if (at.phase != Phase::Looking && at.phase != Phase::Running) return;
    const bool looking = at.phase == Phase::Looking;
    if (!may_go_on) {
        at.phase = Phase::Stopped;
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
            at.phase = Phase::Failed;
            at.problem = written.error().message;
        }
    }
    {
        const std::lock_guard lock(mutex_);
        state_ = at;
    }
    if (!may_go_on || !written) return;
    if (looking)
        start(&WordpressImportJob::look, Phase::Ready);
    else
        start(&WordpressImportJob::bring, Phase::Done);
}

WordpressImportJob::~WordpressImportJob() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    ImportState at = state();
    at.clean_end = at.phase == Phase::Looking || at.phase == Phase::Running;
    if (!at.clean_end && !unwritten_) return;
    if (auto written = write(at); !written)
        spdlog::error("the move's state cannot be kept: {}", written.error().message);
}

ImportState WordpressImportJob::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

ImportState WordpressImportJob::idle() const {
    const std::lock_guard lock(mutex_);
    if (working_) throw Problem(409, "move_running", "the move is at work; stop it first");
    return state_;
}

std::string WordpressImportJob::status_json() const {
    const std::lock_guard lock(mutex_);
    return json_for_desk(state_, working_ && state_.phase == Phase::Stopped);
}

Result<void> WordpressImportJob::write(const ImportState& at) {
    auto written = write_file(state_file(), json_of(at), 0600);
    if (written) unwritten_ = false;
    return written;
}

void WordpressImportJob::keep(ImportState at) {
    value_or_throw(write(at));
    const std::lock_guard lock(mutex_);
    state_ = std::move(at);
}

void WordpressImportJob::start(Result<void> (WordpressImportJob::*work)(const std::stop_token&), Phase then) {
    {
        const std::lock_guard lock(mutex_);
        state_.share = 0;
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
        state_.phase = Phase::Failed;
        state_.problem = error.what();
    }
}

void WordpressImportJob::check_whole(const ImportState& at) {
    const bool has_come = at.phase == Phase::Ready || at.phase == Phase::Stopped || at.phase == Phase::Done ||
                          at.phase == Phase::Failed;
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
    at.phase = Phase::Receiving;
    at.name = std::move(name);
    at.size = size;
    keep(std::move(at));
}

void WordpressImportJob::take_piece(std::uint64_t from, std::string_view bytes) {
    const std::lock_guard changing(changing_);
    ImportState at = state();
    if (at.phase != Phase::Receiving || from != at.received)
        throw Problem(409, "conflict", fmt::format("the next piece begins at {}", at.received));
    if (bytes.empty() || bytes.size() > at.size - at.received)
        throw Problem(422, "invalid", "the piece is empty, or is more than was announced");
    value_or_throw(append(export_file(), from, bytes));
    at.received += bytes.size();
    if (at.received < at.size) {  // how much there is, the file itself tells
        const std::lock_guard lock(mutex_);
        state_.received = at.received;
        return;
    }
    at.phase = Phase::Looking;
    keep(std::move(at));  // where that fails the last piece is not received, and may be sent again
    start(&WordpressImportJob::look, Phase::Ready);
}

void WordpressImportJob::run(ImportOptions options, story::UserId who) {
    const std::lock_guard changing(changing_);
    ImportState at = idle();
    check_whole(at);
    if (!at.looked)
        throw Problem(409, "not_looked_through", "the export was not looked through; look through it again");
    at.options = std::move(options);
    at.who = who;
    at.phase = Phase::Running;
    at.step = wordpress::WordpressProgress::Step::Looking;
    at.started = now();
    at.ended = {};
    at.report = {};
    at.problem.clear();
    keep(std::move(at));
    start(&WordpressImportJob::bring, Phase::Done);
}

void WordpressImportJob::look_again() {
    const std::lock_guard changing(changing_);
    ImportState at = idle();
    check_whole(at);
    if (at.looked) throw Problem(409, "conflict", "the export was looked through");
    at.phase = Phase::Looking;
    at.problem.clear();
    keep(std::move(at));
    start(&WordpressImportJob::look, Phase::Ready);
}

void WordpressImportJob::stop() {
    const std::lock_guard changing(changing_);
    ImportState at;
    {
        const std::lock_guard lock(mutex_);
        if (state_.phase == Phase::Looking || state_.phase == Phase::Running) {
            thread_.request_stop();
            state_.phase = Phase::Stopped;
            state_.ended = now();
            unwritten_ = true;
        }
        at = state_;
    }
    if (at.phase != Phase::Stopped || !unwritten_) return;
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
    state_ = {};
}

// By the files' own times, which outlast the program.
void WordpressImportJob::drop_unfinished(Instant now) {
    const std::lock_guard changing(changing_);
    const ImportState at = state();
    if (at.phase != Phase::Receiving) return;
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
        state_.share = share;
        return !stop.stop_requested();
    });
    if (!contents) return fail(contents.error());
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return {};  // as it was written
    state_.contents = std::move(*contents);
    state_.looked = true;
    return {};
}

Result<void> WordpressImportJob::bring(const std::stop_token& stop) {
    const ImportOptions options = state().options;
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
        state_.step = at.step;
        state_.share = at.share;
        state_.report = at.so_far;
    };
    auto report = wordpress::import_wordpress(store_, export_file(), how);
    auto written = notes->close();
    if (!report) return fail(report.error());
    const std::lock_guard lock(mutex_);
    state_.report = std::move(*report);
    return written;
}

void WordpressImportJob::settle(const std::stop_token& stop, const Result<void>& done, Phase then) {
    std::unique_lock changing(changing_);
    ImportState at = state();
    const bool stopped = stop.stop_requested();
    if (!stopped) {
        at.phase = done ? then : Phase::Failed;
        at.problem = done ? "" : done.error().message;
        at.ended = now();
        if (!done) spdlog::error("the move from WordPress: {}", done.error().message);
        unwritten_ = true;
        if (auto written = write(at); !written)
            spdlog::error("the move's state cannot be kept: {}", written.error().message);
    }
    {
        const std::lock_guard lock(mutex_);
        working_ = false;
        state_ = at;
    }
    changing.unlock();  // whoever changes it next does not wait for the database
    if (stopped || then != Phase::Done) return;
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
            const auto text = json_text_of(value);
            if (value.empty() || !settings::set_value(tried, key, text) || !settings::check(tried)) continue;
            if (auto set = writer.set(key, text); !set) return set;
        }
        return {};
    });
}

}  // namespace warraq::desk
