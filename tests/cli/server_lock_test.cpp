#include "cli/server_lock.h"

#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temporary_folder.h"

namespace warraq::cli {
namespace {

class ServerLockTest : public ::testing::Test {
  protected:
    Result<ServerLock> acquire() { return ServerLock::acquire(folder_ / "warraq.db", "warraq serve"); }
    // Why it is not given.
    std::string refusal() {
        const auto lock = acquire();
        if (lock) return "acquired";
        return (lock.error().kind == Error::Kind::Conflict ? "" : "another error: ") + lock.error().message;
    }

    testing::TemporaryFolder folder_;
};

TEST_F(ServerLockTest, IsHeldByOneAndSaysByWhom) {
    {
        auto held = acquire();
        ASSERT_TRUE(held) << held.error().message;
        const auto early = refusal();
        EXPECT_TRUE(early.starts_with((folder_ / "warraq.db").string() +
                                      " is in use by warraq serve, process " + std::to_string(getpid()) +
                                      " on "))
            << early;
        held->tell_address("http://127.0.0.1:8080");
        EXPECT_NE(refusal().find("Z, at http://127.0.0.1:8080; one server"), std::string::npos) << refusal();
        ServerLock moved = std::move(*held);
        EXPECT_NE(refusal(), "acquired") << "it goes with its value";
    }
    EXPECT_EQ(refusal(), "acquired");
}

TEST_F(ServerLockTest, WhatWasWrittenOfAnEarlierHolderIsReplaced) {
    {
        auto held = acquire();
        ASSERT_TRUE(held);
        held->tell_address("http://" + std::string(300, 'x'));
    }
    const auto held = ServerLock::acquire(folder_ / "warraq.db", "x");
    ASSERT_TRUE(held);
    EXPECT_EQ(refusal().find("xxx"), std::string::npos);
}

TEST_F(ServerLockTest, StandsBesideTheDatabaseThatALinkLeadsTo) {
    std::filesystem::create_directories(folder_ / "link");
    close(::open((folder_ / "warraq.db").c_str(), O_CREAT | O_CLOEXEC, 0600));
    std::filesystem::create_symlink(folder_ / "warraq.db", folder_ / "link" / "warraq.db");
    const auto held = acquire();
    ASSERT_TRUE(held);
    EXPECT_FALSE(ServerLock::acquire(folder_ / "link" / "warraq.db", "warraq serve"));
}

// The kernel takes it back from who is killed, and what the holder started does not keep it.
TEST_F(ServerLockTest, EndsWithItsProcess) {
    int ready[2];
    ASSERT_EQ(pipe2(ready, O_CLOEXEC), 0);
    const pid_t holder = fork();
    ASSERT_GE(holder, 0);
    if (holder == 0) {
        const auto held = acquire();
        pid_t child = 0;
        char sleep[] = "sleep", forever[] = "infinity";
        char* const args[] = {sleep, forever, nullptr};
        if (held && posix_spawnp(&child, "sleep", nullptr, nullptr, args, environ) != 0) child = 0;
        (void)!write(ready[1], &child, sizeof child);
        pause();
        _exit(0);
    }
    pid_t child = 0;
    ASSERT_EQ(read(ready[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
    close(ready[0]);
    close(ready[1]);
    ASSERT_GT(child, 0);
    EXPECT_NE(refusal(), "acquired");
    kill(holder, SIGKILL);
    waitpid(holder, nullptr, 0);
    EXPECT_EQ(kill(child, 0), 0) << "it lives on";
    EXPECT_EQ(refusal(), "acquired");
    kill(child, SIGKILL);
}

TEST_F(ServerLockTest, AFolderThatCannotBeWrittenIsNamed) {
    const auto lock = ServerLock::acquire("/nonexistent/warraq.db", "warraq serve");
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().kind, Error::Kind::Unavailable);
    EXPECT_EQ(lock.error().message, "cannot open /nonexistent/server.lock: No such file or directory");
}

}  // namespace
}  // namespace warraq::cli
