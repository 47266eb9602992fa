#include "settings/entry.h"

#include <fmt/format.h>

#include "base/sealed_file.h"

namespace warraq::settings {
namespace {

constexpr std::size_t kLongestText = 2'000, kMostLines = 50;

template <class Value>
const Value& at(const Place<Value>& place, const Settings& settings) {
    return place(const_cast<Settings&>(settings));
}

// Not too long, and without what no page or header may hold.
bool is_text(std::string_view value) {
    const auto is_control = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; };
    return value.size() <= kLongestText && std::ranges::none_of(value, is_control);
}

}  // namespace

Entry of_machine(Entry entry) {
    entry.description.set_at = SetAt::Machine;
    return entry;
}
Entry with_secret(std::string_view secret, Entry entry) {
    entry.description.secret = secret;
    return of_machine(std::move(entry));
}

Entry text(std::string_view key, std::string_view says, Holds holds, Place<std::string> of) {
    return {{.key = key, .kind = Kind::Text, .holds = holds},
            says,
            "text in quotes",
            [of](const Json& value, Settings& settings) {
                if (!value.is_string() || !is_text(value.get_ref<const std::string&>())) return false;
                of(settings) = value;
                return true;
            },
            [of](const Settings& settings) { return Json(at(of, settings)); }};
}

Entry recipient(std::string_view key, std::string_view says) {
    return {{.key = key, .kind = Kind::Text, .holds = Holds::Secret},
            says,
            "a line that `warraq backup-key` printed",
            [](const Json& value, Settings& settings) {
                if (!value.is_string()) return false;
                const auto& text = value.get_ref<const std::string&>();
                if (!text.empty() && !crypto::SealingKey::from(text)) return false;
                settings.backup.recipient = text;
                return true;
            },
            [](const Settings& settings) { return Json(settings.backup.recipient); }};
}

Entry flag(std::string_view key, std::string_view says, Place<bool> of) {
    return {{.key = key, .kind = Kind::Flag},
            says,
            "true or false",
            [of](const Json& value, Settings& settings) {
                if (value.is_boolean()) of(settings) = value;
                return value.is_boolean();
            },
            [of](const Settings& settings) { return Json(at(of, settings)); }};
}

Entry number(std::string_view key, std::string_view says, int least, int most, Place<int> of) {
    return {{.key = key, .kind = Kind::Number, .least = least, .most = most},
            says,
            fmt::format("a whole number from {} to {}", least, most),
            [=](const Json& value, Settings& settings) {
                if (!value.is_number_integer() || value < least || value > most) return false;
                of(settings) = value;
                return true;
            },
            [of](const Settings& settings) { return Json(at(of, settings)); }};
}

Entry choice(std::string_view key, std::string_view says, std::span<const std::string_view> choices,
             std::function<void(const std::string&, Settings&)> read,
             std::function<std::string(const Settings&)> write) {
    return {
        {.key = key, .kind = Kind::Choice, .choices = {choices.begin(), choices.end()}},
        says,
        fmt::format("one of \"{}\"", fmt::join(choices, "\", \"")),
        [=](const Json& value, Settings& settings) {
            if (!value.is_string() || std::ranges::find(choices, value.get<std::string>()) == choices.end())
                return false;
            read(value, settings);
            return true;
        },
        write};
}
Entry choice(std::string_view key, std::string_view says, std::span<const std::string_view> choices,
             Place<std::string> of) {
    return choice(
        key, says, choices, [of](const std::string& name, Settings& settings) { of(settings) = name; },
        [of](const Settings& settings) { return at(of, settings); });
}

Entry list(std::string_view key, std::string_view says, Holds holds, std::string_view wanted,
           std::function<bool(const Lines&, Settings&)> read, std::function<Lines(const Settings&)> write,
           std::span<const std::string_view> choices) {
    return {{.key = key, .kind = Kind::List, .choices = {choices.begin(), choices.end()}, .holds = holds},
            says,
            std::string(wanted),
            [read](const Json& value, Settings& settings) {
                if (!value.is_array() || value.size() > kMostLines) return false;
                for (const Json& line : value)
                    if (!line.is_string() || !is_text(line.get_ref<const std::string&>())) return false;
                return read(value.get<Lines>(), settings);
            },
            [write](const Settings& settings) { return Json(write(settings)); }};
}

}  // namespace warraq::settings
