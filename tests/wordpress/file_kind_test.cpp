#include "wordpress/file_kind.h"

#include <gtest/gtest.h>
#include <string>

namespace warraq::wordpress {
namespace {

TEST(FileKind, IsToldByTheFirstBytes) {
    using namespace std::string_literals;
    const std::pair<const char*, std::string> good[] = {
        {"pdf", "%PDF-1.7\n"},
        {"mp3", "ID3\x04"},
        {"mp3", "\xFF\xFB\x90"},
        {"m4a",
         "\0\0\0\x20"
         "ftypM4A "s},
        {"mp4",
         "\0\0\0\x18"
         "ftypmp42"s},
        {"ogg", "OggS\0"s},
        {"wav", "RIFF\x24\0\0\0WAVEfmt "s},
        {"webm", "\x1A\x45\xDF\xA3"},
        {"docx", "PK\x03\x04..."},
        {"zip", "PK\x05\x06..."},
        {"txt", "سطر\n"},
        {"csv", "a;b\r\n"},
        {"csv", "\xC7\xE1\xC7\xD3\xE3;1\r\n"},  // Windows-1256
    };
    for (const auto& [kind, bytes] : good) EXPECT_TRUE(is_of_kind(kind, bytes)) << kind;
    const std::string html = "<!doctype html><script>alert(1)</script>", program(
                                                                             "\x7F"
                                                                             "ELF\2\1\1\0\0\0\0\0",
                                                                             12);
    for (const char* kind :
         {"pdf", "mp3", "m4a", "mp4", "ogg", "wav", "webm", "docx", "xlsx", "pptx", "odt", "zip"})
        for (const std::string& bytes : {html, program, "x"s, ""s})
            EXPECT_FALSE(is_of_kind(kind, bytes)) << kind;
    for (const char* kind : {"txt", "csv"}) EXPECT_FALSE(is_of_kind(kind, program)) << kind;
    for (const char* kind : {"", "html", "svg", "exe", "PDF"})
        EXPECT_FALSE(is_of_kind(kind, "%PDF-")) << kind;
}

}  // namespace
}  // namespace warraq::wordpress
