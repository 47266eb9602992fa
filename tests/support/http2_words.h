// A small language for HTTP/2 frames: type, stream, flags and payload, with "; " between frames.
//
//     SETTINGS 0 setting INITIAL_WINDOW_SIZE 10; HEADERS 1 END_STREAM END_HEADERS get /
//
// Payload: "get /path", "head /path", "post /path" (a request's field block), "field name value", "text abc",
// "hex 00ff", "zeros 9", "u8 1", "u16 1", "u32 1", "setting NAME 1", "error NAME". "size 9" overrides the
// length in the frame header, "flags 0xff" sets unnamed flags. Types, settings and errors may be numbers too.
// "PREFACE" is the client's connection preface without its SETTINGS, "RAW abc" sends bytes as they are.
#pragma once

#include <sstream>
#include <stdexcept>

#include "support/conformance.h"
#include "support/http2_client.h"

namespace warraq::testing {

inline std::uint32_t number_named(const std::string& word, const std::vector<std::string>& names,
                                  std::uint32_t first = 0) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == word) return static_cast<std::uint32_t>(i) + first;
    if (word.empty() || !std::isdigit(static_cast<unsigned char>(word[0])))
        throw std::runtime_error("no such word: " + word);
    return static_cast<std::uint32_t>(std::stoul(word, nullptr, 0));
}

inline std::uint32_t error_named(const std::string& word) {
    return number_named(
        word, {"NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
               "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
               "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED"});
}

inline std::string frame_of(const std::string& text) {
    if (text == "PREFACE") return std::string(Frames::kPreface);
    if (text.starts_with("RAW ")) return text.substr(4);
    std::istringstream words(text);
    std::string word, payload;
    const auto next = [&] {
        std::string got;
        words >> got;
        return got;
    };
    const auto type =
        number_named(next(), {"DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING",
                              "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"});
    const auto number = [&] { return static_cast<std::uint32_t>(std::stoul(next(), nullptr, 0)); };
    const auto stream = number();
    std::uint32_t flags = 0;
    std::size_t size = std::string::npos;
    const std::map<std::string, std::uint32_t> named = {
        {"END_STREAM", 1}, {"ACK", 1}, {"END_HEADERS", 4}, {"PADDED", 8}, {"PRIORITY", 32}};
    while (words >> word) {
        if (const auto flag = named.find(word); flag != named.end())
            flags |= flag->second;
        else if (word == "flags")
            flags |= number();
        else if (word == "size")
            size = number();
        else if (word == "get" || word == "head" || word == "post")
            payload += Frames::block(Frames::get(next(), {},
                                                 word == "get"    ? "GET"
                                                 : word == "head" ? "HEAD"
                                                                  : "POST"));
        else if (word == "field") {
            const auto name = next();
            payload += Frames::block({{name, next()}});
        } else if (word == "text")
            payload += next();
        else if (word == "hex") {
            const auto digits = next();
            for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
                payload += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
        } else if (word == "zeros")
            payload += std::string(number(), '\0');
        else if (word == "u8" || word == "u16" || word == "u32")
            payload += Frames::number(number(), word == "u8" ? 1 : word == "u16" ? 2 : 4);
        else if (word == "setting") {
            const auto id = number_named(next(),
                                         {"HEADER_TABLE_SIZE", "ENABLE_PUSH", "MAX_CONCURRENT_STREAMS",
                                          "INITIAL_WINDOW_SIZE", "MAX_FRAME_SIZE", "MAX_HEADER_LIST_SIZE"},
                                         1);
            payload += Frames::setting(id, number());
        } else if (word == "error")
            payload += Frames::number(error_named(next()));
        else
            throw std::runtime_error("no such word in a frame: " + word);
    }
    auto frame = Frames::frame(static_cast<int>(type), static_cast<int>(flags), stream, payload);
    if (size != std::string::npos) frame.replace(0, 3, Frames::number(static_cast<std::uint32_t>(size), 3));
    return frame;
}

}  // namespace warraq::testing
