// A newsroom's data folder and what lies where in it.
//
//     warraq.db     the store          media/      pictures, named by their content
//     warraq.toml   the settings       secret.key  signs forms; readable by its owner only
//     search/       the search index, made from the store whenever it is missing
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/crypto.h"
#include "settings/settings.h"
#include "store/store.h"

namespace warraq::cli {

class DataFolder {
  public:
    // Makes the folder when it is absent. Error: Unavailable, with the path and the reason.
    static Result<DataFolder> make(const std::filesystem::path& folder);
    // Error: NotFound when it is not there or holds no newsroom.
    static Result<DataFolder> open(const std::filesystem::path& folder);

    Result<std::unique_ptr<store::Store>> store(const store::StoreOptions& options = {}) const;
    Result<settings::Settings> settings() const;
    Result<crypto::Key> key() const;  // made at the first call

    std::filesystem::path media() const { return folder_ / "media"; }
    std::filesystem::path search() const { return folder_ / "search"; }
    std::filesystem::path settings_file() const { return folder_ / "warraq.toml"; }

  private:
    explicit DataFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

// The store of a newsroom that is there. Error: as DataFolder::open and store.
Result<std::unique_ptr<store::Store>> open_store(const std::string& folder);

// Where themes, fonts and the demo lie: --share, $WARRAQ_SHARE, or beside the program (../share,
// ../share/warraq). Error: NotFound, with the places that were tried.
Result<std::filesystem::path> find_share(const std::string& given);

// Says why on standard error; the exit code 1.
int failed(const Error& error);

}  // namespace warraq::cli
