// The machine that the program runs on, and how much of everything it takes there: threads, connections and
// caches are all derived here from one number, so that they suit each other.
//
//     auto machine = Machine::from_environment();        // $WARRAQ_CORES, else what this process may use
//     machine = Machine::with_cores(64);                 // as on another machine: tests do so
//     options.readers = machine->store_readers();
//
// A value, immutable but for with_loops(); thread-safe. Every number is at least 1, and bounded on a machine
// of any size: what a thread or a connection costs in memory and file descriptors is paid whether or not it
// is used.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq {

class Machine {
  public:
    static constexpr int kMostCores = 256;
    static constexpr const char* kVariable = "WARRAQ_CORES";

    // The cores that this process may use: the least of its affinity (taskset, AllowedCPUs=, docker's
    // --cpuset-cpus) and of its control groups' quotas (CPUQuota=, docker's --cpus), each rounded up.
    static Machine detect();
    // `cores` brought between 1 and kMostCores.
    static Machine with_cores(int cores);
    // What $WARRAQ_CORES says, else detect(). Error: Invalid where it is not a number from 1 to kMostCores.
    static Result<Machine> from_environment();

    // The same machine with another number of network loops.
    Machine with_loops(int loops) const;

    int cores() const { return cores_; }

    // Threads that read and write the network: one a core, since a loop never waits. No more than 64: each
    // serves tens of thousands of pages a second, and the limits on connections are shared out among them.
    int loops() const;

    // Threads that make readers' and editors' answers: two a core, since they wait for disk and database. At
    // least 4, so that one slow answer holds nobody up on a small machine; at most 64, since each may hold a
    // connection to the database, and PostgreSQL takes 100 unless told otherwise.
    int workers() const;

    // Works that need much memory, at a time: hashing a password takes 64 MiB, decoding a picture some
    // hundreds at the most. Bounded by memory, not by cores.
    static constexpr int kPasswordsAtATime = 1;
    static constexpr int kPicturesAtATime = 2;

    // Threads for such work: as many as may be at it.
    static constexpr int heavy_workers() { return kPasswordsAtATime + kPicturesAtATime; }

    // Threads that carry out changes, each of which may wait for its turn to write and for the disk: there is
    // one writer, and what waits for it holds up no reader.
    static constexpr int change_workers() { return 4; }

    // Threads that read pieces of large files from disk: disks take several requests at once, whatever the
    // cores.
    int file_workers() const;

    // Threads that prepare what is imported: one a core. At most 16: there is one writer, and it is what
    // they wait for then.
    int import_threads() const;

    // Threads of a server that read from the database now and then, each at most one snapshot at a time: the
    // followers of the change feed for the page cache, the index (which reads ahead: 2) and the desk; most
    // read, scheduler, hub, section suggester, backups, limits' exchange, the move from WordPress; 1 to
    // spare.
    static constexpr int kBackgroundReaders = 12;

    // Connections that read from the database: one for whoever may hold a snapshot, so that nobody waits for
    // one. They are made when first needed.
    int store_readers() const { return workers() + change_workers() + heavy_workers() + kBackgroundReaders; }

    // The cache of one such connection, SQLite's own: together they never take more than
    // kReaderCachesKib.
    static constexpr int kReaderCachesKib = 32 * 1024;
    int reader_cache_kib() const;

    // Handles of the search index that are kept open between searches: each worker has at most one search.
    int index_readers() const { return workers(); }

    // Arenas of the C library's allocator. Pages move between threads, and an arena for each thread would
    // keep what they leave behind; with too few, threads wait for each other. One for four cores, 2 to 8.
    int allocator_arenas() const;

  private:
    explicit Machine(int cores) : cores_(cores) {}

    int cores_;
    int loops_ = 0;  // 0: as many as follow from the cores
};

// "2 cores: 2 network loops, 4 workers, …", for people.
std::string to_string(const Machine& machine);

// What a control group's cpu.max allows, in cores rounded up: "150000 100000" -> 2. Nothing for "max …",
// which is no limit, and for anything else.
std::optional<int> cores_of_quota(std::string_view cpu_max);

// The least that the quotas of a process's control group and of those above it allow, control groups of
// version 2; nothing where there is no quota. `groups`: where they are mounted; `self`: the text of
// /proc/self/cgroup.
std::optional<int> cores_of_groups(const std::filesystem::path& groups, std::string_view self);

}  // namespace warraq
