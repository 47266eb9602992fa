// What is hidden stays hidden: two newsrooms, one with hidden things and one without, are asked for every
// address that strangers may ask for, and answer alike, byte for byte.
#include "support/two_newsrooms.h"

#include <map>
#include <set>

namespace warraq::testing {
namespace {

using serve::Method;
using Texts = std::vector<std::string>;

// What captures and parameters may be: things that both know, things that are hidden in one, and nothing at
// all.
struct Pool {
    explicit Pool(const Newsroom::Known& known) {
        const auto add = [&](std::int64_t id) { numbers.push_back(std::to_string(id)); };
        for (const auto id : {known.first, known.last, known.page, known.withdrawn, known.withdrawn_too,
                              known.withdrawn_page, known.later, known.far})
            add(id.value);
        for (std::int64_t id = known.withdrawn_page.value + 1; id < known.withdrawn_page.value + 8; ++id)
            add(id);
        for (const std::int64_t id : {0, 2, 3, 9'999, 5'001}) add(id);
        for (const auto id : {known.first, known.page, known.withdrawn, known.withdrawn_page, known.far})
            few_numbers.push_back(std::to_string(id.value));
        for (const std::int64_t id : {known.withdrawn_page.value + 1, std::int64_t{9'999}})
            few_numbers.push_back(std::to_string(id));
    }

    Texts numbers, few_numbers;
    Texts sections = {"local", "economy", "oil", "empty", "none"};
    Texts people = {"سلمى-النجار", "كريم-العلوي", "غسان-المسحوب", "بسمة-الخفية", "لا-أحد"};
    Texts topics = {"ميناء-صلالة", "الشحن-البحري", "وزارة-القرنفل", "زنبقستان", "لا-شيء"};
    Texts slugs = {"ميناء-صلالة-يستقبل-السفينة-رقم-0", "فضيحة-القرنفلاوي-في-ميناء-صلالة",
                   "زنبقستان-0-مسودة-الزنبقي", "غير-ذلك"};
    Texts words = {
        "ميناء",    "السفينة",     "القرنفلاوي",    "القرنفلاوى", "القرنفلوي",       "قرنف",
        "زنبقستان", "زنبقستن",     "زنب",           "وزارة",      "\"ميناء صلالة\"", "-ميناء سفينة",
        "غسان",     "بسمة الخفية", "فضيحة الميناء", "صلال",       "البحري",          "زيتون"};
    Texts dates = {"2023-11-14", "2023-11-14T22:20:00", "2024-01-22", "2023-01-01", "2099-01-01", "x"};
    Texts counts = {"1", "2", "5", "100", "0", "x"};
    Texts files = {"logo.sets.webp", "logo.sets-400.webp", "report.pdf",
                   "withdrawn.pdf",  "draft.pdf",          "none.pdf"};
    Texts feeds = {"rss.xml", "atom.xml", "feed.json", "none.xml"};

    Pool& with_pictures() {
        for (const char* hash : {"aaaa", "bbbb", "cccc", "dddd0", "dddd1", "dddd2", "eeee", "ffff"})
            for (const char* size : {".sets.webp", ".sets-800.webp", ".sets-400.webp", ".sets.avif",
                                     ".sets.jpg", ".sets-1600.webp", ".pdf"})
                files.push_back(std::string(hash) + size);
        return *this;
    }
};

// The addresses of a route: its pattern with each of its captures in turn.
Texts filled(const std::string& pattern, const std::map<std::string, Texts>& captures) {
    Texts out = {pattern};
    for (bool more = true; more;) {
        more = false;
        Texts next;
        for (const std::string& path : out) {
            const auto open = path.find('{');
            if (open == path.npos) {
                next.push_back(path);
                continue;
            }
            more = true;
            const auto close = path.find('}', open);
            const auto found = captures.find(path.substr(open + 1, close - open - 1));
            if (found == captures.end()) return {};
            for (const std::string& value : found->second)
                next.push_back(path.substr(0, open) + value + path.substr(close + 1));
        }
        out = std::move(next);
    }
    return out;
}

struct Grammar {
    std::map<std::string, Texts> captures = {};
    std::map<std::string, Texts> parameters = {};
    Texts forms = {};       // of what is sent
    Texts more = {};        // addresses beside those
    bool thorough = false;  // parameters are tried at each address, not at the first few
};

class Grammars {
  public:
    explicit Grammars(Pool pool) : pool_(std::move(pool)) {
        const Texts& ids = pool_.numbers;
        const std::map<std::string, Texts> river = {{"before", ids}, {"after", ids}};
        auto listed = river;
        listed.insert({{"section", pool_.sections},
                       {"topic", pool_.topics},
                       {"author", pool_.people},
                       {"limit", pool_.counts}});
        const std::map<std::string, Texts> search = {
            {"q", pool_.words},       {"section", pool_.sections},
            {"author", pool_.people}, {"year", {"2023", "2024", "2099"}},
            {"from", pool_.dates},    {"to", pool_.dates},
            {"sort", {"date"}},       {"page", pool_.counts},
            {"format", {"json"}}};
        Texts searches, suggestions;
        for (const std::string& word : pool_.words) {
            for (const char* more : {"&format=json", "&sort=date", "&section=local", "&year=2023"})
                searches.push_back("/search?q=" + percent::encode_value(word) + more);
            for (const std::string& author : pool_.people)
                searches.push_back("/search?format=json&q=" + percent::encode_value(word) +
                                   "&author=" + percent::encode_value(author));
            suggestions.push_back("/search/suggest?q=" + percent::encode_value("ميناء " + word));
        }
        Texts share = {"site-0000000000.png"};
        for (const std::string& id : ids) share.push_back(id + "-0000000000.png");
        Texts sitemaps = {"pages.xml", "1.xml", "2.xml", "3.xml", "4.xml"};
        Texts embedded;
        for (const std::string& id : ids)
            for (const char* slug : {"x", "فضيحة-القرنفلاوي-في-ميناء-صلالة"})
                embedded.push_back("/local/" + id + "/" + slug);
        Texts comments = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "99"}, comment_files;
        for (const std::string& id : ids) comment_files.push_back(id + ".xml");

        at("GET /", {.parameters = {{"p", with(ids, {"16", "99"})},
                                    {"page_id", ids},
                                    {"attachment_id", ids},
                                    {"cat", ids},
                                    {"tag", {"carnation", "x"}},
                                    {"author", ids},
                                    {"m", {"2018", "201802", "20180205", "202311"}},
                                    {"feed", {"rss2", "comments-rss2"}},
                                    {"s", pool_.words}}});
        for (const char* plain : {"/most-read", "/api/v1/site", "/api/v1/most-read", "/live", "/health/live",
                                  "/health/ready", "/metrics", "/xmlrpc.php", "/feed/comments.xml",
                                  "/sitemap.xml", "/sitemap/news.xml", "/feeds.opml", "/robots.txt"})
            at(std::string("GET ") + plain, {});
        at("POST /xmlrpc.php", {.forms = {"<methodCall/>"}});
        at("GET /api/v1/stories",
           {.parameters = listed,
            .more = {"/api/v1/stories?author=" + percent::encode_value(pool_.people[2]) + "&before=1"}});
        at("GET /api/v1/stories/{id}", {.captures = {{"id", ids}}});
        at("GET /api/v1/stories/{id}/comments",
           {.captures = {{"id", ids}}, .parameters = {{"page", pool_.counts}}});
        at("GET /api/v1/topics",
           {.parameters = {{"contains", with(pool_.words, pool_.topics)}, {"limit", pool_.counts}}});
        wordpress();
        at("GET /feed/comments/{file}", {.captures = {{"file", comment_files}}});
        at("GET /feed/{file}", {.captures = {{"file", pool_.feeds}}});
        const std::map<std::string, Texts> days = {{"year", {"2023", "2024", "2027", "2096", "1"}},
                                                   {"month", {"01", "11", "12"}},
                                                   {"day", {"14", "22"}}};
        for (const char* archive :
             {"/archive/{year}", "/archive/{year}/{month}", "/archive/{year}/{month}/{day}"})
            at(std::string("GET ") + archive, {
                                                  .captures = days,
                                                  .parameters = river,
                                              });
        at("GET /sitemap/{file}", {.captures = {{"file", sitemaps}}});
        at("GET /.well-known/acme-challenge/{token}", {.captures = {{"token", {"x"}}}});
        at("GET /oembed", {.parameters = {{"url", embedded},
                                          {"format", {"xml", "json"}},
                                          {"maxwidth", {"100"}},
                                          {"maxheight", {"100"}}}});
        at("GET /search", {.parameters = search, .more = searches});
        at("GET /search/suggest", {.parameters = search, .more = suggestions});
        at("GET /media/{name}", {.captures = {{"name", Pool(pool_).with_pictures().files}}});
        at("GET /share/{file}", {.captures = {{"file", share}}});
        at("GET /comments/{id}", {.captures = {{"id", comments}}});
        at("GET /author/{slug}", {.captures = {{"slug", pool_.people}}, .parameters = river});
        at("GET /topic/{slug}", {.captures = {{"slug", pool_.topics}}, .parameters = river});
        at("GET /author/{slug}/feed/{file}", {.captures = {{"slug", pool_.people}, {"file", pool_.feeds}}});
        at("GET /topic/{slug}/feed/{file}", {.captures = {{"slug", pool_.topics}, {"file", pool_.feeds}}});
        at("GET /{section}/feed/{file}", {.captures = {{"section", pool_.sections}, {"file", pool_.feeds}}});
        at("GET /{section}",
           {.captures = {{"section", with(pool_.sections, {"about", "gone", "secret-page", "go",
                                                           "go-withdrawn", "go-secret"})}},
            .parameters = river,
            .more = {"/2018/02/05/old", "/2018/02/05/old/", "/2018/02/05/old/feed/",
                     "/2018/02/05/old-withdrawn", "/2018/02/05/old-withdrawn/feed/", "/2018/02/05/old-secret",
                     "/2018/02/05/old-secret/feed/", "/author/salma-old", "/author/secret-old",
                     "/category/local", "/category/local/feed/", "/wp-content/uploads/2018/02/port.jpg",
                     "/wp-content/uploads/2018/02/port-150x150.jpg", "/wp-content/uploads/2018/02/secret.jpg",
                     "/gone/feed/", "/archives/16", "/archives/99"}});
        at("GET /{section}/{id}", {.captures = {{"section", pool_.sections}, {"id", ids}}});
        at("GET /{section}/{id}/{slug}",
           {.captures = {{"section", {"local", "economy"}}, {"id", ids}, {"slug", pool_.slugs}},
            .parameters = {{"comment", {"received", "x"}}, {"comments", pool_.counts}, {"reply", comments}}});
        Texts forms = {"name=n&text=t", "website=x", "text=&name="};
        for (const std::string& parent : comments)
            forms.push_back("name=n&text=t&email=a@b.example&token=1.x&parent=" + parent);
        at("POST /{section}/{id}/{slug}",
           {.captures = {{"section", {"local"}}, {"id", ids}, {"slug", {"x"}}}, .forms = forms});
    }

    // Nothing: nobody told how it may be asked.
    const Grammar* of(const serve::Route& route) {
        const std::string key = fmt::format("{} {}", serve::to_string(route.method), route.pattern);
        used_.insert(key);
        if (const auto found = grammars_.find(key); found != grammars_.end()) return &found->second;
        if (!route.pattern.starts_with("/desk")) return nullptr;
        // Strangers are told nothing there, whatever they ask for.
        Grammar& desk = grammars_[key];
        for (const char* capture : {"id", "revision", "token"}) desk.captures[capture] = {"1", "28", "99999"};
        desk.captures["name"] = {"aaaa.sets.webp", "cccc.sets.webp", "dddd0.sets.webp", "none.webp"};
        for (const std::string& parameter : route.options.parameters) desk.parameters[parameter] = {"1", "x"};
        if (route.method != Method::Get) desk.forms = {"{}"};
        return &desk;
    }

    // Of routes that are not there.
    Texts idle() const {
        Texts out;
        for (const auto& [key, grammar] : grammars_)
            if (!used_.contains(key)) out.push_back(key);
        return out;
    }

  private:
    static Texts with(Texts some, const Texts& more) {
        some.insert(some.end(), more.begin(), more.end());
        return some;
    }
    void at(const std::string& route, Grammar grammar) { grammars_.emplace(route, std::move(grammar)); }

    void wordpress() {
        const Texts& ids = pool_.few_numbers;
        const Texts collections = {"posts",    "pages",  "categories", "tags",       "users",    "media",
                                   "comments", "search", "types",      "taxonomies", "statuses", "none"};
        std::map<std::string, Texts> parameters = {
            {"context", {"embed", "edit"}},
            {"page", pool_.counts},
            {"per_page", pool_.counts},
            {"offset", pool_.counts},
            {"search", pool_.words},
            {"after", pool_.dates},
            {"before", pool_.dates},
            {"modified_after", pool_.dates},
            {"modified_before", pool_.dates},
            {"author", {"1", "2", "3", "4"}},
            {"author_exclude", {"1", "3", "4"}},
            {"categories", {"1", "2", "3", "4"}},
            {"categories_exclude", {"1", "4"}},
            {"tags", {"1", "2", "3", "4", "5"}},
            {"tags_exclude", {"1", "3", "4"}},
            {"slug", with(pool_.slugs, with(pool_.people, pool_.topics))},
            {"include", ids},
            {"exclude", ids},
            {"order", {"asc", "desc"}},
            {"orderby", {"date", "modified", "id", "title", "slug", "include", "relevance", "name", "count"}},
            {"status", {"publish", "any", "draft"}},
            {"sticky", {"true", "false"}},
            {"parent", ids},
            {"post", ids},
            {"hide_empty", {"true"}},
            {"type", {"post"}},
            {"subtype", {"post", "page"}},
            {"_embed", {"1", "author", "wp:term"}},
            {"_fields", {"id,count", "id,_links"}}};
        std::map<std::string, Texts> all, few;
        for (const auto& [name, values] : parameters) {
            all[name] = values;
            all[name + "[]"] = few[name] = few[name + "[]"] = {values.back()};
        }
        Texts more;
        for (const std::string& collection : collections)
            more.push_back("/wp-json/wp/v2/" + collection + "?per_page=100&_embed=1");
        for (const char* root : {"/wp-json", "/wp-json/", "/wp-json/wp/v2", "/wp-json/wp/v2/"})
            at(std::string("GET ") + root, {.parameters = few});
        at("GET /wp-json/wp/v2/{collection}",
           {.captures = {{"collection", collections}}, .parameters = all, .more = more, .thorough = true});
        at("GET /wp-json/wp/v2/{collection}/",
           {.captures = {{"collection", collections}}, .parameters = few});
        at("GET /wp-json/wp/v2/{collection}/{id}",
           {.captures = {{"collection", collections}, {"id", with(pool_.numbers, {"1", "publish"})}},
            .parameters = few});
        for (const char* thing : {"{collection}", "{collection}/", "{collection}/{id}"})
            for (const char* method : {"POST", "PUT", "PATCH", "DELETE"})
                at(fmt::format("{} /wp-json/wp/v2/{}", method, thing),
                   {.captures = {{"collection", {"posts"}}, {"id", ids}}, .forms = {"a=b"}});
        const std::map<std::string, Texts> other = {
            {"a", {"x"}}, {"b", {"x"}}, {"c", {"x"}}, {"d", {"x"}}, {"e", {"x"}}};
        for (const char* path : {"{a}", "{a}/{b}", "{a}/{b}/{c}", "{a}/{b}/{c}/{d}", "{a}/{b}/{c}/{d}/{e}"})
            at(std::string("GET /wp-json/") + path, {.captures = other});
    }

    Pool pool_;
    std::map<std::string, Grammar> grammars_;
    std::set<std::string> used_;
};

struct Asked {
    Method method;
    std::string target, form = {};
    auto operator<=>(const Asked&) const = default;
};

// Parameters are tried at so many of a route's addresses.
constexpr std::size_t kWithParameters = 3;

std::set<Asked> addresses_of(const std::vector<const serve::Route*>& routes, Grammars& grammars) {
    std::set<Asked> all;
    for (const serve::Route* route : routes) {
        const Grammar* grammar = grammars.of(*route);
        if (!grammar) {
            ADD_FAILURE() << "no one told how strangers may ask for " << serve::to_string(route->method)
                          << " " << route->pattern;
            continue;
        }
        const Texts paths = filled(route->pattern, grammar->captures);
        EXPECT_FALSE(paths.empty()) << "no one told what stands in " << route->pattern;
        for (std::size_t i = 0; i < paths.size(); ++i) {
            const std::string path = percent::encode_path(paths[i]);
            if (grammar->forms.empty()) all.insert({route->method, path});
            for (const std::string& form : grammar->forms) all.insert({route->method, path, form});
            if (i >= kWithParameters && !grammar->thorough) continue;
            for (const std::string& name : route->options.parameters) {
                const auto values = grammar->parameters.find(name);
                if (values == grammar->parameters.end()) {
                    ADD_FAILURE() << "no one told what " << name << " may be of " << route->pattern;
                    continue;
                }
                for (const std::string& value : values->second)
                    if (route->method == Method::Get)
                        all.insert({route->method, fmt::format("{}?{}={}", path, percent::encode_value(name),
                                                               percent::encode_value(value))});
            }
        }
        for (const std::string& more : grammar->more)
            all.insert({route->method, percent::encode_address(more)});
    }
    return all;
}

// Where two answers part.
std::string difference(const std::string& a, const std::string& b) {
    std::size_t at = 0;
    while (at < std::min(a.size(), b.size()) && a[at] == b[at]) ++at;
    const std::size_t from = at > 200 ? at - 200 : 0;
    return fmt::format("\nwith: …{}…\nwithout: …{}…", a.substr(from, 500), b.substr(from, 500));
}

TEST(TwoNewsrooms, AnswerStrangersAlike) {
    Newsroom with(Hidden::Something), without(Hidden::Nothing);
    Grammars grammars{Pool(with.known())};
    const auto addresses = addresses_of(with.routes(), grammars);
    EXPECT_GT(addresses.size(), 2'000u);
    for (const std::string& route : grammars.idle()) ADD_FAILURE() << "there is no route " << route;
    // While some of it is public still: what is kept of that has to go.
    for (const Asked& asked : addresses)
        if (asked.form.empty()) with.ask(asked.method, asked.target);
    with.hide();
    without.hide();
    int told = 0, random = 0;
    std::map<std::string, int> statuses;
    for (const auto& [method, target, form] : addresses) {
        const auto a = with.ask(method, target, form), b = without.ask(method, target, form);
        ++statuses[a.substr(9, 3)];
        if (a == b) continue;
        if (without.ask(method, target, form) != b) {  // random, or of the moment: it tells nothing
            ++random;
            continue;
        }
        if (++told <= 60)
            ADD_FAILURE() << serve::to_string(method) << " " << percent::decode(target) << " " << form
                          << difference(a, b);
    }
    EXPECT_EQ(told, 0) << "answers of " << addresses.size() << " tell them apart";
    EXPECT_LT(random, 5);
    // They say something: most of it is not one long «not found».
    EXPECT_GT(statuses["200"], 1'000);
    EXPECT_GT(statuses["410"], 50);
    for (const auto& [status, count] : statuses) RecordProperty("answered_" + status, count);
}

}  // namespace
}  // namespace warraq::testing
