// Backups, sealed and not: the same newsroom comes back, and nothing passes for one that is not whole.
#include "archive/backup.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "archive/backup_manifest.h"
#include "base/file.h"
#include "support/stories.h"

namespace warraq::archive {
namespace {

namespace fs = std::filesystem;
using crypto::OpeningKey;

class BackupTest : public testing::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        fs::create_directories(data_ / "media");
        ASSERT_TRUE(write_file(data_ / "warraq.toml", "[mail]\npassword = \"كلمة سر البريد\"\n"));
        ASSERT_TRUE(write_file(data_ / "secret.key", "00ff00ff00ff00ff00ff\n"));
        ASSERT_TRUE(write_file(data_ / "media" / "one.webp", std::string(3000, 'p')));
        ASSERT_TRUE(write_file(data_ / "media" / "film.mp4", std::string((1u << 20) + 5, 'f')));
        add("خبر لم يُنشر", 0, story::Status::Draft);
    }
    // The n-th backup, an hour after the one before.
    Result<BackupReport> back_up(int n, const std::optional<crypto::SealingKey>& seal = {}) {
        return make_backup(*store_, data_, store::Media(data_ / "media"), backups_,
                           from_unix(1'800'000'000 + n * 3600), seal);
    }
    Result<std::string> restore(const fs::path& backup, const std::optional<OpeningKey>& key = {}) {
        return restore_backup(backup, folder_ / "restored", key);
    }
    static std::string bytes(const fs::path& file) { return *read_file(file); }
    static void flip(const fs::path& file, std::size_t at) {
        auto content = bytes(file);
        content.at(at) = static_cast<char>(content.at(at) ^ 1);
        ASSERT_TRUE(write_file(file, content));
    }
    // Nothing was restored, nor anything left beside it.
    void expect_nothing_restored() {
        for (const auto& entry : fs::directory_iterator(folder_.path()))
            EXPECT_FALSE(entry.path().filename().string().starts_with("restored")) << entry.path();
    }
    std::vector<fs::path> files_below(const fs::path& folder) {
        std::vector<fs::path> out;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file()) out.push_back(entry.path());
        std::ranges::sort(out);
        return out;
    }

    const fs::path data_ = folder_ / "data", backups_ = folder_ / "backups";
    const OpeningKey key_ = OpeningKey::make();
    const std::optional<crypto::SealingKey> seal_ = key_.sealing_key();
};

TEST_F(BackupTest, AFolderThatWasThereKeepsItsMode) {
    fs::create_directories(backups_);
    for (const auto mode : {fs::perms(0755), fs::perms(0770)}) {
        fs::permissions(backups_, mode);
        ASSERT_TRUE(back_up(mode == fs::perms(0755) ? 0 : 1));
        EXPECT_EQ(fs::status(backups_).permissions(), mode);
    }
}

TEST_F(BackupTest, WhatIsCopiedIsAsClosedAsTheUmaskHasItNotAsItWas) {
    fs::permissions(data_ / "media" / "one.webp", fs::perms(0644));
    const auto before = ::umask(0077);
    const auto made = back_up(0);
    const auto restored = made ? restore(backups_) : fail(made.error());
    ::umask(before);
    ASSERT_TRUE(restored) << restored.error().message;
    for (const fs::path& root : {backups_, folder_ / "restored"})
        for (const auto& entry : fs::recursive_directory_iterator(root))
            EXPECT_EQ(entry.status().permissions() & fs::perms(0077), fs::perms::none) << entry.path();
}

TEST_F(BackupTest, ASealedOneComesBackWholeAndHoldsNothingReadable) {
    const auto made = back_up(0, seal_);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->media, 2);
    const auto files = files_below(backups_);
    EXPECT_EQ(files.size(), 6u);
    for (const fs::path& file : files) {
        const auto content = bytes(file);
        for (const char* readable : {"SQLite format", "كلمة سر البريد", "خبر لم يُنشر", "pppppppp", "ffffffff",
                                     "00ff00ff00ff00ff00ff"})
            EXPECT_EQ(content.find(readable), content.npos) << file << " " << readable;
    }
    EXPECT_EQ(files_below(data_).size(), 4u) << "the copy that was sealed is gone";
    const auto restored = restore(backups_, key_);
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(*restored, made->name);
    for (const char* name : {"warraq.toml", "secret.key", "media/one.webp", "media/film.mp4"})
        EXPECT_EQ(bytes(folder_ / "restored" / name), bytes(data_ / name)) << name;
    const auto report = store::check_copy(folder_ / "restored" / "warraq.db");
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->sound());
    EXPECT_FALSE(report->empty);
}

