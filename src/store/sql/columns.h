// How a story's small parts (key points, sources, tags, corrections, picture) look in their columns: JSON
// text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace warraq::store::sql {

std::string to_column(const std::vector<std::string>& texts);
std::string to_column(const std::vector<story::Tag>& tags);
std::string to_column(const std::vector<story::Source>& sources);
std::string to_column(const std::vector<story::Correction>& corrections);
std::string to_column(const story::Image& image);

// Error: Unavailable; a column that cannot be read is damage, not a caller's mistake.
Result<void> from_column(std::string_view column, std::vector<std::string>& out);
Result<void> from_column(std::string_view column, std::vector<story::Tag>& out);
Result<void> from_column(std::string_view column, std::vector<story::Source>& out);
Result<void> from_column(std::string_view column, std::vector<story::Correction>& out);
Result<void> from_column(std::string_view column, story::Image& out);

std::string_view to_column(ChangeKind kind);
std::optional<ChangeKind> change_kind_from(std::string_view column);

}  // namespace warraq::store::sql
