#include "desk/stories/edit_locks.h"

#include "support/stories.h"

namespace warraq::desk {
namespace {

using namespace std::chrono_literals;

class EditLocksTest : public testing::StoreTest {
  protected:
    static constexpr story::StoryId kStory{7}, kOther{8};
    // The session that has the lock, after this one asked for it.
    std::int64_t acquire(EditLocks& locks, std::int64_t session, const story::User& who,
                         TakeOver take_over = TakeOver::No, std::chrono::seconds later = 0s) {
        return locks.acquire(kStory, session, who, take_over, from_unix(1'800'000'000) + later).session;
    }
    const story::User salma_{{1}, "salma", "سلمى", story::Role::Editor};
    const story::User omar_{{2}, "omar", "عمر", story::Role::Editor};
};

TEST_F(EditLocksTest, WhoCameFirstHasItUntilTheyAreIdle) {
    EditLocks locks(*store_);
    EXPECT_EQ(acquire(locks, 11, salma_), 11);
    EXPECT_EQ(acquire(locks, 22, omar_), 11);
    EXPECT_EQ(acquire(locks, 11, salma_, TakeOver::No, 30s), 11) << "it is theirs for another while";
    EXPECT_EQ(acquire(locks, 22, omar_, TakeOver::No, 70s), 11);
    EXPECT_EQ(acquire(locks, 22, omar_, TakeOver::No, 71s), 22);
}

TEST_F(EditLocksTest, IsTakenOverByWhoSaysSo) {
    EditLocks locks(*store_);
    EXPECT_EQ(acquire(locks, 11, salma_), 11);
    EXPECT_EQ(acquire(locks, 22, omar_, TakeOver::OwnSession), 11) << "it is another person's";
    EXPECT_EQ(acquire(locks, 12, salma_), 11) << "another window alone takes nothing";
    EXPECT_EQ(acquire(locks, 12, salma_, TakeOver::OwnSession), 12);
    EXPECT_EQ(acquire(locks, 22, omar_, TakeOver::Any), 22);
}

TEST_F(EditLocksTest, IsReleasedByItsSessionAlone) {
    EditLocks locks(*store_);
    EXPECT_EQ(acquire(locks, 11, salma_), 11);
    locks.release(kStory, 22);
    locks.release(kOther, 11);
    EXPECT_EQ(acquire(locks, 22, omar_), 11);
    locks.release(kStory, 11);
    EXPECT_EQ(acquire(locks, 22, omar_), 22);
    locks.release_all(11);
    EXPECT_EQ(acquire(locks, 11, salma_), 22);
    locks.release_all(22);
    EXPECT_EQ(acquire(locks, 11, salma_), 11);
}

}  // namespace
}  // namespace warraq::desk
