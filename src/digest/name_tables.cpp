#include "digest/name_tables.h"

#include <algorithm>

#include "arabic/tables.h"
#include "base/table.h"
#include "digest/tables.h"

namespace warraq::digest {
namespace {

using arabic::key_of;

void add_classes(NameTables& out, std::string_view words, std::uint32_t classes) {
    for (const auto word : split(words, ' '))
        if (const Key key = key_of(word)) out.classes[key] |= classes;
}

std::string_view plain(std::string_view name) {
    return name.substr(std::min(name.find_first_not_of("~*"), name.size()));
}

void add_name(NameTables& out, std::string_view name, NameKind kind, std::string_view usual,
              std::string_view country) {
    KnownName known{{},    kind,   name.starts_with('*'), name.starts_with('~'), name.starts_with("~~"),
                    usual, country};
    name = plain(name);
    for (const auto word : split(name, ' ')) known.words.push_back(key_of(word));
    // A word without a key would be any such word.
    if (!known.words.empty() &&
        std::find(known.words.begin(), known.words.end(), Key{0}) == known.words.end())
        out.by_first_word[known.words.front()].push_back(std::move(known));
}

NameTables read() {
    NameTables out;
    for_each_row(arabic::tables::given_names, [&](auto fields) {
        const std::uint32_t classes = fields[0].starts_with('f')   ? kGiven | kFeminine
                                      : fields[0].starts_with('m') ? kGiven
                                                                   : kAlsoWord;
        add_classes(out, fields[1], classes);
    });
    for_each_row(tables::family_names, [&](auto fields) {
        add_classes(out, fields[1], fields[0] == "family" ? kFamily : kNoFamily);
    });
    for_each_row(tables::titles,
                 [&](auto fields) { add_classes(out, fields[1], fields[0] == "s" ? kTitleNext : kTitle); });
    for_each_row(tables::organisation_heads, [&](auto fields) {
        const std::uint32_t classes = fields[0] == "head"       ? kOrganisationHead
                                      : fields[0] == "definite" ? kDefiniteHead
                                      : fields[0] == "past"     ? kPastOrganisation
                                                                : kHeadAdjective;
        add_classes(out, fields[1], classes);
    });
    add_classes(out, "في من باسم لدى عن بشؤون لشؤون على إلى", kGoverns);
    for_each_row(tables::place_heads, [&](auto fields) { add_classes(out, fields[0], kPlaceHead); });
    for_each_row(tables::word_classes, [&](auto fields) {
        if (fields[0] == "time") add_classes(out, fields[1], kOfTime);
        if (fields[0].starts_with("saying")) add_classes(out, fields[1], kOfSaying);
    });
    for_each_row(arabic::tables::foreign_names, [&](auto fields) {
        add_classes(out, fields[0], kForeignPart);
        add_classes(out, fields[1], kForeignPart);
    });
    add_classes(out,
                "مباراة مباريات المباراة الدوري دوري كأس منتخب المنتخب لاعب اللاعب لاعبي اللاعبين مدرب "
                "المدرب مهاجم المهاجم هدفا هدفه أهداف "
                "الفريق المونديال مونديال نادي النادي بطولة البطولة ملعب سباق التأهيلية للدوري بالدوري بكأس "
                "المباريات الأهداف الحارس",
                kSport);
    add_classes(out, "بن بنت ابن آل أبو أبي أبا عبد دي فان فون دا ديل دو لا لو الدين الله ولد أولاد", kJoins);
    for_each_row(tables::organisations, [&](auto fields) {
        const auto names = split(fields[0], '|');
        for (const auto name : names) add_name(out, name, NameKind::Organisation, plain(names.front()), {});
    });
    for_each_row(arabic::tables::places, [&](auto fields) {
        const auto names = split(fields[1], '|');
        const auto usual = plain(names.front());
        const auto country = fields[0] == "country" ? usual : fields[3];
        for (const auto name : names) add_name(out, name, NameKind::Place, usual, country);
        if (fields[0] != "country") return;
        for (const auto nisba : split(fields[2], '|')) {
            if (nisba.find(' ') != nisba.npos) continue;
            for (const std::string& form : {std::string(nisba), "ال" + std::string(nisba),
                                            std::string(nisba) + "ة", "ال" + std::string(nisba) + "ة"}) {
                const Key key = key_of(form);
                if (!key) continue;  // too long for one: «الكازاخستانية»
                out.classes[key] |= kNisba;
                out.country_of_nisba.emplace(key, usual);
            }
        }
    });
    for (auto& [first, names] : out.by_first_word)
        std::sort(names.begin(), names.end(), [](const KnownName& a, const KnownName& b) {
            return std::pair(a.words.size(), a.club) > std::pair(b.words.size(), b.club);
        });
    return out;
}

}  // namespace

const NameTables& name_tables() {
    static const NameTables tables = read();
    return tables;
}

}  // namespace warraq::digest
