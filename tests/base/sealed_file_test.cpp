#include "base/sealed_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "support/temporary_folder.h"

namespace warraq::crypto {
namespace {

class SealedFileTest : public ::testing::Test {
  protected:
    // The file's bytes under that name.
    std::string sealed(std::string_view text, std::string_view name = "a") {
        EXPECT_TRUE(write_file(folder_ / "plain", text));
        const auto done = seal_file(folder_ / "plain", folder_ / "sealed", key_.sealing_key(), name);
        EXPECT_TRUE(done) << done.error().message;
        return *read_file(folder_ / "sealed");
    }
    // What they open to; nothing where they do not.
    static std::optional<std::string> opened(std::string_view bytes, const OpeningKey& key,
                                             std::string_view name = "a") {
        std::string text;
        const auto read = [&](std::uint64_t at, std::size_t size) {
            return Result<std::string>(std::string(bytes.substr(static_cast<std::size_t>(at), size)));
        };
        const auto take = [&](std::string_view part) {
            text += part;
            return Result<void>{};
        };
        const auto done = open_sealed(bytes.size(), read, key, name, take);
        if (!done) {
            EXPECT_EQ(done.error().kind, Error::Kind::Invalid) << done.error().message;
        }
        return done ? std::optional(text) : std::nullopt;
    }

    testing::TemporaryFolder folder_;
    const OpeningKey key_ = OpeningKey::make();
};

constexpr std::size_t kChunk = 1u << 20, kMore = 17, kHeader = 120;

TEST_F(SealedFileTest, OpensToWhatWasSealed) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, kChunk - 1, kChunk, kChunk + 1, 2 * kChunk, 2 * kChunk + 9}) {
        std::string text(size, 'x');
        for (std::size_t i = 0; i < size; i += 97) text[i] = static_cast<char>(i % 251);
        const auto bytes = sealed(text);
        EXPECT_EQ(bytes.size(), sealed_size(size));
        EXPECT_EQ(opened(bytes, key_), text) << size;
        EXPECT_EQ(bytes.find("xxxxxxxx"), bytes.npos) << "nothing of it is readable";
        EXPECT_EQ(*looks_sealed(folder_ / "sealed"), true);
        const auto done = open_file(folder_ / "sealed", folder_ / "again", key_, "a");
        ASSERT_TRUE(done) << done.error().message;
        EXPECT_EQ(done->bytes, bytes.size());
        EXPECT_EQ(done->hash, *file_hash(folder_ / "sealed"));
        EXPECT_EQ(*read_file(folder_ / "again"), text);
    }
    EXPECT_NE(sealed("the same"), sealed("the same")) << "each has a key of its own";
}

TEST_F(SealedFileTest, OpensByNoOtherKeyAndUnderNoOtherName) {
    const auto bytes = sealed("سرّ");
    EXPECT_EQ(opened(bytes, OpeningKey::make()), std::nullopt);
    EXPECT_EQ(opened(bytes, key_, "b"), std::nullopt);
    EXPECT_EQ(opened(bytes, *OpeningKey::from(key_.text())), "سرّ");
}

