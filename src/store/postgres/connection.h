// One PostgreSQL connection, through libpq (docs/decisions/0020).
#pragma once

#include <string>

#include "store/sql/connection.h"

struct pg_conn;
struct pg_result;

namespace warraq::store::postgres {

// What libpq makes of an address, with limits on waiting where the address sets none. Throws sql::Failure for
// one that is no address.
std::string complete_address(const std::string& address);
// Where it leads, for logs and messages: never with a password.
std::string told_address(const std::string& address);

struct Notice {
    std::string channel, words;
};

class Connection final : public sql::Connection {
  public:
    // `address`: one that complete_address() made.
    explicit Connection(const std::string& address);
    ~Connection() override;

    void execute(const char* sql) override;
    bool lost() const override;
    int socket() const;
    std::vector<Notice> take_notices();  // those that have arrived

  private:
    std::unique_ptr<sql::Prepared> make(std::string_view sql, bool keep) override;
    void commit();
    void expect(const pg_result* answer);  // throws what the server said where it refused

    static void note_warning(void* connection, const pg_result* warning);

    pg_conn* connection_ = nullptr;
    std::string warning_;    // what the server said last beside an answer
    bool unusable_ = false;  // it leads to a server that takes no writes any more
    int prepared_ = 0;

    friend class Prepared;
};

// The store's SQL as PostgreSQL spells it: `?` and `?2` are $1 and $2 with their types, INDEXED BY is left
// out. `types` holds "bigint" or "text" for each parameter.
std::string translated(std::string_view sql, const std::vector<const char*>& types);

}  // namespace warraq::store::postgres
