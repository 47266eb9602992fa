// What the store keeps of a secret that was made at random: a session's token, a link, a recovery code.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"

namespace warraq::desk {

inline std::string token_hash(std::string_view token) {
    return crypto::content_hash(token, 32);
}

}  // namespace warraq::desk
