// The table of the desk's API: which function answers which path, and who may call it. Each feature has its
// part in the routes.cpp of its folder; routes.cpp joins them. Tests try every route with every role by it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "desk/auth/account_rules.h"
#include "desk/auth/permissions.h"
#include "serve/http/message.h"

namespace warraq::desk {

struct Call;

struct Route {
    serve::Method method;
    std::string_view pattern;
    Permission needs;
    serve::Reply (*answer)(const Call&);
    std::size_t max_body = 0;                  // bytes; 0 takes the server's default
    std::vector<std::string> parameters = {};  // of the query
    bool raw = false;                          // its body is no JSON
    bool heavy = false;  // it hashes a password or decodes a picture: on workers of their own
    // Its body has a `proof` (auth/proofs.h): of account calls, as account_rules.h says of them.
    bool takes_proof = false;
    std::vector<AccountCall> calls = {};  // what it does to accounts
};
const std::vector<Route>& routes();

std::vector<Route> auth_routes();
std::vector<Route> story_routes();
std::vector<Route> picture_routes();
std::vector<Route> front_routes();
std::vector<Route> settings_routes();
std::vector<Route> moving_in_routes();
std::vector<Route> moderation_routes();

}  // namespace warraq::desk
