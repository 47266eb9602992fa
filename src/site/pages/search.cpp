// Search for readers: what an address asks for, the search, and how its results are shown.
#include "site/pages/search.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/ip.h"
#include "base/json_writer.h"
#include "base/number.h"
#include "base/percent.h"
#include "site/pages/found_stories.h"
#include "site/reply.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using Choice = press::SearchChoice;

namespace {

constexpr int kOnAPage = 10;
constexpr int kLastPage = search::kDeepest / kOnAPage;
constexpr int kSuggested = 5;

// What the address of a search says. Values that make no sense are taken for absent.
struct Asked {
    std::string q, section, author, year, from, to, sort;
    int page = 1;

    // The address with one value changed, from its first page.
    template <class Change>
    std::string with(Change change) const {
        Asked other = *this;
        other.page = 1;
        change(other);
        return other.address();
    }
    std::string address() const {
        std::string out = "/search?q=" + percent::encode_value(q);
        for (const auto& [name, value] : filters()) out += "&" + name + "=" + percent::encode_value(value);
        if (page > 1) out += fmt::format("&page={}", page);
        return out;
    }
    std::vector<std::pair<std::string, std::string>> filters() const {
        std::vector<std::pair<std::string, std::string>> out;
        for (const auto& [name, value] :
             {std::pair("section", &section), std::pair("author", &author), std::pair("year", &year),
              std::pair("from", &from), std::pair("to", &to), std::pair("sort", &sort)})
            if (!value->empty()) out.emplace_back(name, *value);
        return out;
    }
};

std::optional<Instant> date_from(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    auto date = from_iso8601(text);
    return date ? std::optional(*date) : std::nullopt;
}

std::optional<int> year_from(std::string_view text) {
    const auto number = number_from(text);
    constexpr int kFirst = 1900, kLast = 2100;
    return number && *number >= kFirst && *number <= kLast ? std::optional(static_cast<int>(*number))
                                                           : std::nullopt;
}

Instant start_of(int year) {
    return std::chrono::sys_days{std::chrono::year{year} / 1 / 1};
}

Asked read_asked(const serve::Request& request) {
    Asked asked;
    asked.q = search::parse_query(request.parameter("q")).text;
    asked.section = request.parameter("section");
    asked.author = request.parameter("author");
    if (year_from(request.parameter("year"))) asked.year = request.parameter("year");
    if (date_from(request.parameter("from"))) asked.from = request.parameter("from");
    if (date_from(request.parameter("to"))) asked.to = request.parameter("to");
    if (request.parameter("sort") == "date") asked.sort = "date";
    if (const auto page = number_from(request.parameter("page")))
        asked.page = static_cast<int>(std::min<std::int64_t>(*page, kLastPage));
    return asked;
}

// One search, from what the address says to what the reader is shown.
struct Search {
    Asked asked;
    search::Request request;
    std::span<const story::Section> sections;
    std::optional<story::Person> author;
    search::Results results;
    std::vector<FoundStory> found;
    bool unavailable = false;

    Result<void> run(ReadContext& context);
    press::SearchPage page(const search::Index& index, const press::Calendar& calendar) const;

