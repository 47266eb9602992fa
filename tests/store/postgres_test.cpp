// What stands between the store's SQL and PostgreSQL; no server is needed.
#include <gtest/gtest.h>

#include "store/postgres/connection.h"
#include "store/store.h"

namespace warraq::store::postgres {
namespace {

TEST(PostgresSql, IsTranslated) {
    EXPECT_EQ(translated("SELECT ? || ?", {"text", "bigint"}), "SELECT $1::text || $2::bigint");
    EXPECT_EQ(translated("SET a = ?2, b = ?2 WHERE id = ?1", {"bigint", "text"}),
              "SET a = $2::text, b = $2::text WHERE id = $1::bigint");
    EXPECT_EQ(translated("a = ?3 AND b = ?", {"text", "text", "text", "bigint"}),
              "a = $3::text AND b = $4::bigint")
        << "a bare one follows the last, as in SQLite";
    EXPECT_EQ(translated("SELECT '?', 'it''s ?' WHERE x = ?", {"text"}),
              "SELECT '?', 'it''s ?' WHERE x = $1::text");
    EXPECT_EQ(translated("FROM stories s INDEXED BY stories_public WHERE s.id > ?", {"bigint"}),
              "FROM stories s  WHERE s.id > $1::bigint");
    EXPECT_EQ(translated("FROM stories NOT INDEXED ORDER BY id", {}), "FROM stories  ORDER BY id");
}

TEST(PostgresAddress, IsCompletedWithLimits) {
    const auto plain = complete_address("postgresql://warraq:it's@db.example.org/news");
    EXPECT_NE(plain.find(R"(password='it\'s')"), std::string::npos) << plain;
    EXPECT_NE(plain.find("connect_timeout='5'"), std::string::npos) << plain;
    EXPECT_NE(plain.find("target_session_attrs='read-write'"), std::string::npos) << plain;
    EXPECT_NE(complete_address("postgresql://db/news?connect_timeout=2").find("connect_timeout='2'"),
              std::string::npos)
        << "what is said stays";
    EXPECT_THROW((void)complete_address("postgresql://db/news?colour=green"), sql::Failure);
}

TEST(PostgresAddress, IsToldWithoutItsPassword) {
    EXPECT_EQ(told_address("postgresql://warraq:secret@db1,db2/news"), "PostgreSQL «news» at db1,db2");
    EXPECT_EQ(told_address("postgresql:///news"), "PostgreSQL «news» at this machine");
}

TEST(OpenPostgres, SaysWhyItCannot) {
    EXPECT_EQ(open("postgresql://127.0.0.1:1/news").error().kind, Error::Kind::Unavailable);
    EXPECT_EQ(open("postgresql://db/news?colour=green").error().kind, Error::Kind::Invalid);
    EXPECT_TRUE(is_address("postgres://db/news"));
    EXPECT_FALSE(is_address("news/warraq.db"));
}

}  // namespace
}  // namespace warraq::store::postgres
