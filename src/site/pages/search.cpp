// A search and its page.
#include "site/pages/search.h"

#include <algorithm>

#include "site/pages/found_stories.h"
#include "site/pages/search_address.h"
#include "site/pages/search_limit.h"
#include "site/reply.h"

namespace warraq::site {

using serve::Reply;
using Choice = press::SearchChoice;

namespace {

Instant start_of(int year) {
    return std::chrono::sys_days{std::chrono::year{year} / 1 / 1};
}

// One search, from what the address says to what the reader is shown.
struct Search {
    SearchAddress asked;
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
    request.offset = (asked.page - 1) * kFoundOnAPage;
    request.limit = kFoundOnAPage;
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
    if (const auto* in = section()) add("قسم " + in->name, [](SearchAddress& a) { a.section.clear(); });
    if (author) add("بقلم " + author->name, [](SearchAddress& a) { a.author.clear(); });
    if (!asked.year.empty())
        add("سنة " + calendar.year(*year_from(asked.year)), [](SearchAddress& a) { a.year.clear(); });
    if (!asked.from.empty())
        add("من " + calendar.short_date(*date_from(asked.from)), [](SearchAddress& a) { a.from.clear(); });
    if (!asked.to.empty())
        add("إلى " + calendar.short_date(*date_from(asked.to)), [](SearchAddress& a) { a.to.clear(); });
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
        page.correction_address = asked.with([&](SearchAddress& a) { a.q = results.correction; });
    }
    for (const FoundStory& story : found)
        page.found.push_back({story.card,
                              story.section,
                              {story.card.headline, story.headline_marks},
                              {story.snippet.text, story.snippet.marks}});
    const bool newest = request.order == search::Order::Newest;
    page.orders = {{"الأقرب إلى بحثك", 0, asked.with([](SearchAddress& a) { a.sort.clear(); }), !newest},
                   {"الأحدث", 0, asked.with([](SearchAddress& a) { a.sort = "date"; }), newest}};
    if (!request.section)
        for (const search::Count& count : results.sections) {
            const story::Section* in = story::find_section(sections, {count.of});
            if (!in) continue;
            page.section_choices.push_back({in->name, count.stories,
                                            asked.with([&](SearchAddress& a) { a.section = in->slug; }),
                                            false});
        }
    if (asked.year.empty() && results.years.size() > 1)
        for (const search::Count& count : results.years)
            page.year_choices.push_back(
                {calendar.year(static_cast<int>(count.of)), count.stories,
                 asked.with([&](SearchAddress& a) { a.year = std::to_string(count.of); }), false});
    const auto turned_to = [&](int number) {
        SearchAddress other = asked;
        other.page = number;
        return other.address();
    };
    if (asked.page > 1) page.newer = turned_to(asked.page - 1);
    if (asked.page < kLastSearchPage && results.total > std::int64_t{asked.page} * kFoundOnAPage)
        page.older = turned_to(asked.page + 1);
    return page;
}

Result<Reply> show_search(ReadContext& context) {
    const SiteState& site = context.site;
    Search search;
    search.asked = SearchAddress::read(context.request);
    if (auto run = search.run(context); !run) return fail(run.error());
    Reply reply = context.page({});
    reply.tags.clear();
    reply.cache_control = private_cache_control(context);
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

}  // namespace

Result<Reply> search_page(Context& context) {
    if (searches_too_often(context.site.search_limiter, context.request)) return searched_too_often();
    return context.read(show_search);
}

}  // namespace warraq::site
