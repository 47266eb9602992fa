// How the work of each function that reads a text grows with the text: every text of hostile parts is read at
// n and at 2n bytes, and what needs much more than twice as long the second time is told. CPU time of the
// thread, the best of some runs.
//
//     bench_growth [--bytes N] [--pairs] [--only FUNCTION] [--all]
//
// `--pairs`: each two of the parts, one after the other and in turn, at an eighth of the bytes. `--all`: also
// what is in order. Ends with 1 where something grew.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "arabic/dates.h"
#include "arabic/fold.h"
#include "arabic/joined_names.h"
#include "arabic/name_key.h"
#include "arabic/proofreading.h"
#include "arabic/sentences.h"
#include "arabic/terms.h"
#include "arabic/typography.h"
#include "arabic/words.h"
#include "archive/digest_line.h"
#include "archive/story_line.h"
#include "base/json_text.h"
#include "digest/digest.h"
#include "digest/key_points.h"
#include "digest/section_model.h"
#include "digest/similarity.h"
#include "press/html.h"
#include "search/document.h"
#include "search/snippet.h"
#include "story/body.h"
#include "story/comment.h"
#include "story/story.h"
#include "wordpress/html_body.h"
#include "wordpress/html_text.h"
#include "wordpress/text.h"
#include "wordpress/wxr.h"

using namespace warraq;

