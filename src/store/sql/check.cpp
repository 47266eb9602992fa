#include "store/sql/check.h"

#include <fmt/format.h>
#include <set>

namespace warraq::store::sql {
namespace {

// A question to the database whose every answer is a finding.
struct Question {
    const char* looks_at;
    const char* sql;
};

constexpr Question kQuestions[] = {
    {"each story's section",
     "SELECT 'story ' || s.id || ' is in a section that does not exist' FROM stories s "
     "LEFT JOIN sections x ON x.id = s.section_id WHERE x.id IS NULL"},
    {"times of publication",
     "SELECT 'story ' || id || ' is public without a time of publication' FROM stories "
     "WHERE status IN ('published', 'corrected') AND published_at = 0"},
    {"each comment's story",
     "SELECT 'comment ' || c.id || ' belongs to a story that does not exist' FROM comments c "
     "LEFT JOIN stories s ON s.id = c.story_id WHERE s.id IS NULL"},
    {"each byline's person",
     "SELECT 'story ' || b.story_id || ' is signed by a person who does not exist' FROM bylines b "
     "LEFT JOIN people p ON p.id = b.person_id WHERE p.id IS NULL"},
    {"each topic's stories",
     "SELECT 'topic ' || t.id || ' counts ' || t.stories || ' stories and has ' || count(x.topic_id) FROM "
     "topics t "
     "LEFT JOIN story_topics x ON x.topic_id = t.id GROUP BY t.id HAVING count(x.topic_id) <> t.stories"},
    {"the change feed's order",
     "SELECT 'the change feed has ' || count(*) || ' entries but its last number is ' || max(seq) FROM "
     "changes "
     "HAVING count(*) <> coalesce(max(seq), 0)"},
    {"a change for each story",
     "SELECT 'story ' || s.id || ' never entered the change feed' FROM stories s "
     "WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.kind = 'story' AND c.id = s.id)"},
    {"a change for each comment",
     "SELECT 'comment ' || m.id || ' never entered the change feed' FROM comments m "
     "WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.kind = 'comment' AND c.id = m.id)"},
    {"a story for each change",
     "SELECT 'change ' || c.seq || ' names story ' || c.id || ', which does not exist' FROM changes c "
     "LEFT JOIN stories s ON s.id = c.id WHERE c.kind = 'story' AND s.id IS NULL"},
    {"a comment for each change",
     "SELECT 'change ' || c.seq || ' names comment ' || c.id || ', which does not exist' FROM changes c "
     "LEFT JOIN comments m ON m.id = c.id WHERE c.kind = 'comment' AND m.id IS NULL"},
};

constexpr std::size_t kMostFindings = 100;

// Says how much there is of what every schema has, and whether that is a newsroom at all.
void count_rows(Connection& connection, CheckReport& report) {
    constexpr const char* kTables[] = {"sections", "stories", "comments", "people", "changes"};
    std::string counts;
    std::int64_t sections_and_stories = 0;
    for (const std::string_view table : kTables) {
        auto row = connection.prepare_once(fmt::format("SELECT count(*) FROM {} NOT INDEXED", table));
        row.step();
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", row.number(0), table);
        if (table == "sections" || table == "stories") sections_and_stories += row.number(0);
    }
    report.looked_at.push_back(std::move(counts));
    report.empty = sections_and_stories == 0;
}

void collect_media(const story::Node& node, std::set<std::string>& names) {
    if (node.kind == story::NodeKind::Image) names.insert(std::string(node.attribute("media")));
    for (const story::Node& child : node.content) collect_media(child, names);
}

// Reads every story as a page would, and the pictures it names.
void check_stories(Connection& connection, Reader& reader, const std::filesystem::path& media,
                   CheckReport& report) {
    std::vector<std::int64_t> ids;
    {
        // NOT INDEXED: an index may know a row that the table lost, or the other way round.
        auto rows = connection.prepare("SELECT id FROM stories NOT INDEXED ORDER BY id");
        while (rows.step()) ids.push_back(rows.number(0));
    }
    std::set<std::string> pictures;
    for (const std::int64_t id : ids) {
        auto story = reader.story({id});
        if (!story) {
            report.findings.push_back(fmt::format("story {}: {}", id, story.error().message));
            continue;
        }
        if (auto checked = story::check(**story); !checked)
            report.findings.push_back(fmt::format("story {}: {}", id, checked.error().message));
        if ((*story)->lead_image) pictures.insert((*story)->lead_image->media);
        for (const story::Node& block : (*story)->body.blocks()) collect_media(block, pictures);
    }
    report.looked_at.push_back(fmt::format("{} stories, read as pages read them", ids.size()));
    const auto kept = [&connection](const std::string& name) {
        return connection.prepare("SELECT 1 FROM media WHERE name = ?").bind(name).step();
    };
    for (const std::string& name : pictures)
        if (!std::filesystem::is_regular_file(media / name) && !kept(name))
            report.findings.push_back(fmt::format("the picture {} is missing from {}", name, media.string()));
    report.looked_at.push_back(fmt::format("{} pictures", pictures.size()));
}

// Looks at one thing. What a damaged page keeps it from reading is a finding, and the next thing is looked
// at.
template <class Look>
void look_at(const char* what, CheckReport& report, Look look) {
    const auto looked = guarded([&]() -> Result<void> {
        look();
        return {};
    });
    if (!looked) report.findings.push_back(fmt::format("{}: {}", what, looked.error().message));
    report.looked_at.push_back(what);
}

void look_at_pages_and_counts(Engine& engine, Connection& connection, CheckReport& report) {
    look_at("the database's pages, indexes and references", report,
            [&] { engine.look_at_pages(connection, report); });
    const auto counted = guarded([&]() -> Result<void> {
        count_rows(connection, report);
        return {};
    });
    if (!counted) report.findings.push_back("how much there is: " + counted.error().message);
}

}  // namespace

CheckReport check_copy(Engine& engine, Connection& connection) {
    CheckReport report;
    look_at_pages_and_counts(engine, connection, report);
    return report;
}

CheckReport check_database(Engine& engine, Connection& connection, Reader& reader,
                           const std::filesystem::path& media) {
    CheckReport report;
    engine.take_time(connection);
    look_at_pages_and_counts(engine, connection, report);
    for (const Question& question : kQuestions)
        look_at(question.looks_at, report, [&] {
            auto rows = connection.prepare(question.sql);
            while (rows.step() && report.findings.size() < kMostFindings)
                report.findings.push_back(rows.text(0));
        });
    look_at("stories and their pictures", report, [&] { check_stories(connection, reader, media, report); });
    return report;
}

}  // namespace warraq::store::sql
