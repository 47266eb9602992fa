#include "serve/http/message.h"

#include <algorithm>
#include <array>

#include "base/percent.h"
#include "base/utf8.h"

namespace warraq::serve {
namespace {

constexpr std::array<std::string_view, 8> kMethods = {"GET",   "HEAD",   "POST",    "PUT",
                                                      "PATCH", "DELETE", "OPTIONS", ""};

std::string decode_form(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+') {
            out += ' ';
        } else if (const int byte = text[at] == '%' ? percent::escaped_byte(text, at) : -1; byte >= 0) {
            out += static_cast<char>(byte);
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

std::string_view find(const std::vector<Field>& fields, std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
    return found == fields.end() ? std::string_view{} : std::string_view{found->value};
}

}  // namespace

std::string_view to_string(Method method) {
    return kMethods[static_cast<std::size_t>(method)];
}

std::string_view Request::capture(std::string_view name) const {
    return find(captures, name);
}
std::string_view Request::parameter(std::string_view name) const {
    return find(query, name);
}

std::string_view Request::cookie_named(std::string_view name) const {
    for (std::string_view rest = cookie; !rest.empty();) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
            return pair.substr(name.size() + 1);
    }
    return {};
}

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 201: return "Created";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Status";
    }
}

std::vector<Field> parse_form(std::string_view text, std::size_t max_fields) {
    std::vector<Field> fields;
    while (!text.empty() && fields.size() < max_fields) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        fields.push_back({decode_form(pair.substr(0, equals)),
                          decode_form(pair.substr(std::min(equals + 1, pair.size())))});
    }
    return fields;
}

bool decode_path(std::string_view path, std::string& out) {
    out.resize(path.size());
    char* to = out.data();
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path[at] != '%') {
            *to++ = path[at];
            continue;
        }
        const int byte = percent::escaped_byte(path, at);
        if (byte <= 0) return false;
        *to++ = static_cast<char>(byte);
        at += 2;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return utf8::valid(out);
}

}  // namespace warraq::serve
