// The proof that comes in a call's body (auth/proofs.h), as its member `proof`.
#pragma once

#include "desk/auth/proofs.h"
#include "desk/fields.h"

namespace warraq::desk {

// Problem 403 `proof_needed`.
inline Proven proven(const Proofs& proofs, const Visitor& visitor, const Fields& body) {
    constexpr std::size_t kLongestProof = 200;
    return proofs.proven(visitor, body.text_or("proof", kLongestProof, ""), now());
}

}  // namespace warraq::desk
