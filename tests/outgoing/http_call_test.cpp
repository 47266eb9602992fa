// Whom a call reaches: looked at where the connection is made, whatever the address calls it.
#include "outgoing/http_call.h"

#include <atomic>
#include <csignal>
#include <gtest/gtest.h>

#include "outgoing/mail.h"
#include "serve/server.h"
#include "support/table.h"

namespace warraq::outgoing {
namespace {

using namespace std::chrono_literals;

class HttpCallTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);
        serve::Site site;
        site.router.add({serve::Method::Get, "/", [this](const serve::Request&) {
                             ++asked_;
                             return serve::Reply{.body = "here"};
                         }});
        site.router.add({serve::Method::Get, "/inside", [this](const serve::Request&) {
                             ++asked_;
                             serve::Reply reply;
                             reply.status = 302;
                             reply.headers.push_back({"Location", "http://127.0.0.1/"});
                             return reply;
                         }});
        server_ = std::make_unique<serve::Server>(std::move(site), serve::ServerOptions{});
        ASSERT_TRUE(server_->start());
    }
    std::string at(std::string_view host, std::string_view path = "/") const {
        return "http://" + std::string(host) + ":" + std::to_string(server_->port()) + std::string(path);
    }
    static Result<HttpCall::Answer> get(std::string address, Reach reach, std::size_t most_bytes = 100) {
        return HttpCall(std::move(address), std::move(reach), {.time = 20s}, most_bytes).perform({});
    }

    std::atomic<int> asked_{0};
    std::unique_ptr<serve::Server> server_;
};

TEST_F(HttpCallTest, NoSpellingOfAnInsideHostIsReachedFromWhatIsOpen) {
    for (const auto& row : testing::read_table("inside_hosts.tsv")) {
        const auto answer = get(at(row.fields[0]), Reach::open_internet());
        ASSERT_FALSE(answer) << row.fields[0];
        // Where the machine has no IPv6, libcurl finds no address to ask for.
        if (!row.fields[1].starts_with("IPv6")) {
            EXPECT_EQ(answer.error().kind, Error::Kind::Refused) << row.fields[0] << answer.error().message;
        }
    }
    EXPECT_EQ(asked_, 0);
    const auto answer = get(at("127.0.0.1"), Reach::anywhere());
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "here");
}

TEST_F(HttpCallTest, AHostThatTheMachinesOwnerListsIs) {
    const std::string port = std::to_string(server_->port());
    for (const auto& [host, listed] : {std::pair<std::string, std::string>("127.0.0.1", "127.0.0.1"),
                                       {"127.0.0.1", "127.0.0.0/8"},
                                       {"127.1", "127.0.0.1:" + port},
                                       {"LocalHost", "localhost"},
                                       {"localhost", "localhost:" + port}}) {
        EXPECT_TRUE(get(at(host), Reach::open_internet({*AllowedHost::from(listed)})))
            << host << " " << listed;
        const auto other = listed.starts_with("l") ? "localhos" : "127.0.0.2";
        EXPECT_FALSE(get(at(host), Reach::open_internet({*AllowedHost::from(other)}))) << host;
    }
    EXPECT_FALSE(get(at("127.0.0.1"), Reach::open_internet({*AllowedHost::from("127.0.0.1:1")})));
}

TEST_F(HttpCallTest, LeadsNowhereElseAndTakesNoMoreThanItAskedFor) {
    EXPECT_EQ(get(at("127.0.0.1", "/inside"), Reach::anywhere())->status, 302);
    EXPECT_EQ(asked_, 1);
    EXPECT_FALSE(get(at("127.0.0.1"), Reach::anywhere(), 3)) << "a longer answer";
    for (const char* address :
         {"file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "dict://127.0.0.1/", ""})
        EXPECT_FALSE(get(address, Reach::anywhere())) << address;
    HttpCall stopped(at("127.0.0.1"), Reach::anywhere(), {.time = 20s, .stopped = [] { return true; }});
    EXPECT_FALSE(stopped.perform({}));
}

TEST_F(HttpCallTest, AProxyOfTheEnvironmentIsNoWayAround) {
    setenv("http_proxy", at("127.0.0.1").c_str(), 1);
    const auto answer = get(at("10.0.0.1"), Reach::open_internet());
    unsetenv("http_proxy");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::Refused);
    EXPECT_EQ(asked_, 0);
}

TEST_F(HttpCallTest, MailGoesTheSameWay) {
    const std::string port = std::to_string(server_->port());
    for (const auto& row : testing::read_table("inside_hosts.tsv")) {
        const auto sent = send_mail({"smtp://" + row.fields[0] + ":" + port, "", ""}, {"a@b", "c@d", "x"},
                                    Reach::open_internet(), {.time = 20s});
        ASSERT_FALSE(sent) << row.fields[0];
        if (!row.fields[1].starts_with("IPv6")) {
            EXPECT_EQ(sent.error().kind, Error::Kind::Refused) << row.fields[0];
        }
    }
}

}  // namespace
}  // namespace warraq::outgoing
