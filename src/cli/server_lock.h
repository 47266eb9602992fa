// One server for one SQLite newsroom: SQLite itself lets several write, but schedulers, page caches and the
// index of two would not know of each other.
//
//     auto lock = ServerLock::acquire(data.database_file(), "warraq serve");
//     if (!lock) return fail(lock.error());        // who holds it
//     lock->tell_address("http://127.0.0.1:8080");
//
// An flock(2) on `server.lock` beside the database, which the kernel takes back when its process ends,
// however it ends; the file itself stays. What a process starts does not inherit it. Commands that work
// beside a server do not ask for it, and nodes over PostgreSQL have none.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq::cli {

class ServerLock {
  public:
    // `database`: the file's path; the lock stands beside the file that a link leads to. `holder`: what
    // others are told to look for. Does not wait. Error: Conflict, in one line with the holder's process,
    // host, start and address; Unavailable, with the path and the system's reason.
    static Result<ServerLock> acquire(const std::filesystem::path& database, std::string_view holder);

    ServerLock(ServerLock&& other) noexcept;
    ServerLock& operator=(ServerLock&&) = delete;
    ~ServerLock();

    // Where the holder listens, for others to be told. What cannot be written is left out.
    void tell_address(std::string_view address);

  private:
    ServerLock(int file, std::string about) : file_(file), about_(std::move(about)) {}
    void write(std::string_view about) const;

    int file_ = -1;  // -1: moved from
    std::string about_;
};

}  // namespace warraq::cli