TEST_F(BackupTest, EachFileIsSealedOnceForAKey) {
    ASSERT_TRUE(back_up(0, seal_));
    EXPECT_EQ(back_up(1, seal_)->new_media, 0);
    const auto other = OpeningKey::make();
    EXPECT_EQ(back_up(2, other.sealing_key())->new_media, 2) << "another key opens none of those";
    EXPECT_EQ(back_up(3)->new_media, 2) << "nor is one that is not sealed among them";
    const auto names = *backups_in(backups_);
    ASSERT_EQ(names.size(), 4u);
    EXPECT_TRUE(check_backup(backups_ / names[3], key_)->sound());
    EXPECT_TRUE(check_backup(backups_ / names[1], other)->sound());
    EXPECT_TRUE(check_backup(backups_ / names[0])->sound());
    // What no backup names any more goes, whatever it is sealed for.
    ASSERT_TRUE(remove_old_backups(backups_, 2));
    EXPECT_FALSE(fs::exists(backups_ / ("media-" + seal_->fingerprint())));
    EXPECT_TRUE(check_backup(backups_ / names[1], other)->sound());
    EXPECT_TRUE(check_backup(backups_ / names[0])->sound());
}

TEST_F(BackupTest, WithoutItsKeyASealedOneIsLookedAtFromOutside) {
    ASSERT_TRUE(back_up(0, seal_));
    const auto outside = check_backup(backups_);
    ASSERT_TRUE(outside) << outside.error().message;
    EXPECT_TRUE(outside->sound());
    ASSERT_EQ(outside->looked_at.size(), 1u);
    EXPECT_NE(outside->looked_at[0].find("--key"), std::string::npos) << outside->looked_at[0];
    const auto whole = check_backup(backups_, key_);
    ASSERT_TRUE(whole) << whole.error().message;
    EXPECT_TRUE(whole->sound());
    EXPECT_GT(whole->looked_at.size(), 1u) << "its database too";
    EXPECT_EQ(check_backup(backups_, OpeningKey::make()).error().kind, Error::Kind::Refused);

    flip(backups_ / ("media-" + seal_->fingerprint()) / "film.mp4.sealed", 500'000);
    EXPECT_FALSE(check_backup(backups_)->sound());
    EXPECT_FALSE(check_backup(backups_, key_)->sound());
}

TEST_F(BackupTest, TheWrongKeyAndNoKeyAreToldAndRestoreNothing) {
    ASSERT_TRUE(back_up(0, seal_));
    const auto without = restore(backups_);
    ASSERT_FALSE(without);
    EXPECT_NE(without.error().message.find("is sealed for the key " + seal_->fingerprint()),
              std::string::npos)
        << without.error().message;
    const auto wrong = restore(backups_, OpeningKey::make());
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("and this one is"), std::string::npos) << wrong.error().message;
    expect_nothing_restored();
}

// One that can be written by whoever has the disk is not taken for the newsroom's where a key is given.
TEST_F(BackupTest, ASealedOneIsNotExchangedForAnOpenOne) {
    ASSERT_TRUE(back_up(0, seal_));
    ASSERT_TRUE(back_up(1));
    const auto newest = restore(backups_, key_);
    ASSERT_FALSE(newest);
    EXPECT_NE(newest.error().message.find("is not sealed"), std::string::npos) << newest.error().message;
    EXPECT_FALSE(check_backup(backups_, key_));
    expect_nothing_restored();
}

