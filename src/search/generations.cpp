#include "search/generations.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/number.h"

namespace warraq::search {
namespace fs = std::filesystem;
namespace {

std::optional<int> number_of(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    const auto number = from_digits<int>(text);
    return number && *number > 0 ? number : std::nullopt;
}

}  // namespace

Result<std::optional<int>> Generations::current() const {
    auto name = read_file(folder_ / "current", 64);
    if (!name && name.error().kind == Error::Kind::Unavailable) return fail(name.error());
    const auto number = name ? number_of(*name) : std::nullopt;
    if (!number) return std::nullopt;
    std::error_code error;
    const fs::file_status found = fs::status(path(*number), error);
    if (found.type() == fs::file_type::none)  // it could not be looked for
        return unavailable(fmt::format("the search index's folder {} cannot be used: {}",
                                       path(*number).string(), error.message()));
    return fs::is_directory(found) ? number : std::nullopt;
}

Result<int> Generations::next() const {
    std::error_code error;
    fs::create_directories(folder_, error);
    int last = 0;
    if (!error)
        for (const auto& entry : fs::directory_iterator(folder_, error))
            if (const auto number = number_of(entry.path().filename().string()))
                last = std::max(last, *number);
    if (error)
        return unavailable(fmt::format("the search index's folder {} cannot be used: {}", folder_.string(),
                                       error.message()));
    return last + 1;
}

Result<void> Generations::use(int generation) const {
    return write_file(folder_ / "current", std::to_string(generation) + "\n");
}

void Generations::remove_others(int generation) const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error))
        if (const auto number = number_of(entry.path().filename().string()); number && *number != generation)
            fs::remove_all(entry.path(), error);
}

void Generations::mark_damaged(int generation) const {
    (void)write_file(path(generation) / "damaged", "");
}

bool Generations::is_damaged(int generation) const {
    std::error_code error;
    return fs::exists(path(generation) / "damaged", error);
}

}  // namespace warraq::search
