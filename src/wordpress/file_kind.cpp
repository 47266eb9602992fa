#include "wordpress/file_kind.h"

#include <algorithm>
#include <cstddef>

namespace warraq::wordpress {
namespace {

using namespace std::string_view_literals;

struct Beginning {
    std::string_view kind;
    std::size_t at;
    std::string_view bytes;
};
// One of a kind's lines must hold.
constexpr Beginning kBeginnings[] = {
    {"pdf", 0, "%PDF-"},
    {"mp3", 0, "ID3"},
    {"mp3", 0, "\xFF\xFB"},
    {"mp3", 0, "\xFF\xFA"},
    {"mp3", 0, "\xFF\xF3"},
    {"mp3", 0, "\xFF\xF2"},
    {"m4a", 4, "ftyp"},
    {"mp4", 4, "ftyp"},
    {"ogg", 0, "OggS"},
    {"wav", 8, "WAVE"},
    {"webm", 0, "\x1A\x45\xDF\xA3"},
    {"docx", 0, "PK\x03\x04"},
    {"xlsx", 0, "PK\x03\x04"},
    {"pptx", 0, "PK\x03\x04"},
    {"odt", 0, "PK\x03\x04"},
    {"zip", 0, "PK\x03\x04"},
    {"zip", 0, "PK\x05\x06"},  // an empty one
};
constexpr std::string_view kTexts[] = {"txt", "csv"};

}  // namespace

bool is_of_kind(std::string_view kind, std::string_view bytes) {
    if (std::ranges::find(kTexts, kind) != std::end(kTexts)) return bytes.find('\0') == bytes.npos;
    return std::ranges::any_of(kBeginnings, [&](const Beginning& one) {
        return one.kind == kind && bytes.size() >= one.at && bytes.substr(one.at).starts_with(one.bytes);
    });
}

}  // namespace warraq::wordpress