TEST_F(BackupTest, WhateverIsChangedInASealedOneIsNoticed) {
    const auto made = back_up(0, seal_);
    ASSERT_TRUE(made);
    add("خبر آخر");
    const auto later = back_up(1, seal_);
    ASSERT_TRUE(later);
    const fs::path mine = backups_ / later->name, old = backups_ / made->name,
                   media = backups_ / ("media-" + seal_->fingerprint());
    const auto manifest = bytes(mine / "manifest");
    const auto put_manifest = [&](std::string text) { ASSERT_TRUE(write_file(mine / "manifest", text)); };
    const auto replaced = [](std::string text, std::string_view what, std::string_view with) {
        const auto at = text.find(what);
        EXPECT_NE(at, text.npos) << what;
        return text.replace(at, what.size(), with);
    };
    const auto line_of = [&](std::string_view name) {
        const auto end = manifest.find(std::string(" ") + std::string(name) + "\n") + name.size() + 2;
        const auto start = manifest.rfind('\n', end - 2) + 1;
        return manifest.substr(start, end - start);
    };
    const std::pair<const char*, std::function<void()>> tampers[] = {
        {"a bit of the database", [&] { flip(mine / "warraq.db.sealed", 5'000); }},
        {"a bit of a picture", [&] { flip(media / "one.webp.sealed", 200); }},
        {"the database cut short", [&] { fs::resize_file(mine / "warraq.db.sealed", 4'000); }},
        {"an older database",
         [&] {
             fs::copy_file(old / "warraq.db.sealed", mine / "warraq.db.sealed",
                           fs::copy_options::overwrite_existing);
         }},
        {"one file in another's place",
         [&] {
             fs::copy_file(mine / "secret.key.sealed", mine / "warraq.toml.sealed",
                           fs::copy_options::overwrite_existing);
         }},
        {"a file that is missing", [&] { fs::remove(mine / "secret.key.sealed"); }},
        {"a picture that is missing", [&] { fs::remove(media / "film.mp4.sealed"); }},
        {"an older manifest", [&] { put_manifest(bytes(old / "manifest")); }},
        {"an older manifest and its files",
         [&] {
             fs::remove_all(mine);
             fs::copy(old, mine);
         }},
        {"a manifest without a file", [&] { put_manifest(replaced(manifest, line_of("secret.key"), "")); }},
        {"a manifest with a file twice",
         [&] {
             put_manifest(
                 replaced(manifest, line_of("secret.key"), line_of("secret.key") + line_of("secret.key")));
         }},
        {"another order",
         [&] {
             put_manifest(replaced(replaced(manifest, line_of("warraq.toml"), ""), line_of("secret.key"),
                                   line_of("warraq.toml") + line_of("secret.key")));
         }},
        {"another size",
         [&] {
             put_manifest(replaced(manifest, line_of("warraq.db").substr(0, 36),
                                   line_of("warraq.db").substr(0, 33) + "999"));
         }},
        {"no tag", [&] { put_manifest(manifest.substr(0, manifest.find("tag "))); }},
        {"another tag", [&] { flip(mine / "manifest", manifest.size() - 2); }},
        {"no end", [&] { put_manifest(manifest.substr(0, manifest.find("complete"))); }},
        {"a manifest that is not sealed",
         [&] {
             const auto text = manifest.substr(manifest.find('\n') + 1);
             put_manifest(text.substr(0, text.find("tag ")));
         }},
        {"what another made for the same key",
         [&] {
             // It knows whom the backups are sealed for, not what they are tagged with.
             put_manifest(replaced(
                 manifest, manifest.substr(manifest.find("tag ")),
                 "tag " + OpeningKey::make().sealing_key().tag(manifest.substr(0, manifest.find("tag "))) +
                     "\n"));
         }},
    };
    ASSERT_TRUE(check_backup(mine, key_)->sound());
    const fs::path kept = folder_ / "kept";
    fs::copy(backups_, kept, fs::copy_options::recursive);
    for (const auto& [name, tamper] : tampers) {
        tamper();
        const auto checked = check_backup(mine, key_);
        EXPECT_TRUE(!checked || !checked->sound()) << name;
        const auto restored = restore(mine, key_);
        EXPECT_FALSE(restored) << name;
        expect_nothing_restored();
        fs::remove_all(backups_);
        fs::copy(kept, backups_, fs::copy_options::recursive);
        ASSERT_TRUE(check_backup(mine, key_)->sound()) << "put back after: " << name;
    }
    EXPECT_TRUE(restore(mine, key_));
}

TEST_F(BackupTest, AManifestOfAnotherIsNotTakenForWhatWasMadeBefore) {
    ASSERT_TRUE(back_up(0, seal_));
    const auto newest = backups_ / backups_in(backups_)->front();
    flip(newest / "manifest", bytes(newest / "manifest").size() - 2);
    const auto again = back_up(1, seal_);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->new_media, 2) << "sealed anew";
    EXPECT_TRUE(check_backup(backups_, key_)->sound());
}

TEST_F(BackupTest, WhatIsNotFinishedIsNone) {
    // A file that cannot be read ends it in the middle.
    fs::remove(data_ / "secret.key");
    fs::create_directories(data_ / "secret.key");
    for (const auto& seal : {std::optional<crypto::SealingKey>(), seal_}) {
        EXPECT_FALSE(back_up(0, seal));
        EXPECT_EQ(backups_in(backups_)->size(), 0u);
        EXPECT_FALSE(restore(backups_, key_));
        for (const auto& entry : fs::directory_iterator(backups_))
            EXPECT_TRUE(entry.path().filename().string().starts_with("media")) << entry.path();
        for (const auto& entry : fs::directory_iterator(data_))
            EXPECT_FALSE(entry.path().filename().string().starts_with("backup-"))
                << "no copy of the database stays";
    }
    expect_nothing_restored();
}

TEST(BackupManifest, IsReadAsItIsWritten) {
    const auto key = OpeningKey::make().sealing_key();
    BackupManifest made{.entries = {{"aa", 1, "media/x y.webp"}, {"bb", 2, "warraq.db"}}};
    EXPECT_EQ(parse_manifest(manifest_text(made, nullptr))->entries.size(), 2u);
    made.seal = {key.fingerprint(), "2026-11-25T03-30-00Z"};
    const auto read = parse_manifest(manifest_text(made, &key));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->entries[0].name, "media/x y.webp");
    EXPECT_EQ(read->seal->backup, "2026-11-25T03-30-00Z");
    EXPECT_TRUE(read->is_made_with(key));
    EXPECT_FALSE(read->is_made_with(OpeningKey::make().sealing_key()));
}

TEST(BackupManifest, RefusesWhatLeadsElsewhere) {
    for (const char* line : {"aa 1 ../x", "aa 1 /etc/passwd", "aa 1 media/../x", "aa 1 media/a/b", "aa 1 ",
                             "aa 1", "aa x warraq.db", "aa -1 warraq.db", "aa 99999999999999999999 warraq.db",
                             "zz 1 warraq.db", " 1 warraq.db", "aa  warraq.db", "sealed 1 x y",
                             "sealed 1 0123456789abcdef ../x", "sealed 1 0123456789abcdef "}) {
        EXPECT_FALSE(parse_manifest(std::string(line) + "\ncomplete\ntag x\n")) << line;
        EXPECT_FALSE(parse_manifest(std::string(line) + "\ncomplete\n")) << line;
    }
    EXPECT_FALSE(parse_manifest(""));
    EXPECT_TRUE(parse_manifest("complete\n"));
    EXPECT_FALSE(parse_manifest("sealed 1 0123456789abcdef x\ncomplete\ntag a\nmore\n"));
}

}  // namespace
}  // namespace warraq::archive