namespace {

struct Reader {
    const char* name;
    std::function<std::size_t(const std::string&)> read;
};

struct Part {
    std::string name;
    std::function<std::string(std::size_t)> at;  // the i-th of them
};

Part same(const char* text) {
    return {text, [text](std::size_t) { return std::string(text); }};
}

// A word that no other number makes.
std::string word(std::size_t number) {
    static const char* const kLetters[] = {"ب", "ت", "ث", "ج", "ح", "خ", "د", "ر", "ز", "س",
                                           "ش", "ص", "ض", "ط", "ع", "غ", "ف", "ق", "ك", "م"};
    std::string out;
    for (std::size_t i = 0; i < 5; ++i, number /= std::size(kLetters))
        out += kLetters[number % std::size(kLetters)];
    return out;
}

Part numbered(const char* name, const char* before, const char* after) {
    return {name, [=](std::size_t i) { return before + word(i) + after; }};
}

std::vector<Part> text_parts() {
    std::vector<Part> out;
    for (const char* text : {" ",
                             "\n",
                             "\t",
                             "\n\n",
                             "\r\n",
                             "\xC2\xA0",
                             "و",
                             "و ",
                             "ـ",
                             "ـ ",
                             "\u200C",
                             "\u200F ",
                             "\u064B",
                             "\u0651\u064B",
                             "\u0315\u0300",
                             "ب\u0651",
                             "ا",
                             "ا ",
                             "ال",
                             "a",
                             "a ",
                             "1",
                             "1 ",
                             "1.",
                             "1,",
                             "1/",
                             "1-",
                             "12-12-2012 ",
                             "+",
                             "+1",
                             "$",
                             "#",
                             "@",
                             "%",
                             "-",
                             "- ",
                             " - ",
                             "--",
                             "–",
                             "_",
                             "/",
                             ":",
                             "؛",
                             "،",
                             "، ",
                             " ،",
                             ",",
                             ", ",
                             ".",
                             ". ",
                             "..",
                             "…",
                             "! ",
                             "؟",
                             "؟ ",
                             "أ. ",
                             "د. ",
                             "كلمة. ",
                             "(",
                             ")",
                             "()",
                             "[",
                             "]",
                             "«",
                             "»",
                             "«»",
                             "“",
                             "”",
                             "\"",
                             "\" ",
                             "'",
                             "«كلمة. ",
                             "\"كلمة.\" ",
                             "(كلمة) ",
                             "كلمة ",
                             "كلمة، ",
                             "كلمة\n",
                             "http://",
                             "www. ",
                             "\x80",
                             "\xD8",
                             "\xEF\xBF\xBD",
                             "\xF0\x9F\x98\x80",
                             "ﷺ",
                             "ﻻ",
                             "ى ",
                             "إتحاد ",
                             "المدينه ",
                             "انشاء ",
                             "يناير ",
                             "يناير/",
                             "كانون الثاني ",
                             "كانون الثاني/يناير ",
                             "5 يناير ",
                             "من 5 إلى 6 يناير ",
                             "رمضان ",
                             "صفر ",
                             "عام 2018 ",
                             "مساء ",
                             "يوم ",
                             "اليوم، ",
                             "الأحد ",
                             "اليوم السبت ",
                             "قبل ثلاثة أيام ",
                             "الشهر ",
                             "أحمد ",
                             "محمد بن ",
                             "عبد ",
                             "أبو ",
                             "آل ",
                             "الرئيس ",
                             "وزير ",
                             "الأستاذ الدكتور ",
                             "الرئيس أحمد ",
                             "القاهرة ",
                             "وزارة ",
                             "مجلس ",
                             "شركة \"",
                             "مدينة ",
                             "قال ",
                             "وقال ",
                             "قال إن ",
                             "وأضاف أن ",
                             "أن ",
                             "إن ",
                             "الذي ",
                             "، الذي ",
                             "التي قال، ",
                             "حيث ",
                             "، حيث ",
                             "مشيرا إلى أن ",
                             "، مشيرا إلى أن المدير ",
                             "، وتخشى المعارضة ",
                             "وبحسب مصادر، ",
                             "بحسب، ",
                             "في بيان ",
                             "قال في بيان ",
                             "هذا ",
                             "في هذا الصدد ",
                             "الوزيران ",
                             "اكتشفوا ",
                             "كان ",
                             "لكن ",
                             "على ",
                             "فقد ",
                             "قد ",
                             "كما ",
                             "وهو ",
                             "مع ",
                             "أكدا ",
                             "وإذا، ",
                             "القاهرة - ",
                             "يعلن ",
                             "أعلن، "})
        out.push_back(same(text));
    out.push_back(numbered("W_", "", " "));
    out.push_back(numbered("W", "", ""));
    out.push_back(numbered("W.", "", ". "));
    out.push_back(numbered("W،", "", "، "));
    out.push_back(numbered("W\\n", "", "\n"));
    out.push_back(numbered("الرئيس أحمد W", "الرئيس أحمد ", " "));
    out.push_back(numbered("أحمد W،", "أحمد ", "، "));
    out.push_back(numbered("وزارة W", "وزارة ", " "));
    out.push_back(numbered("مدينة W", "مدينة ", "، "));
    out.push_back(numbered("شركة \"W\"", "شركة \"", "\"، "));
    out.push_back(numbered("قال محمد W إن", "قال محمد ", " إن الأمور تسير كما ينبغي لها أن تسير. "));
    out.push_back(numbered("، مشيرا إلى أن W", "، مشيرا إلى أن مدير ", " أعلن النتائج كلها"));
    return out;
}

std::vector<Part> markup_parts() {
    std::vector<Part> out;
    for (const char* text : {" ",
                             "\n",
                             "a",
                             "كلمة ",
                             "<",
                             "</",
                             "< ",
                             ">",
                             "&",
                             "&amp;",
                             "&#x",
                             "&#1;",
                             "<b>",
                             "</b>",
                             "<i>",
                             "<b><p>",
                             "<p>",
                             "</p>",
                             "<p>كلمة",
                             "<div>",
                             "</div>",
                             "<div>a</div>",
                             "<span>",
                             "<a href=x>",
                             "<a href=\"http://a/b\">x</a>",
                             "<a>",
                             "<table>",
                             "<table><tr><td>",
                             "<tr><td>a",
                             "<td>",
                             "<caption>a</caption>",
                             "<ul><li>",
                             "<li>a",
                             "</ul>",
                             "<ol>",
                             "<dl><dt>a<dd>",
                             "<!--",
                             "-->",
                             "<!-- wp:x -->",
                             "<!-- wp:x /-->",
                             "<!-- wp:",
                             "<![CDATA[",
                             "<?",
                             "<img src=http://a/x>",
                             "<img>",
                             "<iframe src=http://a>",
                             "<blockquote>",
                             "<blockquote>a",
                             "<cite>",
                             "<figure>",
                             "<figcaption>a</figcaption>",
                             "<figure><img src=http://a/x>",
                             "<svg>",
                             "<math>",
                             "<select>",
                             "<option>",
                             "<textarea>",
                             "<script>",
                             "<style>",
                             "<title>",
                             "<template>",
                             "<form>",
                             "<button>",
                             "<nobr>",
                             "<font>",
                             "<pre>",
                             "<pre>a\n",
                             "<h1>",
                             "<h2>a</h2>",
                             "<hr>",
                             "<br>",
                             "<q>",
                             "<object>",
                             "<video>",
                             "<x>",
                             "<x a=b>",
                             "<x ",
                             " a=b",
                             " a='",
                             "=",
                             "\"",
                             "'",
                             "[",
                             "]",
                             "[[",
                             "]]",
                             "[caption]",
                             "[caption",
                             "[/caption]",
                             "[caption a=\"b\"]",
                             "[gallery ids=\"1\"]",
                             "[gallery ids=\"",
                             "[embed]",
                             "[/embed]",
                             "[embed]http://a",
                             "[x]",
                             "[x",
                             "[x a=b]",
                             "[video ",
                             "[audio mp3=http://a]",
                             "[[caption]]",
                             "[playlist",
                             "http://a/b\n",
                             "http://a/b ",
                             "\xC2\xA0",
                             "\x80"})
        out.push_back(same(text));
    out.push_back({"<xN>", [](std::size_t i) { return "<x" + std::to_string(i) + ">"; }});
    out.push_back({"[xN]", [](std::size_t i) { return "[x" + std::to_string(i) + "]"; }});
    out.push_back({"<aN=b>", [](std::size_t i) { return " a" + std::to_string(i) + "=b"; }});
    return out;
}

std::vector<Part> json_parts() {
    std::vector<Part> out;
    for (const char* text :
         {"[", "{", "]", "}", "{\"content\":[", "{\"type\":\"paragraph\",\"content\":[",
          "{\"type\":\"paragraph\"},", "{\"type\":\"list\",\"content\":[{\"type\":\"listItem\",\"content\":[",
          "{\"type\":\"text\",\"text\":\"a\"},", "\"a\":1,", "\"", "\\", "1,", "\"marks\":[],"})
        out.push_back(same(text));
    return out;
}

std::string body_of(const std::string& text) {
    std::string json = R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":)";
    append_json_string(json, text);
    return json + "}]}]}";
}

story::Story story_of(const std::string& text) {
    story::Story story;
    story.headline = text.substr(0, 300);
    const std::string paragraphs[] = {text};
    story.body = story::Body::from_paragraphs(paragraphs);
    return story;
}

std::vector<Reader> text_readers() {
    return {
        {"arabic::fold", [](const auto& t) { return arabic::fold(t).size(); }},
        {"arabic::fold display",
         [](const auto& t) { return arabic::fold(t, arabic::Folding::Display).size(); }},
        {"arabic::fold_with_offsets", [](const auto& t) { return arabic::fold_with_offsets(t).text.size(); }},
        {"arabic::words", [](const auto& t) { return arabic::words(t).size(); }},
        {"arabic::terms", [](const auto& t) { return arabic::terms(t).size(); }},
        {"arabic::term_keys",
         [](const auto& t) {
             std::size_t made = 0;
             arabic::for_each_name_part(t, [&](std::string_view w) { made += arabic::term_keys(w).count; });
             return made;
         }},
        {"arabic::name_key", [](const auto& t) { return arabic::name_key(t).size(); }},
        {"arabic::sentences", [](const auto& t) { return arabic::sentences(t).size(); }},
        {"arabic::find_dates",
         [](const auto& t) { return arabic::find_dates(t, from_unix(1'550'000'000)).size(); }},
        {"arabic::proofread", [](const auto& t) { return arabic::proofread(t).size(); }},
        {"arabic::tidy", [](const auto& t) { return arabic::tidy(t).size(); }},
        {"digest::words_of", [](const auto& t) { return digest::words_of(t).size(); }},
        {"digest::find_names", [](const auto& t) { return digest::find_names(t).mentions.size(); }},
        {"digest::StoryText", [](const auto& t) { return digest::StoryText("عنوان", t).sentences.size(); }},
        {"digest::key_points", [](const auto& t) { return digest::key_points("عنوان الخبر", t).size(); }},
        {"digest::key_points headline",
         [](const auto& t) {
             return digest::key_points(t.substr(0, t.size() / 2), t.substr(t.size() / 2)).size();
         }},
        {"digest::section_features",
         [](const auto& t) {
             return digest::section_features(digest::StoryText(t.substr(0, 300), t), {}).size();
         }},
        {"digest::Archive",
         [](const auto& t) {
             const digest::StoryText story("عنوان", t);
             digest::Archive archive;
             archive.add(1, story, {});
             return archive.closest(story, {}, 5).size() + digest::telling_tags(story).size();
         }},
        {"story::Body::from_json",
         [](const auto& t) {
             auto body = story::Body::from_json(body_of(t), {.bytes = std::size_t{1} << 30});
             return body ? body->to_json().size() + body->word_count() : 0;
         }},
        {"story::slug_of", [](const auto& t) { return story::slug_of(t, 1u << 30).size(); }},
        {"story::check",
         [](const auto& t) { return static_cast<std::size_t>(bool(story::check(story_of(t)))); }},
        {"story::clean comment",
         [](const auto& t) {
             auto draft = story::clean({t, t, t});
             return draft.text.size() + story::errors_of(draft).text.size();
         }},
        {"story::is_page_path",
         [](const auto& t) { return static_cast<std::size_t>(story::is_page_path("/" + t)); }},
        {"archive::read_story_line",
         [](const auto& t) {
             std::string line = R"({"id":"1","source":"s","section":"s","headline":)";
             append_json_string(line, t.substr(0, 300));
             line += R"(,"published":"2019-01-01T00:00:00Z","author":)";
             append_json_string(line, t);
             line += R"(,"abstract":)";
             append_json_string(line, t);
             line += R"(,"paragraphs":[)";
             append_json_string(line, t);
             line += R"(],"url":"http://a/b"})";
             return static_cast<std::size_t>(bool(archive::read_story_line(line)));
         }},
        {"archive::digest_line",
         [](const auto& t) {
             std::string line =
                 R"({"id":"1","headline":"h","published":"2019-01-01T00:00:00Z","paragraphs":[)";
             append_json_string(line, t);
             line += "]}";
             auto read = archive::read_digest_line(line);
             if (!read) return std::size_t{0};
             archive::DigestOf said;
             said.digest.names = digest::find_names(read->headline + "\n" + read->text);
             said.digest.dates = arabic::find_dates(read->headline + "\n" + read->text, read->published);
             return archive::write_digest_line(*read, said).size();
         }},
        {"search::snippet_of",
         [](const auto& t) {
             return search::snippet_of(t, search::parse_query("كلمة قال أحمد")).text.size();
         }},
        {"search::matches",
         [](const auto& t) { return search::matches(t, search::parse_query("كلمة قال أحمد")).size(); }},
        {"search::parse_query", [](const auto& t) { return search::parse_query(t).parts.size(); }},
        {"search::document_of",
         [](const auto& t) {
             arabic::TermMemory memory;
             return static_cast<std::size_t>(search::document_of(story_of(t), memory).termlist_count());
         }},
        {"press::inline_html", [](const auto& t) { return press::inline_html(t).text().size(); }},
        {"press::lines_html", [](const auto& t) { return press::lines_html(t).text().size(); }},
        {"press::marked_html",
         [](const auto& t) {
             const auto marks = search::matches(t, search::parse_query("كلمة قال أحمد يناير"));
             return press::marked_html(t, marks).text().size();
         }},
        {"press::body_html", [](const auto& t) { return press::body_html(story_of(t).body).text().size(); }},
    };
}

std::vector<Reader> markup_readers() {
    const auto item = [](const std::string& content) {
        return R"(<?xml version="1.0"?><rss><channel><wp:base_blog_url xmlns:wp="w">http://a</wp:base_blog_url><item><title>a</title>)" +
               content + "</item></channel></rss>";
    };
    return {
        {"wordpress::blocks_from_html", [](const auto& t) { return wordpress::blocks_from_html(t).size(); }},
        {"wordpress::blocks_from_html lines",
         [](const auto& t) { return wordpress::blocks_from_html(t, {.line_breaks = true}).size(); }},
        {"wordpress::lines_from_html", [](const auto& t) { return wordpress::lines_from_html(t).size(); }},
        {"wordpress::html_from_wordpress",
         [](const auto& t) { return wordpress::html_from_wordpress(t, [](std::string_view) {}).size(); }},
        {"wordpress::read_wxr_text",
         [=](const auto& t) {
             std::size_t items = 0;
             wordpress::WxrHandler handler;
             handler.item = [&](wordpress::WxrItem&&) -> Result<void> {
                 ++items;
                 return {};
             };
             (void)wordpress::read_wxr_text(item(t), handler);
             return items;
         }},
        {"wordpress::read_wxr_text cdata",
         [=](const auto& t) {
             std::size_t items = 0;
             wordpress::WxrHandler handler;
             handler.item = [&](wordpress::WxrItem&&) -> Result<void> {
                 ++items;
                 return {};
             };
             (void)wordpress::read_wxr_text(
                 item("<content:encoded xmlns:content=\"c\"><![CDATA[" + t + "]]></content:encoded>"),
                 handler);
             return items;
         }},
    };
}

std::vector<Reader> json_readers() {
    return {
        {"story::Body::from_json raw",
         [](const auto& t) {
             return static_cast<std::size_t>(
                 bool(story::Body::from_json(t, {.bytes = std::size_t{1} << 30})));
         }},
        {"story::Body::from_json within",
         [](const auto& t) {
             return static_cast<std::size_t>(bool(story::Body::from_json(R"({"type":"doc","content":[)" + t,
                                                                         {.bytes = std::size_t{1} << 30})));
         }},
        {"archive::read_story_line raw",
         [](const auto& t) { return static_cast<std::size_t>(bool(archive::read_story_line(t))); }},
        {"archive::read_digest_line raw",
         [](const auto& t) {
             return static_cast<std::size_t>(bool(archive::read_digest_line("{\"id\":\"1\"," + t)));
         }},
    };
}

std::string repeated(const Part& part, std::size_t bytes) {
    std::string out;
    out.reserve(bytes + 64);
    for (std::size_t i = 0; out.size() < bytes; ++i) out += part.at(i);
    return out;
}

double cpu_seconds() {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
}

std::size_t kept = 0;  // so that no work is left out

double seconds_of(const Reader& reader, const std::string& text, int runs) {
    double best = 1e9;
    for (int run = 0; run < runs; ++run) {
        const double start = cpu_seconds();
        kept += reader.read(text);
        best = std::min(best, cpu_seconds() - start);
    }
    return best;
}

struct Options {
    std::size_t bytes = 1u << 20;
    bool pairs = false, all = false;
    std::string only, part;
};

bool measure_here(const Options& options, const Reader& reader, const std::string& name,
                  const std::function<std::string(std::size_t)>& text_of, std::size_t bytes) {
    constexpr double kMost = 2.5, kNoticed = 0.008, kSlowBytes = 3e-6;
    const std::string half = text_of(bytes / 2), whole = text_of(bytes);
    double first = seconds_of(reader, half, 1), second = seconds_of(reader, whole, 1);
    // What looks bad once is looked at again.
    if (second > kNoticed && second > kMost * first) {
        first = std::min(first, seconds_of(reader, half, 3));
        second = std::min(second, seconds_of(reader, whole, 3));
    }
    const double growth = second / std::max(first, 1e-9);
    const bool bad = second > kNoticed && growth > kMost;
    const bool slow = second > kSlowBytes * static_cast<double>(whole.size());
    if (bad || slow || options.all)
        std::printf("%s %-30s %-40s %8zu bytes: %.4f s, times %.2f\n",
                    bad    ? "GROWS"
                    : slow ? "slow "
                           : "     ",
                    reader.name, name.c_str(), whole.size(), second, growth);
    return !bad;
}

// In a process of its own: what never ends, or runs out of stack, is a find like others.
bool measure(const Options& options, const Reader& reader, const std::string& name,
             const std::function<std::string(std::size_t)>& text_of, std::size_t bytes) {
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr rlim_t kSeconds = 10;
        const rlimit limit{kSeconds, kSeconds};
        ::setrlimit(RLIMIT_CPU, &limit);
        const bool fine = measure_here(options, reader, name, text_of, bytes);
        std::fflush(stdout);
        ::_exit(fine ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        std::printf("%s %-30s %-40s %8zu bytes\n",
                    WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXCPU ? "HANGS" : "ENDS ",
                    reader.name, name.c_str(), bytes);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string shown(const std::string& name) {
    std::string out;
    for (const char c : name) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else
            out += c;
    }
    return out;
}

bool run(const Options& options, const std::vector<Reader>& readers, const std::vector<Part>& parts) {
    bool fine = true;
    for (const Reader& reader : readers) {
        if (!options.only.empty() && std::string(reader.name).find(options.only) == std::string::npos)
            continue;
        for (const Part& a : parts) {
            if (!options.part.empty() && a.name != options.part) continue;
            if (!options.pairs) {
                fine &= measure(
                    options, reader, "‹" + shown(a.name) + "›", [&](std::size_t n) { return repeated(a, n); },
                    options.bytes);
                continue;
            }
            for (const Part& b : parts) {
                if (&a == &b) continue;
                const std::string both = "‹" + shown(a.name) + "› ‹" + shown(b.name) + "›";
                fine &= measure(
                    options, reader, both + " after",
                    [&](std::size_t n) { return repeated(a, n / 2) + repeated(b, n / 2); },
                    options.bytes / 8);
                fine &= measure(
                    options, reader, both + " in turn",
                    [&](std::size_t n) {
                        std::string out;
                        for (std::size_t i = 0; out.size() < n; ++i) out += a.at(i) + b.at(i);
                        return out;
                    },
                    options.bytes / 8);
            }
        }
    }
    return fine;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--pairs")
            options.pairs = true;
        else if (option == "--all")
            options.all = true;
        else if (option == "--bytes" && i + 1 < argc)
            options.bytes = std::stoul(argv[++i]);
        else if (option == "--only" && i + 1 < argc)
            options.only = argv[++i];
        else if (option == "--part" && i + 1 < argc)
            options.part = argv[++i];
        else
            return 2;
    }
    bool fine = run(options, text_readers(), text_parts());
    fine = run(options, markup_readers(), markup_parts()) && fine;
    fine = run(options, json_readers(), json_parts()) && fine;
    std::printf("(%zu made)\n", kept % 1000);
    return fine ? 0 : 1;
}