TEST_F(SealedFileTest, WhateverIsChangedIsNoticed) {
    const std::string text = std::string(kChunk, 'a') + std::string(kChunk, 'b') + "c";
    const auto whole = sealed(text);
    const auto changed = [&](auto change) {
        std::string bytes = whole;
        change(bytes);
        return opened(bytes, key_);
    };
    const auto chunk = [&](std::size_t i) { return kHeader + i * (kChunk + kMore); };
    // One bit: in each part of the header, and of each chunk its tag, text and code.
    std::vector<std::size_t> places = {0, 15, 16, 48, 95, 96, 119, whole.size() - 1};
    for (std::size_t i = 0; i < 3; ++i) places.insert(places.end(), {chunk(i), chunk(i) + 1, chunk(i) + 17});
    for (const std::size_t at : places)
        EXPECT_EQ(changed([&](std::string& bytes) { bytes[at] = static_cast<char>(bytes[at] ^ 1); }),
                  std::nullopt)
            << at;
    // Cut short: anywhere, also between two chunks.
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kHeader - 1, kHeader, kHeader + 16,
                                   kHeader + 17, chunk(1), chunk(2), whole.size() - 1})
        EXPECT_EQ(changed([&](std::string& bytes) { bytes.resize(size); }), std::nullopt) << size;
    // More, doubled, moved, left out.
    EXPECT_EQ(changed([&](std::string& bytes) { bytes += 'x'; }), std::nullopt);
    EXPECT_EQ(changed([&](std::string& bytes) { bytes += bytes.substr(chunk(2)); }), std::nullopt);
    EXPECT_EQ(changed([&](std::string& bytes) {
                  const auto first = bytes.substr(chunk(0), kChunk + kMore),
                             second = bytes.substr(chunk(1), kChunk + kMore);
                  bytes.replace(chunk(0), first.size() + second.size(), second + first);
              }),
              std::nullopt);
    EXPECT_EQ(changed([&](std::string& bytes) { bytes.erase(chunk(1), kChunk + kMore); }), std::nullopt);
    // Another file of the same key: its header, its end.
    const auto other = sealed(text);
    EXPECT_EQ(changed([&](std::string& bytes) { bytes.replace(0, kHeader, other, 0, kHeader); }),
              std::nullopt);
    EXPECT_EQ(changed([&](std::string& bytes) {
                  bytes.replace(chunk(2), std::string::npos, other.substr(chunk(2)));
              }),
              std::nullopt);
}

TEST_F(SealedFileTest, WhatDoesNotOpenLeavesNothingBehind) {
    auto bytes = sealed(std::string(kChunk + 1, 'x'));
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    ASSERT_TRUE(write_file(folder_ / "sealed", bytes));
    const auto out = folder_ / "out";
    std::filesystem::create_directories(out);
    EXPECT_FALSE(open_file(folder_ / "sealed", out / "plain", key_, "a")) << "its first chunk was fine";
    EXPECT_FALSE(seal_file(folder_ / "none", out / "sealed", key_.sealing_key(), "a"));
    EXPECT_TRUE(std::filesystem::is_empty(out));
}

TEST_F(SealedFileTest, BothAreTheirOwnersAlone) {
    sealed("x");
    ASSERT_TRUE(open_file(folder_ / "sealed", folder_ / "again", key_, "a"));
    for (const char* name : {"sealed", "again"}) {
        struct stat about {};
        ASSERT_EQ(::stat((folder_ / name).c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777u, 0600u) << name;
    }
}

TEST_F(SealedFileTest, KeysAreTextWithoutSlips) {
    const auto sealing = key_.sealing_key();
    EXPECT_EQ(SealingKey::from(sealing.text()), sealing);
    EXPECT_EQ(sealing.text().find(key_.text().substr(15, 40)), std::string::npos) << "it does not open";
    EXPECT_EQ(OpeningKey::from("# of the newsroom\r\n" + key_.text() + "\r\n")->text(), key_.text());
    EXPECT_FALSE(OpeningKey::from(sealing.text()));
    EXPECT_FALSE(SealingKey::from(key_.text()));
    for (std::size_t at = 0; at < sealing.text().size(); ++at) {
        std::string slip = sealing.text();
        slip[at] = slip[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(SealingKey::from(slip)) << slip;
        EXPECT_FALSE(SealingKey::from(sealing.text().substr(0, at)));
    }
    EXPECT_NE(sealing.tag("a"), sealing.tag("b"));
    EXPECT_NE(sealing.tag("a"), OpeningKey::make().sealing_key().tag("a"));
    EXPECT_EQ(sealing.fingerprint().size(), 16u);
    EXPECT_NE(sealing.fingerprint(), OpeningKey::make().sealing_key().fingerprint());
}

}  // namespace
}  // namespace warraq::crypto
