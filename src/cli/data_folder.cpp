#include "cli/data_folder.h"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include "arabic/name_key.h"
#include "base/file.h"
#include "store/move.h"

namespace warraq::cli {

namespace fs = std::filesystem;

Result<DataFolder> DataFolder::make(const fs::path& folder, const std::string& database) {
    std::error_code error;
    fs::create_directories(folder / "media", error);
    if (error)
        return unavailable(
            fmt::format("cannot make the data folder {}: {}", folder.string(), error.message()));
    DataFolder data(folder);
    if (auto found = data.find_database(database); !found) return fail(found.error());
    return data;
}

Result<DataFolder> DataFolder::open(const fs::path& folder, const std::string& database) {
    DataFolder data(folder);
    if (auto found = data.find_database(database); !found) return fail(found.error());
    if (!store::is_address(data.database_) && !fs::is_regular_file(data.database_))
        return not_found(fmt::format(
            "there is no newsroom in {} (no warraq.db); `warraq demo` or `warraq import` make one",
            folder.string()));
    if (!fs::is_directory(folder)) return not_found(fmt::format("there is no folder {}", folder.string()));
    if (auto there = store::look_for(data.database_); !there) return fail(there.error());
    return data;
}

Result<void> DataFolder::find_database(const std::string& given) {
    auto read = settings();
    if (!read) return fail(read.error());
    database_ = given;
    if (const char* set = std::getenv("WARRAQ_DB"); database_.empty() && set) database_ = set;
    if (database_.empty()) database_ = read->store.database;
    if (!database_.empty() && !store::is_address(database_))
        return invalid("the database's address begins with postgresql://");
    if (database_.empty()) database_ = database_file();
    media_in_database_ = read->store.media == "database" && store::is_address(database_);
    return {};
}

Result<store::StoreOptions> DataFolder::store_options(const Machine& machine) const {
    store::StoreOptions options;
    options.readers = machine.store_readers();
    options.cache_kib_a_reader = machine.reader_cache_kib();
    options.name_key = arabic::name_key;
    auto secret = key();
    if (!secret) return fail(secret.error());
    options.email_key = crypto::derived_key(*secret, "commenters' addresses");
    return options;
}

Result<std::unique_ptr<store::Store>> DataFolder::store() const {
    auto machine = Machine::from_environment();
    return machine ? store(*machine) : fail(machine.error());
}

Result<std::unique_ptr<store::Store>> DataFolder::store(const Machine& machine) const {
    auto options = store_options(machine);
    if (!options) return fail(options.error());
    return store::open(database_, *options);
}

store::Media DataFolder::media(store::Store& store) const {
    return {media_folder(), media_in_database_ ? &store : nullptr};
}

Result<settings::Settings> DataFolder::settings() const {
    return settings::read_settings(settings_file());
}

Result<crypto::Key> DataFolder::key() const {
    const auto file = folder_ / "secret.key";
    crypto::Key key;
    auto text = read_file(file, 1024);
    if (text) {
        while (text->ends_with('\n')) text->pop_back();
        if (!crypto::from_hex(*text, key))
            return invalid(fmt::format("{} is not a key; remove it and a new one is made", file.string()));
        return key;
    }
    // Another in place of one that cannot be read now would lose all that was sealed with it.
    if (text.error().kind != Error::Kind::NotFound) return fail(text.error());
    key = crypto::random_key();
    if (auto written = write_file(file, crypto::to_hex(key) + "\n", 0600); !written)
        return fail(written.error());
    return key;
}

Result<std::unique_ptr<store::Store>> open_store(const std::string& folder) {
    auto data = DataFolder::open(folder);
    if (!data) return fail(data.error());
    return data->store();
}

Result<fs::path> find_share(const std::string& given) {
    std::vector<fs::path> places;
    if (!given.empty()) {
        places.emplace_back(given);
    } else {
        if (const char* set = std::getenv("WARRAQ_SHARE")) places.emplace_back(set);
        std::error_code error;
        const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
        places.push_back(program.parent_path() / "share");
        places.push_back(program.parent_path() / "share" / "warraq");
    }
    std::string tried;
    for (const fs::path& place : places) {
        // /usr/share has themes of its own.
        if (fs::exists(place / "static.json")) return place;
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    return not_found(
        fmt::format("themes and fonts were not found (tried {}); name their folder with --share", tried));
}

int failed(const Error& error) {
    fmt::print(stderr, "warraq: {}\n", error.message);
    return 1;
}

}  // namespace warraq::cli
