// Story pages as a reader's first request makes them, on one thread and without sockets: read from the store,
// dressed by the press, compressed with gzip. Each story once; prints pages a second and where the time goes.
// usage: taskset -c 0 bench_cold_pages DATA SHARE
#include <chrono>
#include <fmt/format.h>

#include "base/crypto.h"
#include "base/number.h"
#include "bench_site.h"
#include "press/press.h"
#include "serve/cache/encoded_response.h"
#include "story/address.h"

using namespace warraq;
using Clock = std::chrono::steady_clock;

namespace {

double microseconds(Clock::duration spent, std::size_t pages) {
    return std::chrono::duration<double, std::micro>(spent).count() / static_cast<double>(pages);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const auto opened = bench::open_site(argv[1], argv[2]);
    if (!opened) return fmt::print(stderr, "{}\n", opened.error().message), 1;
    const auto& [store, security, indexed, most_read, site, routes] = *opened;

    std::vector<std::string> addresses;
    {
        auto snapshot = store->snapshot();
        auto sections = (*snapshot)->sections();
        for (const auto& section : *sections) {
            const auto cards = (*snapshot)->cards({.section = section.id, .limit = 1'000'000});
            for (const auto& card : *cards) addresses.push_back(story::address_of(card, section));
        }
    }
    std::size_t plain = 0, packed = 0;
    Clock::duration reading{}, making{}, packing{};
    for (const std::string& address : addresses) {
        auto match = routes.router.match(serve::Method::Get, address);
        serve::Request request{.path = address, .captures = match.captures};
        const auto start = Clock::now();
        const auto reply = match.route->handler(request);
        const auto made = Clock::now();
        const auto page = serve::encode_response(reply, serve::Encoding::Gzip, serve::Effort::Page, security);
        const auto done = Clock::now();
        if (reply.status != 200) return 1;
        making += made - start;
        packing += done - made;
        plain += reply.body.size();
        packed += page->body.size();
    }
    // The store's share, measured by itself: the same reads without a page.
    for (const std::string& address : addresses) {
        const auto id = number_from(
            address.substr(address.find('/', 1) + 1, address.rfind('/') - address.find('/', 1) - 1));
        const auto start = Clock::now();
        auto snapshot = store->snapshot();
        auto story = (*snapshot)->story({*id});
        (void)(*snapshot)->sections();
        (void)(*snapshot)->sections();
        (void)(*snapshot)->cards({.section = (*story)->section, .limit = 5});
        (void)(*snapshot)->threads({*id}, store::ThreadOrder::OldestFirst, 0, 50);
        reading += Clock::now() - start;
    }
    const auto pages = addresses.size();
    const double total = microseconds(making + packing, pages);
    fmt::print(
        "{} pages, {:.0f} a second; each {:.0f} us: store {:.0f}, page {:.0f}, gzip {:.0f}; {:.1f} KB, "
        "{:.1f} gzipped\n",
        pages, 1e6 / total, total, microseconds(reading, pages), microseconds(making - reading, pages),
        microseconds(packing, pages), static_cast<double>(plain) / static_cast<double>(pages) / 1e3,
        static_cast<double>(packed) / static_cast<double>(pages) / 1e3);
}
