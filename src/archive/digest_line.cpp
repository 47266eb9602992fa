#include "archive/digest_line.h"

#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace warraq::archive {
namespace {

using Json = nlohmann::ordered_json;

// Code points before each of the ascending byte offsets asked for.
class CodePoints {
  public:
    explicit CodePoints(std::string_view text) : text_(text) {}
    std::size_t before(std::size_t byte) {
        while (at_ < byte) {
            utf8::next(text_, at_);
            ++count_;
        }
        return count_;
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0, count_ = 0;
};

}  // namespace

Result<DigestLine> read_digest_line(std::string_view line) {
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return invalid("is not a JSON object");
    DigestLine out;
    const auto id = json.find("id");
    if (id == json.end()) return invalid("has no «id»");
    out.id = id->is_string() ? id->get<std::string>() : id->dump();
    const auto headline = json.find("headline");
    if (headline == json.end() || !headline->is_string()) return invalid("has no «headline»");
    out.headline = utf8::trim(headline->get_ref<const std::string&>());
    const auto paragraphs = json.find("paragraphs");
    if (paragraphs == json.end() || !paragraphs->is_array()) return invalid("has no «paragraphs»");
    for (const Json& paragraph : *paragraphs) {
        if (!paragraph.is_string()) return invalid("«paragraphs» holds something else than text");
        const auto text = utf8::trim(paragraph.get_ref<const std::string&>());
        if (text.empty()) continue;
        if (!out.text.empty()) out.text += '\n';
        out.text += text;
    }
    if (const auto published = json.find("published"); published != json.end() && published->is_string()) {
        auto instant = from_iso8601(published->get_ref<const std::string&>());
        if (!instant) return invalid("«published»: " + instant.error().message);
        out.published = *instant;
        out.dated = true;
    }
    if (const auto section = json.find("section"); section != json.end() && section->is_string())
        out.section = section->get<std::string>();
    for (const char* name : {"source", "author"})
        if (const auto about = json.find(name); about != json.end() && about->is_string() && !about->empty())
            out.about.push_back(about->get<std::string>());
    return out;
}

std::string write_digest_line(const DigestLine& line, const DigestOf& said) {
    const digest::Digest& digest = said.digest;
    Json out{{"id", line.id}, {"points", digest.points}};
    const std::string text = line.headline + "\n" + line.text;
    CodePoints points(text);
    std::vector<Json> mentions(digest.names.entities.size(), Json::array());
    for (const auto& mention : digest.names.mentions) {
        const auto begin = points.before(mention.begin);
        mentions[mention.entity].push_back({begin, points.before(mention.end)});
    }
    Json names = Json::array();
    for (std::size_t i = 0; i < digest.names.entities.size(); ++i) {
        const auto& entity = digest.names.entities[i];
        Json name{{"name", entity.name}, {"kind", digest::to_string(entity.kind)}};
        if (!entity.short_name.empty() && entity.short_name != entity.name) name["short"] = entity.short_name;
        if (!entity.role.empty()) name["role"] = entity.role;
        if (!entity.country.empty()) name["country"] = entity.country;
        name["mentions"] = std::move(mentions[i]);
        names.push_back(std::move(name));
    }
    out["names"] = std::move(names);
    Json dates = Json::array();
    CodePoints places(text);
    if (line.dated)
        for (const auto& date : digest.dates) {
            const auto begin = places.before(date.begin);
            dates.push_back(
                {{"value", date.value.to_iso8601()}, {"begin", begin}, {"end", places.before(date.end)}});
        }
    out["dates"] = std::move(dates);
    Json copies = Json::array();
    for (const CopyOf& copy : said.copies)
        copies.push_back({{"id", copy.id}, {"resemblance", copy.resemblance}});
    out["copies"] = std::move(copies);
    if (said.section)
        out["section"] = {{"name", said.section->section}, {"confidence", said.section->confidence}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace warraq::archive
