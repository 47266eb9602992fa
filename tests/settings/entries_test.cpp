#include "settings/entries.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace warraq::settings {
namespace {

// Who may set where a secret goes could be told it.
TEST(Entries, ASecretAndWhereItGoesAreSetInOnePlace) {
    std::size_t pairs = 0;
    for (const Entry& entry : entries()) {
        const Description& one = entry.description;
        if (one.holds == Holds::Secret || one.holds == Holds::Path) {
            EXPECT_EQ(one.set_at, SetAt::Machine) << one.key;
        }
        if (one.holds != Holds::Destination) {
            EXPECT_EQ(one.secret, "") << one.key;
        }
        if (one.secret.empty()) continue;
        ++pairs;
        EXPECT_EQ(one.set_at, SetAt::Machine) << one.key;
        const Entry* secret = find_entry(one.secret);
        ASSERT_TRUE(secret) << one.secret;
        EXPECT_EQ(secret->description.holds, Holds::Secret);
    }
    EXPECT_GE(pairs, 1u);
    // A setting that is named like one of these is one.
    for (const Entry& entry : entries()) {
        const Description& one = entry.description;
        if (one.kind != Kind::Text && one.kind != Kind::List) continue;
        const auto named = [&](std::initializer_list<std::string_view> words) {
            return std::ranges::any_of(words, [&](auto word) { return one.key.find(word) != one.key.npos; });
        };
        if (named({"password", "secret", "token", "database", "user"})) {
            EXPECT_EQ(one.holds, Holds::Secret) << one.key;
        }
        if (named({"folder", "certificate", "_log", ".key"})) {
            EXPECT_EQ(one.holds, Holds::Path) << one.key;
        }
        if (named({"server", "hub", "purge", "host", "url", "webhook"})) {
            EXPECT_TRUE(one.holds == Holds::Destination || one.holds == Holds::Secret) << one.key;
        }
    }
    // The same by what they do: of all settings that the desk takes, only the hub is a place to send to.
    std::vector<std::string_view> to;
    for (const Description& one : desk_settings())
        if (one.holds == Holds::Destination) to.push_back(one.key);
    EXPECT_EQ(to, std::vector<std::string_view>{"feeds.hub"});
}

TEST(Entries, WhatIsTheMachinesIsNeitherToldNorTakenAtTheDesk) {
    const Settings settings;
    for (const Entry& entry : entries()) {
        const Description& one = entry.description;
        const bool told =
            std::ranges::any_of(desk_settings(), [&](const auto& at) { return at.key == one.key; });
        EXPECT_EQ(told, one.set_at == SetAt::Desk) << one.key;
        Settings changed;
        const auto set = set_value(changed, one.key, value_of(settings, one.key));
        EXPECT_EQ(!set && set.error().kind == Error::Kind::NotFound, !told) << one.key;
    }
    Settings file;
    file.mail.server = "smtp://mail.example.org:587";
    const auto merged = with_desk(file, {{"mail.server", "\"smtp://evil.example\""}, {"mail.user", "\"x\""}});
    EXPECT_EQ(merged.mail.server, file.mail.server) << "one that an older version kept";
    EXPECT_EQ(merged.mail.user, "");
}

}  // namespace
}  // namespace warraq::settings
