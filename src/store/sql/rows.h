// Small things as queries select them.
#pragma once

#include "store/sql/connection.h"
#include "store/store.h"

namespace warraq::store::sql {

inline story::Person read_person(Statement& row) {
    return {{row.number(0)}, row.text(1), row.text(2), row.text(3)};
}
inline story::Section read_section(Statement& row) {
    return {{row.number(0)}, row.text(1),    row.text(2), static_cast<int>(row.number(3)),
            row.text(4),     {row.number(5)}};
}
#define SECTION_COLUMNS "id, slug, name, position, hue, coalesce(parent_id, 0)"

#define TOPIC_COLUMNS "t.id, t.slug, t.name, t.kind, t.hidden, t.stories"

inline Result<story::Topic> read_topic(Statement& row) {
    const auto kind = story::topic_kind_from(row.text(3));
    if (!kind) return unavailable("a stored topic has an unknown kind");
    return story::Topic{{row.number(0)}, row.text(1), row.text(2), *kind, row.number(4) != 0, row.number(5)};
}

}  // namespace warraq::store::sql
