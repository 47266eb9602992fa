// One simulation: a server's loop, those who connect to it, and what happens, as a seed decides.
#pragma once

#include <cstdint>
#include <string>

#include "serve/net/tls.h"

namespace warraq::serve::simulation {

// Once, before the first simulation: what is random in TLS comes from each thread's seed from then on. Any
// number of threads may simulate at the same time afterwards.
void prepare();

struct Outcome {
    std::string fault;  // empty: all that must hold held
    std::size_t steps = 0;
};
// `trace`: each step is told on standard error.
Outcome simulate(std::uint64_t seed, const TlsContext& tls, bool trace = false);

}  // namespace warraq::serve::simulation
