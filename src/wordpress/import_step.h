// What the steps of an import share. Internal to the room.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>

#include "store/store.h"
#include "wordpress/import.h"

namespace warraq::wordpress {

// Handed to whoever has something to tell; counts are the report's.
using TellNote = std::function<void(const WordpressNote&)>;

// Error: Refused, where the import is to stop.
Result<void> check_stopped(const WordpressOptions& options);

// Those that are not empty lead to `target` ("section:3") from now on.
Result<void> keep_addresses(store::Writer& writer, std::initializer_list<std::string> addresses,
                            const std::string& target);

}  // namespace warraq::wordpress
