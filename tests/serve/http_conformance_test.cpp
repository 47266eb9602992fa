// Conformance to RFC 9110 and 9112 over HTTP/1, and that every section with a MUST for servers has a test.
#include <cstring>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <optional>

#include "serve/server.h"
#include "support/conformance.h"
#include "support/http_client.h"

namespace warraq::serve {
namespace {

using testing::Answer;
using testing::Case;
using testing::HttpClient;
using testing::split;
using Faults = std::vector<std::string>;

constexpr const char* kTable = "http_cases.tsv";
const std::string kEnd = "␄";  // in the table: the client shuts down its side

enum class Pace { AtOnce, ByteByByte };

// "200{Allow: GET|!Content-Length|=text|head}".
struct Expected {
    int status = 0;
    std::vector<std::string> checks;
    bool to_head() const { return std::find(checks.begin(), checks.end(), "head") != checks.end(); }
};

struct Answers {
    std::vector<Expected> expected;
    bool stays = false;
};

Answers read_expected(const std::string& text) {
    Answers answers;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            ++at;
        } else if (text[at] == '-') {
            answers.stays = true;
            ++at;
        } else {
            Expected one;
            one.status = std::stoi(text.substr(at));
            at = std::min(text.find_first_not_of("0123456789", at), text.size());
            if (at < text.size() && text[at] == '{') {
                const auto end = text.find('}', at);
                one.checks = split(text.substr(at + 1, end - at - 1), "|");
                at = end + 1;
            }
            if (one.status) answers.expected.push_back(std::move(one));
        }
    }
    return answers;
}

bool has(const Answer& answer, const std::string& name) {
    return answer.head.find("\r\n" + name + ":") != std::string::npos;
}

void check(const Expected& expected, const Answer& got, Faults& faults) {
    for (const std::string& check : expected.checks) {
        const auto colon = check.find(": ");
        bool kept = true;
        if (check == "head")
            continue;
        else if (check.starts_with('='))
            kept = got.body == check.substr(1);
        else if (check.starts_with('!'))
            kept = !has(got, check.substr(1));
        else if (colon != check.npos)
            kept = got.field(check.substr(0, colon)) == check.substr(colon + 2);
        else
            kept = has(got, check);
        if (!kept) faults.push_back("not «" + check + "» but\n" + got.head + "\n" + got.body);
    }
}

// "HTTP/1.1 200 OK": the reason may be empty, but not the space before it.
bool is_status_line(const std::string& line) {
    const auto digit = [&](std::size_t at) {
        return std::isdigit(static_cast<unsigned char>(line[at])) != 0;
    };
    return line.size() >= 13 && line.starts_with("HTTP/1.1 ") && digit(9) && digit(10) && digit(11) &&
           line[12] == ' ' && line.find_first_of("\r\n") == line.npos;
}

bool is_field(const std::string& line) {
    const auto colon = line.find_first_not_of(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    return colon != 0 && colon != line.npos && line.compare(colon, 2, ": ") == 0 &&
           line.find_first_of(std::string("\r\n\0", 3)) == line.npos;
}

// Rules for every answer.
void check_form(const Answer& got, bool closes, Faults& faults) {
    const auto demand = [&](bool kept, const std::string& rule) {
        if (!kept) faults.push_back(rule + ":\n" + got.head);
    };
    const auto lines = split(got.head.substr(0, got.head.size() - 2), "\r\n");
    demand(is_status_line(lines[0]), "a status line (RFC 9112, 4)");
    std::set<std::string> names;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        demand(is_field(lines[i]), "fields (RFC 9112, 5): " + lines[i]);
        demand(names.insert(lines[i].substr(0, lines[i].find(':'))).second,
               "no repeated field (RFC 9110, 5.3): " + lines[i]);
    }
    const bool interim = got.status < 200;
    demand(!has(got, "Transfer-Encoding"), "no Transfer-Encoding (RFC 9112, 6.1)");
    if (interim || got.status == 204)
        demand(!has(got, "Content-Length"), "no Content-Length (RFC 9110, 8.6)");
    if (!interim) {
        const auto date = from_http_date(got.field("Date"));
        demand(date.has_value(), "a Date (RFC 9110, 6.6.1)");
        const auto modified = from_http_date(got.field("Last-Modified"));
        if (date && modified) demand(*modified <= *date, "Last-Modified not after Date (RFC 9110, 8.8.2.1)");
        demand(!closes || got.field("Connection") == "close",
               "Connection: close before closing (RFC 9112, 9.6)");
    }
    if (got.status == 401) demand(has(got, "WWW-Authenticate"), "WWW-Authenticate (RFC 9110, 15.5.2)");
    if (got.status == 405) demand(has(got, "Allow"), "Allow (RFC 9110, 15.5.6)");
    if (got.status == 206)
        demand(has(got, "Content-Range") != got.field("Content-Type").starts_with("multipart/byteranges"),
               "Content-Range or multipart/byteranges (RFC 9110, 15.3.7)");
    demand(got.status != 101 && got.status != 205 && got.status != 426, "no 101, 205 or 426");
}

