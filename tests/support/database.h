// The database of a test: a file in its folder, or a database of its own on the server that WARRAQ_TEST_POSTGRES names
// (the file that tests/support/postgres writes). What is asked of it here is asked behind the store's back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "store/store.h"

namespace warraq::testing {

class TestDatabase {
  public:
    explicit TestDatabase(std::filesystem::path folder);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    Result<std::unique_ptr<store::Store>> open(const store::StoreOptions& options = {}) const;
    // Without foreign keys. Throws std::runtime_error.
    void execute(const std::string& sql) const;
    // The same with all that the schema watches over.
    void execute_watched(const std::string& sql) const;
    bool is_file() const { return name_.empty(); }
    std::string address() const;  // of a server's database

  private:
    std::filesystem::path file_;
    std::string server_, name_;
};

}  // namespace warraq::testing
