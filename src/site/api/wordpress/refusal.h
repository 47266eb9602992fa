// Errors in WordPress's wording. Refusals are thrown and caught within this folder only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "press/wordpress_json.h"
#include "serve/http/message.h"

namespace warraq::site::wordpress {

using press::wordpress::Json;

// Aborts the call; its reply is the error.
struct Refusal {
    int status;
    std::string code, message;
    Json parameters = {};  // parameter -> what is wrong with it
};

Refusal refusal_of(const Error& error);

template <class T>
T value_or_throw(Result<T> result) {
    if (result) return std::move(*result);
    throw refusal_of(result.error());
}

serve::Reply json_reply(const Json& json);
serve::Reply refused(const Refusal& refusal);

}  // namespace warraq::site::wordpress
