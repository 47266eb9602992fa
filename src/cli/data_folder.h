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
#include "base/machine.h"
#include "base/sealed_file.h"
#include "settings/settings.h"
#include "store/media.h"
#include "store/store.h"

namespace warraq::cli {

class DataFolder {
  public:
    // `database`: where the store is, an address of PostgreSQL's; "" for what $WARRAQ_DB, then the settings
    // say, and else warraq.db. Makes the folder when it is absent. Error: Unavailable, with the path and the
    // reason; as settings().
    static Result<DataFolder> make(const std::filesystem::path& folder, const std::string& database = {});
    // Nothing is made. Error: NotFound when it is not there or holds no newsroom; as store::look_for();
    // as settings().
    static Result<DataFolder> open(const std::filesystem::path& folder, const std::string& database = {});

    // Error: as store::open(), and Machine::from_environment() where no machine is given.
    Result<std::unique_ptr<store::Store>> store() const;
    Result<std::unique_ptr<store::Store>> store(const Machine& machine) const;
    // This newsroom's keys and names, and the machine's connections.
    Result<store::StoreOptions> store_options(const Machine& machine) const;
    Result<settings::Settings> settings() const;
    Result<crypto::Key> key() const;  // made at the first call

    // `store`: where the files are kept too, if the settings say so; it must outlive them.
    store::Media media(store::Store& store) const;
    std::filesystem::path media_folder() const { return folder_ / "media"; }
    std::filesystem::path search() const { return folder_ / "search"; }
    const std::string& database() const { return database_; }  // an address, or the path of a file
    std::string database_file() const { return (folder_ / "warraq.db").string(); }
    std::filesystem::path settings_file() const { return folder_ / "warraq.toml"; }

  private:
    explicit DataFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    Result<void> find_database(const std::string& given);

    std::filesystem::path folder_;
    std::string database_;
    bool media_in_database_ = false;
};

// The store of a newsroom that is there. Error: as DataFolder::open and store.
Result<std::unique_ptr<store::Store>> open_store(const std::string& folder);

// Where themes, fonts and the demo lie: --share, $WARRAQ_SHARE, or beside the program (../share,
// ../share/warraq). Error: NotFound, with the places that were tried.
Result<std::filesystem::path> find_share(const std::string& given);

// The key of sealed backups that a file holds; nothing where no file is named. Error: Invalid; as
// read_file().
Result<std::optional<crypto::OpeningKey>> opening_key(const std::string& file);

// Says why on standard error; the exit code 1.
int failed(const Error& error);

}  // namespace warraq::cli
