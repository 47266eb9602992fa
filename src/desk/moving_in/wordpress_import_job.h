// A newsroom's move from WordPress, as the desk runs it. The export is sent in pieces, which may be resumed;
// it is looked through; and once an administrator says so it is brought in by a thread of its own, while the
// site goes on. What the server was at when it was told to end goes on when it starts again. After any other
// end (it crashed, it was killed, the power failed) an administrator says so first: the export may be what
// ended it, and would end it again and again.
//
//     WordpressImportJob move(store, data / "move-in", media, Reach::open_internet(), threads);
//     move.begin("export.xml.gz", size);
//     move.take_piece(0, bytes);  …                 // state: receiving, then looking, then ready
//     move.run({.download = "https://example.org/wp-content/uploads/"}, user);
//     move.status_json();                                  // as JSON: the state, progress, counts
//
// There is one at a time. Thread-safe. Throws Problems. What a call makes of the move is written before it
// holds: where it cannot be, nothing has changed and the call may be made again. stop() alone stops first.
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

    // `folder` holds the export, its report and the state. `reach`: where pictures may be
    // fetched from, below what an administrator names. `threads`: that bring files and read posts.
    WordpressImportJob(store::Store& store, std::filesystem::path folder, store::Media media,
                       outgoing::Reach reach, int threads);
    ~WordpressImportJob();
    WordpressImportJob(const WordpressImportJob&) = delete;
    WordpressImportJob& operator=(const WordpressImportJob&) = delete;

    // JSON: the API's MoveIn. It waits for no disk, whatever the others are at.
    std::string status_json() const;

    // Another export takes the place of the one that is there.
    void begin(std::string name, std::uint64_t size);
    // The bytes from `from` on, which must be as many as were received; those are on disk when it returns.
    void take_piece(std::uint64_t from, std::string_view bytes);

    // Of an export that was looked through to its end: nobody brings in what they have not seen.
    void run(ImportOptions options, story::UserId who);
    // Of one that is here, where its looking through was stopped or failed.
    void look_again();
    // Ends looking through, which begins anew with look_again(), or bringing in: what is in stays, and run()
    // goes on from there. Where that cannot be written it is stopped all the same, and the error says that it
    // is not known after a restart; stop() again writes it.
    void stop();
    void forget();  // the export, its report and what was told of it
    // The same for an export whose last piece came kUnfinishedLife ago, and that is not whole.
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
