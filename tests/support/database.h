// The database of a test: a file in its folder, or a database of its own on the server that
// WARRAQ_TEST_POSTGRES names (the file that tests/support/postgres writes). What is asked of it here is asked
// behind the store's back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "store/store.h"

namespace warraq::testing {

class TestDatabase {
  public:
    enum class Engine { AsAsked, File };  // by the environment, or a file in any case
    explicit TestDatabase(std::filesystem::path folder, Engine engine = Engine::AsAsked);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    Result<std::unique_ptr<store::Store>> open(const store::StoreOptions& options = {}) const;
    // Without foreign keys. Throws std::runtime_error.
    void execute(const std::string& sql) const;
    // The same with all that the schema watches over.
    void execute_watched(const std::string& sql) const;
    // The first column of what the query gives.
    std::vector<std::string> ask(const std::string& sql) const;
    bool is_file() const { return name_.empty(); }
    std::string place() const;  // a file's path, or the address of a server's database

  private:
    std::filesystem::path file_;
    std::string server_, name_;
};

}  // namespace warraq::testing