class HttpConformance : public ::testing::Test {
  protected:
    void SetUp() override {
        Limits limits;
        limits.idle_time = std::chrono::seconds(5);
        server_ = std::make_unique<Server>(testing::conformance_site(events_),
                                           ServerOptions{.threads = 2, .limits = limits});
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
        HttpClient reader(server_->port());
        etag_ = reader.get("/").field("ETag");
        file_etag_ = reader.get("/file").field("ETag");
        ASSERT_FALSE(etag_.empty() || file_etag_.empty());
    }

    Faults play(const Case& one, Pace pace) const {
        Faults faults;
        HttpClient reader(server_->port());
        const int at_once = 1;
        setsockopt(reader.socket(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        std::size_t gone_through = 0;
        for (const Case::Step& step : one.steps) {
            send(reader, with_etags(step.sent), pace);
            const auto answers = read_expected(with_etags(step.back));
            const bool last = ++gone_through == one.steps.size();
            const bool closes = last && !answers.stays;
            for (std::size_t i = 0; i < answers.expected.size(); ++i) {
                const Expected& expected = answers.expected[i];
                auto got = reader.receive(expected.to_head());
                // 100 is optional, depending on how fast the body arrives; never for HTTP/1.0.
                if (got.status == 100 && expected.status != 100 && !is_old(one))
                    got = reader.receive(expected.to_head());
                if (got.status != expected.status) {
                    faults.push_back("not " + std::to_string(expected.status) + " but " +
                                     std::to_string(got.status));
                    return faults;
                }
                const bool half_closed = step.sent.ends_with(kEnd);
                check(expected, got, faults);
                check_form(got, closes && !half_closed && i + 1 == answers.expected.size(), faults);
            }
            if (!last) continue;
            if (answers.stays) {
                const int status = reader.get("/").status;
                if (status != 200) faults.push_back("next request: " + std::to_string(status));
            } else if (!reader.closed()) {
                faults.push_back("the connection stays open");
            }
        }
        return faults;
    }

    const std::shared_ptr<EventStream> events_ = std::make_shared<EventStream>();
    std::unique_ptr<Server> server_;

  private:
    static bool is_old(const Case& one) {
        return one.steps[0].sent.find(" HTTP/1.0\r\n") != std::string::npos;
    }
    static void send(HttpClient& reader, std::string bytes, Pace pace) {
        const bool ends = bytes.ends_with(kEnd);
        if (ends) bytes.resize(bytes.size() - kEnd.size());
        if (pace == Pace::AtOnce)
            reader.send(bytes);
        else
            for (const char byte : bytes) reader.send({&byte, 1});
        if (ends) reader.finish_sending();
    }
    std::string with_etags(std::string text) const {
        for (const auto& [name, tag] : {std::pair("$etag", etag_), {"$file", file_etag_}})
            for (auto at = text.find(name); at != text.npos; at = text.find(name, at))
                text.replace(at, std::strlen(name), tag);
        return text;
    }

    std::string etag_, file_etag_;
};

TEST_F(HttpConformance, CasesOfTheTable) {
    for (const Case& one : testing::read_cases(kTable)) testing::report(kTable, one, play(one, Pace::AtOnce));
}

TEST_F(HttpConformance, CasesOfTheTableByteByByte) {
    for (const Case& one : testing::read_cases(kTable))
        testing::report(kTable, one, play(one, Pace::ByteByByte));
}

// Columns: section, rule, "applies" or the reason why not, then tests outside of the tables, if any.
TEST(HttpSections, EachThatAppliesHasACase) {
    const std::vector<std::string> tables = {kTable, "http2_cases.tsv", "http2_frames.tsv"};
    const auto named = testing::sections_of(tables);
    const auto tests = testing::names_of_tests();
    std::set<std::string> listed;
    for (const auto& row : testing::read_table("http_sections.tsv")) {
        ASSERT_GE(row.fields.size(), 3U) << "line " << row.line;
        const std::string& section = row.fields[0];
        EXPECT_TRUE(listed.insert(section).second) << section << " is listed twice";
        for (std::size_t i = 3; i < row.fields.size(); ++i)
            EXPECT_TRUE(tests.count(row.fields[i])) << section << ": no test " << row.fields[i];
        const bool covered = named.count(section) || row.fields.size() > 3;
        if (row.fields[2] == "applies") {
            EXPECT_TRUE(covered) << section << " has no case: " << row.fields[1];
        }
    }
    for (const std::string& section : named)
        EXPECT_TRUE(listed.count(section)) << section << " has a case and is not listed";
}

}  // namespace
}  // namespace warraq::serve
