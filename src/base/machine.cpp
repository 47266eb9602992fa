#include "base/machine.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <thread>

#include "base/number.h"

namespace warraq {
namespace {

namespace fs = std::filesystem;

// Files of /proc and /sys say that they are empty: read until they end, a page at the most.
std::string text_of(const fs::path& file) {
    std::string text(4096, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return text;
}

int cores_of_affinity() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
    // More processors than the set has room for: far more than kMostCores.
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::optional<double> positive(std::string_view text) {
    const auto number = from_digits<std::int64_t>(text);
    return number && *number > 0 ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

// "0::/system.slice/warraq.service" of version 2; those of version 1 have other numbers.
std::string_view group_of(std::string_view self) {
    constexpr std::string_view kVersion2 = "0::";
    for (std::size_t start = 0; start < self.size();) {
        const auto end = std::min(self.find('\n', start), self.size());
        const auto line = self.substr(start, end - start);
        if (line.starts_with(kVersion2)) return line.substr(kVersion2.size());
        start = end + 1;
    }
    return {};
}

}  // namespace

std::optional<int> cores_of_quota(std::string_view cpu_max) {
    while (cpu_max.ends_with('\n')) cpu_max.remove_suffix(1);
    const auto space = cpu_max.find(' ');
    if (space == cpu_max.npos) return std::nullopt;
    const auto quota = positive(cpu_max.substr(0, space)), period = positive(cpu_max.substr(space + 1));
    if (!quota || !period) return std::nullopt;
    const double cores = *quota / *period;
    if (cores >= Machine::kMostCores) return Machine::kMostCores;
    const int whole = static_cast<int>(cores);
    return whole < cores ? whole + 1 : whole;
}

std::optional<int> cores_of_groups(const fs::path& groups, std::string_view self) {
    std::optional<int> least;
    // In a container the group's own path may name folders that only the host sees: those are passed over.
    fs::path group = fs::path(group_of(self)).relative_path().lexically_normal();
    if (!group.empty() && *group.begin() == "..") group.clear();
    while (true) {
        if (const auto cores = cores_of_quota(text_of(groups / group / "cpu.max")))
            least = std::min(*cores, least.value_or(*cores));
        if (group.empty()) return least;
        group = group.parent_path();
    }
}

Machine Machine::detect() {
    int cores = cores_of_affinity();
    if (const auto quota = cores_of_groups("/sys/fs/cgroup", text_of("/proc/self/cgroup")))
        cores = std::min(cores, *quota);
    return with_cores(cores);
}

Machine Machine::with_cores(int cores) {
    return Machine(std::clamp(cores, 1, kMostCores));
}

Result<Machine> Machine::from_environment() {
    const char* set = std::getenv(kVariable);
    if (!set || !*set) return detect();
    const auto cores = number_from(set);
    if (!cores || *cores > kMostCores)
        return invalid(fmt::format("{} is «{}»: it is a number from 1 to {}", kVariable, set, kMostCores));
    return with_cores(static_cast<int>(*cores));
}

Machine Machine::with_loops(int loops) const {
    Machine other = *this;
    other.loops_ = std::clamp(loops, 1, kMostCores);
    return other;
}

int Machine::loops() const {
    constexpr int kMost = 64;
    return loops_ ? loops_ : std::min(cores_, kMost);
}

int Machine::workers() const {
    constexpr int kLeast = 4, kMost = 64;
    return std::clamp(2 * cores_, kLeast, kMost);
}

int Machine::file_workers() const {
    return std::clamp(cores_, 2, 8);
}

int Machine::import_threads() const {
    constexpr int kMost = 16;
    return std::min(cores_, kMost);
}

int Machine::reader_cache_kib() const {
    constexpr int kMost = 2 * 1024;  // more does not make a page faster
    return std::min(kReaderCachesKib / store_readers(), kMost);
}

int Machine::allocator_arenas() const {
    constexpr int kLeast = 2, kMost = 8;
    return std::clamp(cores_ / 4, kLeast, kMost);
}

std::string to_string(const Machine& machine) {
    return fmt::format(
        "{} core{}: {} network loop{}, {} workers, {} for changes, {} for heavy work, {} database readers",
        machine.cores(), machine.cores() == 1 ? "" : "s", machine.loops(), machine.loops() == 1 ? "" : "s",
        machine.workers(), machine.change_workers(), machine.heavy_workers(), machine.store_readers());
}

}  // namespace warraq
