#include "settings/settings.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace warraq::settings {
namespace {

class SettingsTest : public ::testing::Test {
  protected:
    std::string problem(const std::string& content) {
        std::ofstream(folder_ / "s.toml") << content;
        auto settings = read_settings(folder_ / "s.toml");
        if (settings) return "";
        const auto& message = settings.error().message;
        return message.substr(message.find("s.toml"));
    }
    testing::TemporaryFolder folder_;
};

TEST_F(SettingsTest, DefaultsComeBackAsWritten) {
    Settings settings;
    settings.publication.name = "صحيفة \"الاختبار\"\n";
    settings.publication.address = "https://example.org/";
    settings.publication.editions = {{"en", "https://en.example.org"}, {"fr-TN", "https://example.org/fr"}};
    settings.comments.burst = 9;
    settings.open_metrics = true;
    ASSERT_TRUE(write_default_settings(folder_ / "s.toml", settings));
    auto read = read_settings(folder_ / "s.toml");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->publication.name, settings.publication.name);
    EXPECT_EQ(read->publication.address, "https://example.org");
    ASSERT_EQ(read->publication.editions.size(), 2U);
    EXPECT_EQ(read->publication.editions[1].language, "fr-TN");
    EXPECT_EQ(read->publication.editions[1].address, "https://example.org/fr");
    EXPECT_EQ(read->comments.burst, 9);
    EXPECT_TRUE(read->open_metrics);
    ASSERT_TRUE(write_default_settings(folder_ / "s.toml", {}));
    EXPECT_EQ(read_settings(folder_ / "s.toml")->comments.burst, 9) << "a file that is there is left alone";
}

TEST_F(SettingsTest, AbsentFileMeansDefaults) {
    EXPECT_EQ(read_settings(folder_ / "none.toml")->page_seconds, Settings{}.page_seconds);
}

TEST_F(SettingsTest, NoCredentialIsShipped) {
    const Settings settings;
    EXPECT_EQ(settings.mail.server + settings.mail.user + settings.mail.password, "");
    EXPECT_EQ(settings.store.database, "");
    ASSERT_TRUE(write_default_settings(folder_ / "s.toml", settings));
    const auto read = read_settings(folder_ / "s.toml");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->mail.user + read->mail.password + read->store.database, "");
}

TEST_F(SettingsTest, ValuesHoldNoSecondLine) {
    for (const char* server : {"smtp://mail.example.org\r\nRSET", "smtp://mail.example.org RSET",
                               "http://mail.example.org", "smtp://user:word@mail.example.org"}) {
        Settings settings;
        settings.mail.server = server;
        EXPECT_FALSE(check(settings)) << server;
        settings.mail.server = "smtp://mail.example.org:587";
        EXPECT_TRUE(check(settings));
    }
    Settings settings;
    settings.web.https_subdomains = true;
    EXPECT_FALSE(check(settings)) << "without https_only";
    for (const char* name : {"\"a\\u0000b\"", "\"a\\u001bb\"", "\"a\\rb\""})
        EXPECT_FALSE(set_value(settings, "publication.name", name)) << name;
}

TEST_F(SettingsTest, AHubsAddressHoldsNoPassword) {
    Settings settings;
    for (const char* hub : {"https://hub.example/", "https://hub.example/?a=b@c", "https://hub.example/@x"}) {
        settings.feeds.hub = hub;
        EXPECT_TRUE(check(settings)) << hub;
    }
    for (const char* hub :
         {"https://token@hub.example/", "https://a:b@hub.example", "http://a:b@hub.example?x"}) {
        settings.feeds.hub = hub;
        EXPECT_FALSE(check(settings)) << hub;
    }
}

TEST_F(SettingsTest, HostsOfTheOwnNetworkAreListed) {
    std::ofstream(folder_ / "s.toml")
        << "[outgoing]\nallowed_hosts = [\"hub.internal:8080\", \"10.0.0.0/8\"]\n";
    const auto read = read_settings(folder_ / "s.toml");
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read->outgoing.allowed_hosts.size(), 2u);
    EXPECT_EQ(read->outgoing.allowed_hosts[0].port, 8080);
    EXPECT_TRUE(problem("[outgoing]\nallowed_hosts = [\"http://hub\"]\n")
                    .starts_with("s.toml:2: outgoing.allowed_hosts"));
}

TEST_F(SettingsTest, SlipsAreNamedWithTheirLine) {
    EXPECT_EQ(problem("[publication]\nnmae = \"x\"\n"), "s.toml:2: there is no setting «publication.nmae»");
    EXPECT_EQ(problem("[comments]\nburst = \"x\"\n"),
              "s.toml:2: comments.burst is not a whole number from 1 to 1000");
    EXPECT_EQ(problem("[comments]\nburst = 0\n"),
              "s.toml:2: comments.burst is not a whole number from 1 to 1000");
    EXPECT_EQ(problem("[serve]\nopen_metrics = 1\n"), "s.toml:2: serve.open_metrics is not true or false");
    EXPECT_EQ(problem("[publication]\nname = 5\n"), "s.toml:2: publication.name is not text in quotes");
    for (const char* editions :
         {"\"en\"", "[\"en\"]", "[\"en javascript:alert(1)\"]", "[\"en\\\" https://example.org\"]"})
        EXPECT_TRUE(problem(std::string("[publication]\neditions = ") + editions + "\n")
                        .starts_with("s.toml:2: publication.editions is not a list"))
            << editions;
    EXPECT_TRUE(problem("[publication\n").starts_with("s.toml:1: "));
}

}  // namespace
}  // namespace warraq::settings