  private:
    const story::Section* section() const;
    std::vector<Choice> chosen(const press::Calendar& calendar) const;
};

const story::Section* Search::section() const {
    const auto named = std::find_if(sections.begin(), sections.end(),
                                    [&](const story::Section& s) { return s.slug == asked.section; });
    return named == sections.end() ? nullptr : &*named;
}

Result<void> Search::run(ReadContext& context) {
    auto known = context.sections();
    if (!known) return fail(known.error());
    sections = *known;
    if (!section()) asked.section.clear();
    if (!asked.author.empty()) {
        auto person = context.reader.person(asked.author);
        if (!person) return fail(person.error());
        author = std::move(*person);
        if (!author) asked.author.clear();
    }
    request.query = search::parse_query(asked.q);
    if (const auto* wanted = section()) request.section = wanted->id;
    if (author) request.author = author->id;
    request.from = date_from(asked.from);
    if (const auto to = date_from(asked.to)) request.until = *to + std::chrono::days(1);
    if (const auto year = year_from(asked.year)) {
        request.from = start_of(*year);
        request.until = start_of(*year + 1);
    }
    request.order = asked.sort == "date" ? search::Order::Newest : search::Order::Relevance;
    request.offset = (asked.page - 1) * kOnAPage;
    request.limit = kOnAPage;
    if (!request.query.asks()) return {};
    auto answer = context.site.index.search(request);
    if (!answer) {
        unavailable = true;  // the index is being made: a page that says so
        return {};
    }
    results = std::move(*answer);
    auto stories = read_found(context.reader, results);
    if (!stories) return fail(stories.error());
    found = std::move(*stories);
    return {};
}

std::vector<Choice> Search::chosen(const press::Calendar& calendar) const {
    std::vector<Choice> out;
    const auto add = [&](std::string name, auto clear) {
        out.push_back({std::move(name), 0, asked.with(clear), true});
    };
    if (const auto* in = section()) add("قسم " + in->name, [](Asked& a) { a.section.clear(); });
    if (author) add("بقلم " + author->name, [](Asked& a) { a.author.clear(); });
    if (!asked.year.empty())
        add("سنة " + calendar.year(*year_from(asked.year)), [](Asked& a) { a.year.clear(); });
    if (!asked.from.empty())
        add("من " + calendar.short_date(*date_from(asked.from)), [](Asked& a) { a.from.clear(); });
    if (!asked.to.empty())
        add("إلى " + calendar.short_date(*date_from(asked.to)), [](Asked& a) { a.to.clear(); });
    return out;
}

press::SearchPage Search::page(const search::Index& index, const press::Calendar& calendar) const {
    using Answer = press::SearchPage::Answer;
    press::SearchPage page;
    page.sections = sections;
    page.query = asked.q;
    page.kept = asked.filters();
    page.chosen = chosen(calendar);
    if (!request.query.asks()) {
        page.answer = asked.q.empty() ? Answer::None : Answer::Nothing;
        return page;
    }
    page.incomplete = unavailable || index.is_being_made();
    page.answer = unavailable                  ? Answer::BeingMade
                  : results.total == 0         ? Answer::Nothing
                  : !results.nearest           ? Answer::Found
                  : results.correction.empty() ? Answer::Nearest
                                               : Answer::Mended;
    page.total = results.total;
    page.exact = results.exact;
    if (!results.correction.empty()) {
        page.correction = results.correction;
        page.correction_address = asked.with([&](Asked& a) { a.q = results.correction; });
    }
    for (const FoundStory& story : found)
        page.found.push_back({story.card,
                              story.section,
                              {story.card.headline, story.headline_marks},
                              {story.snippet.text, story.snippet.marks}});
    const bool newest = request.order == search::Order::Newest;
    page.orders = {{"الأقرب إلى بحثك", 0, asked.with([](Asked& a) { a.sort.clear(); }), !newest},
                   {"الأحدث", 0, asked.with([](Asked& a) { a.sort = "date"; }), newest}};
    if (!request.section)
        for (const search::Count& count : results.sections) {
            const story::Section* in = story::find_section(sections, {count.of});
            if (!in) continue;
            page.section_choices.push_back(
                {in->name, count.stories, asked.with([&](Asked& a) { a.section = in->slug; }), false});
        }
    if (asked.year.empty() && results.years.size() > 1)
        for (const search::Count& count : results.years)
            page.year_choices.push_back({calendar.year(static_cast<int>(count.of)), count.stories,
                                         asked.with([&](Asked& a) { a.year = std::to_string(count.of); }),
                                         false});
    const auto turned_to = [&](int number) {
        Asked other = asked;
        other.page = number;
        return other.address();
    };
    if (asked.page > 1) page.newer = turned_to(asked.page - 1);
    if (asked.page < kLastPage && results.total > std::int64_t{asked.page} * kOnAPage)
        page.older = turned_to(asked.page + 1);
    return page;
}

// What was searched for is the reader's own.
std::string private_cache_control(const SiteState& site) {
    return fmt::format("private, max-age={}", site.settings.page_seconds);
}

Result<Reply> show_search(ReadContext& context) {
    const SiteState& site = context.site;
    Search search;
    search.asked = read_asked(context.request);
    if (auto run = search.run(context); !run) return fail(run.error());
    Reply reply = context.page({});
    reply.tags.clear();
    reply.cache_control = private_cache_control(site);
    if (search.unavailable) {
        reply.status = 503;
        reply.headers.push_back(retry_after());
        reply.cache_control = "no-store";
    }
    if (context.request.parameter("format") == "json") {
        reply.type = "application/json; charset=utf-8";
        reply.body = search.unavailable ? "{\"error\":\"the search index is being made\"}"
                                        : found_json(search.request.query, search.results, search.found,
                                                     site.settings.publication);
        return reply;
    }
    reply.body = site.press.search_page(search.page(site.index, site.press.calendar()));
    return reply;
}

Result<Reply> suggest(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    Reply reply;
    reply.type = "application/json; charset=utf-8";
    reply.cache_control = private_cache_control(context.site);
    const auto found = context.site.index.suggest(context.request.parameter("q"), kSuggested);
    JsonWriter json;
    json.object().array("queries");
    if (found)
        for (const std::string& query : found->queries) json.text(query);
    json.end().array("stories");
    if (found)
        for (const search::Hit& hit : found->stories) {
            auto card = context.reader.card(hit.story);
            if (!card || !*card) continue;
            const story::Section* section = story::find_section(*sections, (*card)->section);
            if (!section) continue;
            json.object().text("headline", (*card)->headline);
            json.text("url", percent::encode_address(story::address_of(**card, *section))).end();
        }
    reply.body = json.take();
    return reply;
}

Reply too_often() {
    Reply reply = bare_error(429);
    reply.headers.push_back({"Retry-After", "60"});
    return reply;
}

}  // namespace

bool searches_too_often(serve::AddressLimiter& limiter, const serve::Request& request) {
    const auto address = IpAddress::from(request.address);
    return address && is_public(*address) &&
           !limiter.allow(request.address, std::chrono::steady_clock::now());
}

Result<Reply> search_page(Context& context) {
    if (searches_too_often(context.site.search_limiter, context.request)) return too_often();
    return context.read(show_search);
}

Result<Reply> search_suggestions(Context& context) {
    if (searches_too_often(context.site.suggestion_limiter, context.request)) return too_often();
    return context.read(suggest);
}

}  // namespace warraq::site
