// A newsroom's import from WordPress, as the desk runs it. The export is uploaded in pieces, which can be
// resumed; it is surveyed; and once an administrator starts it, it is imported by a thread, while the site
// goes on. Work that a clean shutdown interrupted resumes when the server starts again. After a crash or
// power failure an administrator has to resume it: the export may be what crashed the server, and would do so
// again.
//
//     WordpressImportJob move(store, data / "move-in", media, Reach::open_internet(), threads);
//     move.begin("export.xml.gz", size);
//     move.take_piece(0, bytes);  …                 // state: receiving, then looking, then ready
//     move.run({.download = "https://example.org/wp-content/uploads/"}, user);
//     move.status_json();                           // the state, progress, counts
//
// One import at a time. Thread-safe. Throws Problems. A call writes the new state to disk before it takes
// effect: if that fails, nothing has changed and the call may be repeated. Only stop() stops first.
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "desk/moving_in/import_state.h"
#include "outgoing/reach.h"
#include "store/media.h"
#include "store/store.h"

namespace warraq::desk {

class WordpressImportJob {
  public:
    static constexpr std::size_t kLargestPiece = 8u << 20;  // bytes
    static constexpr std::uint64_t kLargestFile = std::uint64_t{8} << 30;
    static constexpr std::chrono::hours kUnfinishedLife{24};

    // `folder` holds the export, its report and the state. `reach`: the hosts that pictures may be fetched
    // from, as far as the administrator names them. `threads`: that fetch files and read posts.
    WordpressImportJob(store::Store& store, std::filesystem::path folder, store::Media media,
                       outgoing::Reach reach, int threads);
    ~WordpressImportJob();
    WordpressImportJob(const WordpressImportJob&) = delete;
    WordpressImportJob& operator=(const WordpressImportJob&) = delete;

    // The API's MoveIn. Never waits for a disk.
    std::string status_json() const;

    // Replaces the export that is there.
    void begin(std::string name, std::uint64_t size);
    // `from`: the offset of `bytes`, which must be the number received so far. They are on disk when it
    // returns.
    void take_piece(std::uint64_t from, std::string_view bytes);

    // Starts the import of an export that was surveyed to its end: nobody imports what they have not seen.
    void run(ImportOptions options, story::UserId who);
    // Surveys the export again, after that was stopped or failed.
    void look_again();
    // Stops the survey, which look_again() repeats, or the import: what was imported stays, and run()
    // continues. If the new state cannot be written, the work is stopped nonetheless and the error says so;
    // stop() again writes it.
    void stop();
    void forget();  // removes the export, its report and the state
    // The same for an incomplete export whose last piece came kUnfinishedLife ago.
    void drop_unfinished(Instant now);

    std::filesystem::path report_file() const { return folder_ / "report.tsv"; }

  private:
    using Phase = ImportState::Phase;

    std::filesystem::path export_file() const { return folder_ / "export"; }
    std::filesystem::path state_file() const { return folder_ / "state.json"; }
    ImportState state() const;
    static void check_whole(const ImportState& at);  // Problem: there is no export
    void go_on();                                    // with what a server that ended in order was at
    // The caller of these holds `changing_`.
    ImportState idle() const;  // Problem: the thread is at work
    Result<void> write(const ImportState& at);
    void keep(ImportState at);  // written, and then it holds
    // `then`: the state that the work leads to.
    void start(Result<void> (WordpressImportJob::*work)(const std::stop_token&), Phase then);
    void remove_files();

    Result<void> look(const std::stop_token& stop);
    Result<void> bring(const std::stop_token& stop);
    // What became of the thread's work. Once it was stopped the state stays as whoever stopped it set it.
    void settle(const std::stop_token& stop, const Result<void>& done, Phase then);
    Result<void> take_name(const std::string& name, const std::string& description);

    store::Store& store_;
    const std::filesystem::path folder_;
    const store::Media media_;
    const outgoing::Reach reach_;
    const int threads_;
    // Held by whoever changes the move, from the first look at it to what is on disk. It comes before
    // `mutex_`.
    std::mutex changing_;
    bool unwritten_ = false;  // what holds is not on disk
    // Held for a moment at a time, never over a file.
    mutable std::mutex mutex_;
    ImportState state_;
    bool working_ = false;  // the thread is
    std::jthread thread_;   // under `changing_`
};

}  // namespace warraq::desk
