#include "store/sql/writer.h"

namespace warraq::store::sql {

Result<bool> SqlWriter::take_lease(std::string_view name, std::string_view holder, Instant now,
                                   std::chrono::seconds lease) {
    return guarded([&]() -> Result<bool> {
        return connection_
                   .prepare(
                       "INSERT INTO claims (name, holder, until, done) VALUES (?1, ?2, ?3, 0) ON CONFLICT "
                       "(name) "
                       "DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE claims.until <= "
                       "?4 "
                       "OR claims.holder = excluded.holder")
                   .bind(name, holder, to_unix(now + lease), to_unix(now))
                   .run() > 0;
    });
}

Result<void> SqlWriter::end_lease(std::string_view name, std::string_view holder, std::int64_t done) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("UPDATE claims SET until = 0, done = ? WHERE name = ? AND holder = ?")
            .bind(done, name, holder)
            .run();
        return {};
    });
}

}  // namespace warraq::store::sql
