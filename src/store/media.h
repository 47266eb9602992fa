// The newsroom's files by name: pictures in their sizes, recordings. A name is its content's for good.
//
//     Media media(data / "media");                 // one machine, or a folder that nodes share
//     Media media(data / "media", store.get());    // in the database; the folder is this node's cache of it
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace warraq::store {

class Store;

class Media {
  public:
    Media(std::filesystem::path folder = {}, Store* database = nullptr)
        : folder_(std::move(folder)), database_(database) {}

    const std::filesystem::path& folder() const { return folder_; }

    // Kept for good when it returns. Error: Unavailable.
    Result<void> put(const std::string& name, std::string_view content) const;
    // Where it lies on this machine: brought here first, piece by piece, where only the database has it.
    // `name` is one file's, without a path. Error: NotFound; Unavailable.
    struct File {
        std::filesystem::path path;
        std::uint64_t size = 0;
    };
    Result<File> find(const std::string& name) const;

    // Every file that the folder has and the database lacks goes there, or comes from there: for a move, and
    // for a backup, which copies the folder. How many. Nothing without a database.
    Result<std::int64_t> send_all() const;
    Result<std::int64_t> fetch_all() const;

    // Names of the folder's files, in their order, without those that are being written.
    Result<std::vector<std::string>> names() const;

  private:
    Result<void> send(const std::string& name, std::string_view content) const;
    Result<bool> fetch(const std::string& name) const;
    Result<std::optional<std::string>> piece(const std::string& name, std::uint64_t offset) const;

    std::filesystem::path folder_;
    Store* database_;
};

}  // namespace warraq::store
