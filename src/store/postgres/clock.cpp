#include "store/postgres/clock.h"

#include <spdlog/spdlog.h>

#include "base/time.h"

namespace warraq::store::postgres {

void follow_clock(sql::Connection& connection) {
    using namespace std::chrono;
    const auto here = [] { return system_clock::now().time_since_epoch(); };
    const auto asked = here();
    auto row = connection.prepare_once("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    row.step();
    const milliseconds there(row.number(0));
    const auto answered = here();
    const auto ahead = there - duration_cast<milliseconds>((asked + answered) / 2);
    if (!correct_clock(ahead, duration_cast<milliseconds>((answered - asked) / 2))) return;
    const double seconds = std::abs(duration<double>(ahead).count());
    if (seconds < 0.5)
        spdlog::info("this machine's clock agrees with the database's again");
    else
        spdlog::warn("this machine's clock is {:.1f} s {} the database's, which is the newsroom's", seconds,
                     ahead.count() > 0 ? "behind" : "ahead of");
}

}  // namespace warraq::store::postgres
