#include "desk/stories/proposals.h"

#include <algorithm>
#include <span>

#include "arabic/typography.h"
#include "base/utf8.h"
#include "digest/digest.h"
#include "digest/similarity.h"
#include "store/public_cards.h"

namespace warraq::desk {
namespace {

constexpr int kCandidates = 10;
constexpr std::size_t kRelated = 6;
constexpr std::size_t kMostCorrections = 200;
constexpr std::size_t kLongestQuery = 400;  // bytes

std::string body_of(std::span<const std::string> paragraphs) {
    std::string body;
    for (const std::string& paragraph : paragraphs) {
        const auto trimmed = utf8::trim(paragraph);
        if (trimmed.empty()) continue;
        if (!body.empty()) body += '\n';
        body += trimmed;
    }
    return body;
}

// The beginning of a text without the signs that mean something in a search.
std::string opening_words(std::string_view text) {
    static constexpr std::u32string_view kSigns = U"«»“”\"-–";
    text = utf8::prefix(text, kLongestQuery);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = utf8::next(text, at);
        utf8::append(out, kSigns.find(c) == kSigns.npos ? c : U' ');
    }
    return out;
}

// UTF-16 units before ascending byte offsets.
class Utf16 {
  public:
    explicit Utf16(std::string_view text) : text_(text) {}
    std::size_t before(std::size_t byte) {
        while (at_ < byte) units_ += utf8::next(text_, at_) > 0xFFFF ? 2 : 1;
        return units_;
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0, units_ = 0;
};

void add_correction(std::vector<Correction>& out, std::size_t paragraph, std::string_view text, Utf16& units,
                    const arabic::Edit& edit, std::string_view kind) {
    const std::size_t begin = units.before(edit.begin);
    out.push_back({paragraph, begin, units.before(edit.end),
                   std::string(text.substr(edit.begin, edit.end - edit.begin)), edit.replacement, kind});
}

}  // namespace

Written::Written(story::StoryId of, const std::string& headline, std::vector<std::string> texts, Instant when)
    : id(of), paragraphs(std::move(texts)), at(when), text(headline, body_of(paragraphs)) {}

Proposals proposals_for(const Written& written) {
    Proposals out;
    out.points = digest::digest_of(written.text, written.at).points;
    out.tags = digest::telling_tags(written.text);
    for (std::size_t i = 0; i < written.paragraphs.size() && out.corrections.size() < kMostCorrections; ++i) {
        const std::string& text = written.paragraphs[i];
        Utf16 for_hints(text), for_edits(text);
        for (const arabic::Hint& hint : arabic::proofread(text))
            add_correction(out.corrections, i, text, for_hints, hint, arabic::to_string(hint.slip));
        for (const arabic::Edit& edit : arabic::tidy(text))
            add_correction(out.corrections, i, text, for_edits, edit, "typography");
    }
    return out;
}

Result<std::vector<story::Card>> copies_of(const Written& written, const search::Index& index,
                                           store::PublicReader& reader) {
    auto found =
        index.search({.query = search::parse_query(opening_words(written.text.text)), .limit = kCandidates});
    if (!found) return std::vector<story::Card>();  // no index yet: nothing is known of the archive
    const auto signature = digest::signature_of(written.text);
    std::vector<std::pair<double, story::Card>> copies;
    for (const search::Hit& hit : found->hits) {
        if (hit.story == written.id) continue;
        auto story = reader.story(hit.story);
        if (!story) return fail(story.error());
        if (!*story) continue;
        const double alike = digest::resemblance(
            signature,
            digest::signature_of(digest::StoryText((*story)->headline, (*story)->body.plain_text())));
        if (alike >= digest::kCopy) copies.emplace_back(alike, static_cast<story::Card>(**story));
    }
    std::stable_sort(copies.begin(), copies.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<story::Card> out;
    out.reserve(copies.size());
    for (auto& [alike, card] : copies) out.push_back(std::move(card));
    return out;
}

Result<std::vector<story::Card>> related_to(const Written& written, const std::string& headline,
                                            const search::Index& index, store::PublicReader& reader) {
    std::vector<story::StoryId> near;
    if (written.id)
        if (auto known = index.related(written.id)) near = std::move(*known);
    if (near.empty()) {
        auto found =
            index.search({.query = search::parse_query(headline), .limit = static_cast<int>(kRelated) + 1});
        if (!found) return std::vector<story::Card>();
        for (const search::Hit& hit : found->hits) near.push_back(hit.story);
    }
    std::erase(near, written.id);
    return store::public_cards(reader, near, kRelated);
}

}  // namespace warraq::desk
