// Reads the conformance tables (tests/data/http_cases.tsv, http2_cases.tsv, http2_frames.tsv) and makes the
// site that they are run against. A line is
//
//     sections <tab> send <tab> expect [<tab> send <tab> expect …] [<tab> fails: reason]
//
// `sections` are the RFC sections that the case tests, "9112 5.1, 9110 5.5", or "-" for behaviour of our own.
// "fails:" marks a known violation: the case must fail, and the test tells when the mark can go.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"
#include "serve/routing/site.h"
#include "support/table.h"

namespace warraq::testing {

inline std::vector<std::string> split(const std::string& text, const std::string& between) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(between, at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + between.size();
    }
    return parts;
}

struct Case {
    struct Step {
        std::string sent, back;
    };
    int line = 0;
    std::vector<std::string> sections;
    std::vector<Step> steps;
    std::string fails;  // reason of a known violation; empty otherwise
};

// "‹ab*3›" is "ababab".
inline std::string repeated(std::string text) {
    const std::string open = "‹", close = "›";
    for (std::size_t at = 0; (at = text.find(open, at)) != text.npos;) {
        const auto end = text.find(close, at), star = text.rfind('*', end);
        const auto part = text.substr(at + open.size(), star - at - open.size());
        std::string all;
        for (int left = std::stoi(text.substr(star + 1)); left > 0; --left) all += part;
        text.replace(at, end + close.size() - at, all);
        at += all.size();
    }
    return text;
}

inline std::vector<Case> read_cases(const std::string& table) {
    constexpr std::string_view kFails = "fails: ";
    std::vector<Case> cases;
    for (auto& row : read_table(table)) {
        Case one{row.line, {}, {}, {}};
        if (row.fields.back().starts_with(kFails)) {
            one.fails = row.fields.back().substr(kFails.size());
            row.fields.pop_back();
        }
        if (row.fields.size() < 3 || row.fields.size() % 2 == 0)
            throw std::runtime_error(table + ", line " + std::to_string(row.line) + ": not a case");
        if (row.fields[0] != "-") one.sections = split(row.fields[0], ", ");
        for (std::size_t i = 1; i < row.fields.size(); i += 2)
            one.steps.push_back({repeated(row.fields[i]), row.fields[i + 1]});
        cases.push_back(std::move(one));
    }
    return cases;
}

// Reports the faults of a case, or the lack of them where it is known to fail.
inline void report(const std::string& table, const Case& one, const std::vector<std::string>& faults) {
    if (one.fails.empty())
        for (const std::string& fault : faults)
            ADD_FAILURE() << table << ", line " << one.line << ": " << fault << "\n  "
                          << one.steps[0].sent.substr(0, 300);
    else if (faults.empty())
        ADD_FAILURE() << table << ", line " << one.line << " passes now: remove its «fails:»";
}

// Routes for all cases. "/me" echoes the request's host, and its cookie if there is one.
inline serve::Site conformance_site(const std::shared_ptr<serve::EventStream>& events) {
    using serve::Method;
    using serve::Reply;
    using serve::Request;
    const auto kept = [](std::string body, Instant modified) {
        return [body = std::move(body), modified](const Request&) {
            Reply reply;
            reply.body = body;
            reply.cache_control = "public, max-age=30";
            reply.last_modified = modified;
            return reply;
        };
    };
    const auto picture = [](std::string body) {
        return [body = std::move(body)](const Request&) {
            Reply reply;
            reply.type = "image/png";
            reply.body = body;
            reply.cache_control = "public, max-age=30";
            reply.last_modified = from_unix(1'000'000);
            reply.ranges = true;
            return reply;
        };
    };
    const auto echo = [](const Request& request) {
        return Reply{.body = "got " + std::string(request.body)};
    };
    serve::Site site;
    auto& router = site.router;
    router.add({Method::Get, "/", kept(std::string(600, 'p'), from_unix(1'000'000)), {.cached = true}});
    router.add({Method::Get, "/future", kept("soon", now() + std::chrono::hours(24)), {.cached = true}});
    router.add({Method::Get, "/me", [](const Request& request) {
                    return Reply{.body = request.host + (request.cookie.empty() ? "" : " ") + request.cookie};
                }});
    router.add({Method::Get,
                "/asked",
                [](const Request& request) { return Reply{.body = std::string(request.parameter("q"))}; },
                {.parameters = {"q"}}});
    router.add({Method::Get, "/slow", [](const Request&) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(30));
                    return Reply{.body = "at last"};
                }});
    router.add({Method::Get, "/file", picture("0123456789"), {.cached = true, .compressed = false}});
    router.add(
        {Method::Get, "/large", picture(std::string(100'000, 'x')), {.cached = true, .compressed = false}});
    router.add({Method::Post, "/form", echo, {.max_body = 64}});
    router.add({Method::Post, "/upload", echo, {.max_body = 1 << 20, .admits = [](const Request& request) {
                                                    return request.cookie == "editor"
                                                               ? serve::Admission{}
                                                               : serve::Admission::refused(401);
                                                }}});
    router.add({Method::Get,
                "/live",
                [](const Request&) { return Reply{.type = "text/event-stream"}; },
                {.events = [events](const Request&) { return events; }}});
    return site;
}

// All sections that the cases of these tables name.
inline std::set<std::string> sections_of(const std::vector<std::string>& tables) {
    std::set<std::string> named;
    for (const std::string& table : tables)
        for (const Case& one : read_cases(table)) named.insert(one.sections.begin(), one.sections.end());
    return named;
}

// "Suite.Name" of every test in this binary.
inline std::set<std::string> names_of_tests() {
    std::set<std::string> names;
    const auto& all = *::testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
        const auto& suite = *all.GetTestSuite(i);
        for (int j = 0; j < suite.total_test_count(); ++j)
            names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(j)->name());
    }
    return names;
}

}  // namespace warraq::testing
