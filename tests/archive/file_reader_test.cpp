#include "archive/file_reader.h"

#include <fstream>
#include <gtest/gtest.h>
#include <vector>
#include <zlib.h>

#include "support/temporary_folder.h"

namespace warraq::archive {
namespace {

std::string packed(std::string_view text, int level = 6) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

class FileReaderTest : public ::testing::Test {
  protected:
    // All of it, in pieces of `piece` bytes; what is said of its end.
    Result<std::string> read(const std::string& on_disk, std::size_t piece = 1 << 16) {
        std::ofstream(folder_ / "x", std::ios::binary) << on_disk;
        auto file = FileReader::open(folder_ / "x");
        EXPECT_TRUE(file);
        std::string text;
        std::vector<char> buffer(piece);
        while (true) {
            auto got = file->read(buffer);
            if (!got) return fail(got.error());
            if (*got == 0) break;
            if (text.size() < kKept) text.append(buffer.data(), *got);
            given_ += *got;
        }
        EXPECT_EQ(file->bytes_total(), on_disk.size());
        return text;
    }

    static constexpr std::size_t kKept = 4u << 20;
    std::uint64_t given_ = 0;
    testing::TemporaryFolder folder_;
};

TEST_F(FileReaderTest, ReadsPlainAndGzippedAlike) {
    std::string text;
    for (int line = 0; line < 50'000; ++line) text += "السطر " + std::to_string(line) + "\n";
    for (const std::size_t piece : {1u << 18, 1000u}) {
        EXPECT_EQ(*read(text, piece), text);
        EXPECT_EQ(*read(packed(text), piece), text);
        EXPECT_EQ(*read(packed(text, 0), piece), text);
    }
    EXPECT_EQ(*read(packed("one ") + packed("") + packed("two")), "one two") << "members follow each other";
    EXPECT_EQ(*read(packed("one") + std::string(3000, '\0')), "one") << "padding";
    EXPECT_EQ(*read(packed("")), "");
    EXPECT_EQ(*read(""), "");
    EXPECT_EQ(*read("\x1f"), "\x1f");
    EXPECT_EQ(FileReader::open(folder_ / "none").error().kind, Error::Kind::NotFound);
}

TEST_F(FileReaderTest, SaysThatAFileIsDamaged) {
    const std::string whole = packed(std::string(100'000, 'a') + std::string(100'000, 'b'));
    for (const std::string& damaged :
         {whole.substr(0, whole.size() - 9), whole.substr(0, 5), std::string("\x1f\x8b"),
          whole.substr(0, 40) + std::string(20, '\xff') + whole.substr(60)}) {
        const auto got = read(damaged);
        ASSERT_FALSE(got) << damaged.size();
        EXPECT_EQ(got.error().kind, Error::Kind::Invalid);
    }
}

TEST_F(FileReaderTest, UnpacksNoMoreThanItsSizeAllows) {
    const auto bomb = read(packed(std::string(300u << 20, ' ')));
    ASSERT_FALSE(bomb);
    EXPECT_NE(bomb.error().message.find("more than 100 times its size"), std::string::npos)
        << bomb.error().message;
    EXPECT_LT(given_, 120u << 20);
}

TEST_F(FileReaderTest, WhatUnpacksToNothingIsNotLookedThroughToItsEnd) {
    // A gzip head, then empty stored blocks; and empty members.
    std::string blocks("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10), members;
    while (blocks.size() < 4u << 20) blocks.append("\0\0\0\xff\xff", 5);
    while (members.size() < 4u << 20) members += packed("");
    for (const std::string& barren : {blocks, members}) {
        const auto got = read(barren);
        ASSERT_FALSE(got);
        EXPECT_NE(got.error().message.find("unpacks to nothing"), std::string::npos) << got.error().message;
    }
}

}  // namespace
}  // namespace warraq::archive
