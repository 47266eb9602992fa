#include "story/comment.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/utf8.h"

namespace warraq::story {
namespace {

constexpr std::array<std::string_view, 4> kStatuses = {"pending", "approved", "rejected", "spam"};

constexpr std::array<std::string_view, 4> kPolicies = {"inherit", "before", "after", "closed"};

std::string nfc(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFCInstance(error);
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    normalizer->normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr, error);
    return U_SUCCESS(error) ? out : std::string(text);
}

// Overrides and embeddings could turn the page around them; isolates are made by the page itself.
bool is_bidi_control(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// How many marks stand in a row on one letter, once `c` follows `marks` of them; composed letters bring their
// own.
int marks_with(char32_t c, int marks) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFDInstance(error);
    const auto code_point = static_cast<UChar32>(c);
    icu::UnicodeString parts;
    if (U_FAILURE(error) || !normalizer->getDecomposition(code_point, parts))
        return u_getCombiningClass(code_point) ? marks + 1 : 0;
    for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1))
        marks = u_getCombiningClass(parts.char32At(at)) ? marks + 1 : 0;
    return marks;
}

std::string clean_text(std::string_view raw, bool keep_lines) {
    // Unicode's stream-safe text has no more on one letter (UAX #15). To order those of a long run costs
    // their number squared.
    constexpr int kMostMarks = 30;
    std::string out;
    int line_ends = 0, marks = 0;
    for (std::size_t at = 0; at < raw.size();) {
        char32_t c = utf8::next(raw, at);
        if (c == '\r') {
            if (at < raw.size() && raw[at] == '\n') continue;
            c = '\n';
        }
        if (c == '\n' && keep_lines) {
            if (++line_ends <= 2) out += '\n';
            marks = 0;
            continue;
        }
        if (c == 0xFFFD || is_bidi_control(c)) continue;
        const int with = marks_with(c, marks);
        if (with > kMostMarks) continue;
        marks = with;
        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) c = ' ';
        if (c != ' ') line_ends = 0;
        utf8::append(out, c);
    }
    return nfc(utf8::trim(out));
}

bool looks_like_email(std::string_view email) {
    const auto at = email.find('@');
    if (at == 0 || at == email.npos || at > 64 || email.find('@', at + 1) != email.npos) return false;
    const auto domain = email.substr(at + 1);
    const auto dot = domain.rfind('.');
    if (dot == domain.npos || dot == 0 || dot + 2 > domain.size() - 1 || domain.find("..") != domain.npos)
        return false;
    return std::none_of(email.begin(), email.end(), [](unsigned char c) {
        return c <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"' || c == ',' || c == ';' ||
               c == '(' || c == ')' || c == '\\';
    });
}

}  // namespace

CommentDraft clean(CommentDraft draft) {
    return {clean_text(draft.name, false), clean_text(draft.email, false), clean_text(draft.text, true)};
}

CommentErrors errors_of(const CommentDraft& draft, const CommentLimits& limits) {
    CommentErrors errors;
    if (draft.name.empty())
        errors.name = "اكتب اسمك كما تحب أن يظهر مع التعليق.";
    else if (utf8::length(draft.name) > limits.name_letters)
        errors.name = fmt::format("الاسم أطول من {} حرفًا؛ اختصره من فضلك.", limits.name_letters);
    if (draft.email.empty())
        errors.email = "اكتب بريدك الإلكتروني؛ لن يراه أحد من القرّاء.";
    else if (draft.email.size() > limits.email_bytes || !looks_like_email(draft.email))
        errors.email = "هذا لا يبدو عنوان بريد صحيحًا، مثل: name@example.com";
    if (draft.text.empty())
        errors.text = "نص التعليق فارغ.";
    else if (const auto letters = utf8::length(draft.text); letters > limits.text_letters)
        errors.text =
            fmt::format("التعليق {} حرفًا، والحد الأقصى {}؛ اختصره من فضلك.", letters, limits.text_letters);
    return errors;
}

std::string_view to_string(CommentStatus status) {
    return kStatuses[static_cast<std::size_t>(status)];
}

std::string_view to_string(CommentPolicy policy) {
    return kPolicies[static_cast<std::size_t>(policy)];
}

std::optional<CommentPolicy> comment_policy_from(std::string_view text) {
    for (std::size_t i = 0; i < kPolicies.size(); ++i)
        if (kPolicies[i] == text) return static_cast<CommentPolicy>(i);
    return std::nullopt;
}

std::optional<CommentStatus> comment_status_from(std::string_view text) {
    for (std::size_t i = 0; i < kStatuses.size(); ++i)
        if (kStatuses[i] == text) return static_cast<CommentStatus>(i);
    return std::nullopt;
}

}  // namespace warraq::story
