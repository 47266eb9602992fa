// Running text through the Arabic room, one core. usage: bench_arabic STORIES.jsonl[.gz]
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "arabic/fold.h"
#include "arabic/sentences.h"
#include "arabic/terms.h"
#include "arabic/words.h"
#include "archive/line_reader.h"
#include "archive/story_line.h"

using namespace warraq;

namespace {

std::vector<std::string> texts;
std::size_t words = 0;

void measure(const char* what, const std::function<std::size_t(std::string_view)>& work) {
    using Clock = std::chrono::steady_clock;
    std::size_t made = 0;
    const auto start = Clock::now();
    for (const std::string& text : texts) made += work(text);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::printf("%-22s %9.0f words a second, %7.0f stories a second (%zu made)\n", what,
                static_cast<double>(words) / seconds, static_cast<double>(texts.size()) / seconds, made);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    auto reader = archive::LineReader::open(argv[1]);
    if (!reader) return 1;
    for (std::string line; reader->next(line) == archive::LineReader::Got::Line;)
        if (auto read = archive::read_story_line(line)) texts.push_back(read->story.body.plain_text());
    for (const std::string& text : texts) words += arabic::words(text).size();
    std::printf("%zu stories, %zu words\n", texts.size(), words);
    measure("words", [](std::string_view text) { return arabic::words(text).size(); });
    measure("fold", [](std::string_view text) { return arabic::fold(text).size(); });
    measure("sentences", [](std::string_view text) { return arabic::sentences(text).size(); });
    measure("terms", [](std::string_view text) {
        std::size_t made = 0;
        arabic::for_each_word(text, [&](std::string_view word) { made += arabic::term_keys(word).count; });
        return made;
    });
}
