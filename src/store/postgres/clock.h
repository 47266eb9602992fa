// A newsroom's time where several nodes serve it: the database's, so that a node whose clock is minutes off
// publishes what is scheduled when the others do, and its stories stand where they belong.
#pragma once

#include "store/sql/connection.h"

namespace warraq::store::postgres {

// Asks for it, and puts now() (base/time.h) right; what that changes is told in the log. Right to half the
// time that asking takes (Cristian, Probabilistic clock synchronization, 1989); an answer that was long on
// its way changes only what it disproves. Throws sql::Failure.
void follow_clock(sql::Connection& connection);

}  // namespace warraq::store::postgres
