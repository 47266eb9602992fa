#include "base/machine.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "support/table.h"
#include "support/temporary_folder.h"

namespace warraq {
namespace {

namespace fs = std::filesystem;

TEST(Machine, AQuotaIsReadAsTheTableSays) {
    for (const auto& [line, fields] : testing::read_table("cpu_max.tsv")) {
        const auto cores = cores_of_quota(fields.at(0));
        EXPECT_EQ(cores ? std::to_string(*cores) : "-", fields.at(1)) << "line " << line;
    }
}

// Folders as the kernel shows them, with a quota in some.
class GroupsTest : public ::testing::Test {
  protected:
    void set(const fs::path& group, const std::string& quota) {
        fs::create_directories(groups_ / group);
        std::ofstream(groups_ / group / "cpu.max") << quota << '\n';
    }
    std::optional<int> cores(const std::string& self) { return cores_of_groups(groups_, self); }

    const testing::TemporaryFolder folder_;
    const fs::path groups_ = folder_.path();
};

TEST_F(GroupsTest, TheLeastOfAllThatHoldsCounts) {
    EXPECT_EQ(cores("0::/\n"), std::nullopt) << "no control groups at all";
    set("system.slice/warraq.service", "max 100000");
    EXPECT_EQ(cores("0::/system.slice/warraq.service\n"), std::nullopt);
    set("system.slice/warraq.service", "350000 100000");
    EXPECT_EQ(cores("0::/system.slice/warraq.service\n"), 4);
    set("system.slice", "150000 100000");
    EXPECT_EQ(cores("0::/system.slice/warraq.service\n"), 2) << "a quota of a group above";
    set("", "50000 100000");  // a container's own
    EXPECT_EQ(cores("0::/system.slice/warraq.service\n"), 1);
    EXPECT_EQ(cores("0::/\n"), 1);
    EXPECT_EQ(cores("0::/user.slice\n"), 1) << "a folder that is not seen from here";
}

TEST_F(GroupsTest, OnlyVersionTwoIsLookedAtAndNothingOutside) {
    set("box", "100000 100000");
    EXPECT_EQ(cores("9:name=systemd:/box\n1:cpu:/box\n0::/\n"), std::nullopt);
    EXPECT_EQ(cores("9:name=systemd:/\n0::/box"), 1) << "without a line end too";
    EXPECT_EQ(cores("1:cpu:/box\n"), std::nullopt);
    EXPECT_EQ(cores(""), std::nullopt);
    EXPECT_EQ(cores("0::/../" + groups_.filename().string() + "/box\n"), std::nullopt)
        << "a group outside of this one's name space";
}

TEST(Machine, TheEnvironmentCountsOverWhatIsDetected) {
    const auto asked = [](const char* value) {
        setenv(Machine::kVariable, value, 1);
        auto machine = Machine::from_environment();
        unsetenv(Machine::kVariable);
        return machine;
    };
    for (const int cores : {1, 2, 8, 64, 256}) {
        const auto machine = asked(std::to_string(cores).c_str());
        ASSERT_TRUE(machine) << machine.error().message;
        EXPECT_EQ(machine->cores(), cores);
    }
    for (const char* wrong : {"0", "257", "-1", "+2", "2.5", "two", " 2", "2 ", "99999999999999999999"}) {
        const auto machine = asked(wrong);
        ASSERT_FALSE(machine) << wrong;
        EXPECT_EQ(machine.error().kind, Error::Kind::Invalid);
        EXPECT_NE(machine.error().message.find("WARRAQ_CORES"), std::string::npos);
    }
    EXPECT_EQ(asked("")->cores(), Machine::detect().cores());
    EXPECT_GE(Machine::detect().cores(), 1);
}

TEST(Machine, NumbersSuitEachOtherOnEveryMachine) {
    int workers = 0, readers = 0;
    for (int cores = 1; cores <= Machine::kMostCores; ++cores) {
        const auto machine = Machine::with_cores(cores);
        SCOPED_TRACE(to_string(machine));
        EXPECT_EQ(machine.cores(), cores);
        for (const int number :
             {machine.loops(), machine.workers(), machine.heavy_workers(), machine.import_threads(),
              machine.index_readers(), machine.reader_cache_kib(), machine.allocator_arenas()})
            EXPECT_GE(number, 1);
        // Nobody waits for a snapshot, or opens the index for one search.
        EXPECT_GE(machine.store_readers(), machine.workers() + machine.change_workers() +
                                               machine.heavy_workers() + Machine::kBackgroundReaders);
        EXPECT_GE(machine.index_readers(), machine.workers());
        // What all connections' caches take together, and that PostgreSQL's usual 100 connections, 3 of them
        // its superuser's, are enough for one node with those that write, listen and look at the clock.
        EXPECT_LE(machine.store_readers() * machine.reader_cache_kib(), Machine::kReaderCachesKib);
        EXPECT_LE(machine.store_readers() + 5, 97);
        EXPECT_GE(machine.workers(), workers) << "more cores, no fewer workers";
        EXPECT_GE(machine.store_readers(), readers);
        workers = machine.workers();
        readers = machine.store_readers();
    }
    EXPECT_EQ(Machine::with_cores(0).cores(), 1);
    EXPECT_EQ(Machine::with_cores(-3).cores(), 1);
    EXPECT_EQ(Machine::with_cores(100'000).cores(), Machine::kMostCores);
}

TEST(Machine, AnotherNumberOfLoopsChangesNothingElse) {
    const auto machine = Machine::with_cores(8), other = machine.with_loops(3);
    EXPECT_EQ(machine.loops(), 8);
    EXPECT_EQ(other.loops(), 3);
    EXPECT_EQ(other.workers(), machine.workers());
    EXPECT_EQ(other.store_readers(), machine.store_readers());
    EXPECT_EQ(to_string(Machine::with_cores(1)),
              "1 core: 1 network loop, 4 workers, 4 for changes, 3 for heavy work, 23 database readers");
}

}  // namespace
}  // namespace warraq
