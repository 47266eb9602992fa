// Compiles Hunspell's Arabic dictionary and src/arabic/tables into the program's lexicon (src/arabic/lexicon.h).
// usage: compile_lexicon AR.AFF AR.DIC TABLES-FOLDER OUT
//
// What is taken from Hunspell: nouns with the classes of endings they take (its affix flags, read for what they
// say of the word, not expanded), verbs' forms with their lemma (the "st:" of its AM aliases). Its nouns stand in
// families, a singular followed by its broken plurals; where the consonants agree, that is read as a plural.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "arabic/letters.h"
#include "arabic/lexicon.h"
#include "base/table.h"

using namespace warraq;
using namespace warraq::arabic;

namespace {

struct Entry {
    std::uint32_t kinds = 0;
    std::vector<Key> nouns, verbs;
};
std::unordered_map<Key, Entry> lexicon;

[[noreturn]] void die(const std::string& why) {
    std::fprintf(stderr, "compile_lexicon: %s\n", why.c_str());
    std::exit(1);
}

std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) die("cannot read " + path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

void add(std::vector<Key>& to, Key key) {
    constexpr std::size_t kMost = 3;
    if (key && to.size() < kMost && std::find(to.begin(), to.end(), key) == to.end()) to.push_back(key);
}

// --- Hunspell ---

struct Affixes {
    std::vector<std::string> flags;   // AF, from 1
    std::vector<std::string> morphs;  // AM, from 1
};

Affixes read_affixes(const std::string& text) {
    Affixes out{{""}, {""}};
    std::istringstream lines(text);
    bool first_af = true, first_am = true;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("AF ")) {
            if (!std::exchange(first_af, false)) out.flags.push_back(line.substr(3, line.find(' ', 3) - 3));
        } else if (line.starts_with("AM ")) {
            if (!std::exchange(first_am, false)) out.morphs.push_back(line.substr(3));
        }
    }
    return out;
}

bool has_flag(std::string_view flags, std::string_view wanted) {
    for (std::size_t at = 0; at + 1 < flags.size(); at += 2)
        if (flags.substr(at, 2) == wanted) return true;
    return false;
}

std::uint32_t kinds_of(std::string_view flags) {
    std::uint32_t kinds = kNoun;
    for (const char* dual : {"CA", "DA", "EA", "FA", "GA"})
        if (has_flag(flags, dual)) kinds |= kSingular;
    if (has_flag(flags, "BA")) kinds |= kAdjective | kSingular;
    if (has_flag(flags, "HA")) kinds |= kTakesAt | kSingular;
    if (has_flag(flags, "IA")) kinds |= kMasculinePlural;
    for (const char* nisba : {"LA", "MA", "NA"})
        if (has_flag(flags, nisba)) kinds |= kNisbaBase;
    return kinds;
}

// The letters that stay through a word's forms: no alef, و, ي, hamza or final ة.
std::vector<Letter> consonants(std::string_view word) {
    const Letters letters = letters_of(word);
    std::vector<Letter> out;
    for (std::size_t i = 0; i < letters.size; ++i) {
        const Letter c = letters.at[i];
        if (c == L(U'ا') || c == L(U'و') || c == L(U'ي') || c == L(U'ء')) continue;
        if (i + 1 == letters.size && letters.ends_in_teh) continue;
        out.push_back(c);
    }
    return out;
}

// How words of a key end as written, whatever a later table says of the key.
std::unordered_map<Key, std::uint32_t> endings;

// Singulars that begin with إ («إعلام»): a plural in أ with the same letters («أعلام») is another word.
std::set<Key> singulars_in_alef_below;

void make_plural(Key plural, Key singular) {
    Entry& entry = lexicon[plural];
    entry.kinds |= kNoun | kPlural;
    if (singulars_in_alef_below.contains(plural)) {
        entry.kinds |= kTwoWords;
        if (entry.nouns.empty()) entry.nouns = {plural};
    }
    add(entry.nouns, singular);
}

void read_dictionary(const std::string& text, const Affixes& affixes) {
    std::istringstream lines(text);
    std::string line, singular;
    std::set<Key> also_singular;
    std::vector<std::pair<Key, Key>> plurals;
    std::getline(lines, line);  // the count
    while (std::getline(lines, line)) {
        const auto slash = line.find('/');
        if (slash == line.npos) continue;
        const std::string word = line.substr(0, slash);
        const Letters letters = letters_of(word);
        if (!letters.fits || letters.size < 2 || letters.size > kLongestKey) continue;
        const Key key = key_of(word);
        std::size_t flag = 0, morph = 0;
        std::istringstream numbers(line.substr(slash + 1));
        numbers >> flag >> morph;
        if (flag >= affixes.flags.size() || morph >= affixes.morphs.size()) die("bad line " + line);
        Entry& entry = lexicon[key];
        if (letters.ends_in_maqsura) endings[key] |= kEndsInMaqsura;
        if (!morph && word.ends_with("ه")) endings[key] |= kEndsInHe;
        if (morph) {
            const std::string& says = affixes.morphs[morph];
            const auto stem = says.find("st:");
            if (stem == says.npos || (says.find("is:pst") == says.npos && says.find("is:prst") == says.npos))
                continue;
            entry.kinds |= kVerb;
            add(entry.verbs, key_of(std::string_view(says).substr(stem + 3, says.find(' ', stem) - stem - 3)));
            continue;
        }
        const std::uint32_t kinds = kinds_of(affixes.flags[flag]);
        entry.kinds |= kinds | (letters.ends_in_teh ? kEndsInTeh : 0u);
        if (kinds & kSingular) {
            singular = word;
            (word.starts_with("إ") ? singulars_in_alef_below : also_singular).insert(key);
        } else if (!singular.empty() && key != key_of(singular) && consonants(word) == consonants(singular) &&
                   !consonants(word).empty()) {
            plurals.emplace_back(key, key_of(singular));
        }
    }
    for (const auto& [plural, of] : plurals)
        if (!also_singular.contains(plural)) make_plural(plural, of);
}

// What the families missed: a noun that is no singular and has a broken plural's shape belongs to the one
// singular whose shape answers it («مصابيح»: «مصباح»).
void match_patterns() {
    const Letter alef = L(U'ا'), waw = L(U'و'), yeh = L(U'ي'), he = L(U'ه'), hamza = L(U'ء');
    std::vector<std::pair<Key, Key>> found;
    for (const auto& [key, entry] : lexicon) {
        if (!(entry.kinds & kNoun) || (entry.kinds & (kSingular | kPlural | kEndsInTeh))) continue;
        std::vector<Letter> w;
        for (int shift = 55; shift >= 0; shift -= 5)
            if (const auto c = static_cast<Letter>(key >> shift & 31)) w.push_back(c);
        std::vector<std::vector<Letter>> tried;
        const std::size_t n = w.size();
        if (n == 5 && w[0] == alef && w[3] == alef)  // أفعال
            tried = {{w[1], w[2], w[4]}, {w[1], w[2], w[4], he}};
        else if (n == 4 && w[2] == waw)  // فعول
            tried = {{w[0], w[1], w[3]}};
        else if (n == 6 && w[2] == alef && w[4] == yeh && w[1] != waw)  // فعاليل
            tried = {{w[0], w[1], w[3], alef, w[5]}, {w[0], w[1], w[3], waw, w[5]}, {w[0], w[1], w[3], yeh, w[5]}};
        else if (n == 6 && w[1] == waw && w[2] == alef && w[4] == yeh)  // فواعيل
            tried = {{w[0], alef, w[3], waw, w[5]}};
        else if (n == 5 && w[1] == waw && w[2] == alef)  // فواعل
            tried = {{w[0], alef, w[3], w[4]}, {w[0], alef, w[3], w[4], he}};
        else if (n == 5 && w[2] == alef && w[3] == hamza)  // فعائل
            tried = {{w[0], w[1], yeh, w[4], he}, {w[0], w[1], alef, w[4], he}, {w[0], w[1], waw, w[4], he}};
        else if (n == 5 && w[2] == alef)  // فعالل
            tried = {{w[0], w[1], w[3], w[4]}, {w[0], w[1], w[3], w[4], he}};
        else if (n == 5 && w[3] == alef && w[4] == hamza)  // فعلاء
            tried = {{w[0], w[1], yeh, w[2]}};
        for (const auto& singular : tried) {
            const Key of = key_of(singular.data(), singular.size());
            const auto it = lexicon.find(of);
            if (it == lexicon.end() || !(it->second.kinds & kSingular) || (it->second.kinds & kPlural)) continue;
            found.emplace_back(key, of);
            break;
        }
    }
    for (const auto& [plural, of] : found) make_plural(plural, of);
}

// --- our tables ---

void read_plurals(const std::string& text) {
    for_each_row(text, [](auto fields) {
        const Key singular = key_of(fields[0]);
        if (!singular) die("plurals.tsv: " + std::string(fields[0]));
        lexicon[singular].kinds |= kNoun | kSingular;
        for (const auto plural : split(fields[1], ' ')) {
            // The table knows better than the dictionary's order.
            static std::set<Key> ours;
            if (ours.insert(key_of(plural)).second) lexicon[key_of(plural)].nouns.clear();
            make_plural(key_of(plural), singular);
        }
    });
}

// «اقتصادي» belongs to «اقتصاد», «سياسي» to «سياسة»; a plural («صحف») is no base.
Key nisba_base(Key adjective) {
    const Key stem = adjective >> 5;
    const auto is_base = [](Key key) {
        const auto found = lexicon.find(key);
        return found != lexicon.end() && (found->second.kinds & kNoun) && (found->second.kinds & kSingular) &&
               !(found->second.kinds & kAdjective);
    };
    for (const Key base : {stem, stem << 5 | L(U'ه'), stem << 5 | L(U'ا'), (stem << 5 | L(U'ي')) << 5 | L(U'ا')})
        if (is_base(base)) return base;
    return 0;
}

void tie_nisbas() {
    for (auto& [key, entry] : lexicon) {
        if ((key & 31) != L(U'ي') || !(entry.kinds & kAdjective) || !entry.nouns.empty()) continue;
        constexpr Key kFourLetters = Key{1} << 15;
        if (key < kFourLetters) continue;
        if (const Key base = nisba_base(key)) {
            entry.nouns = {base};
            entry.kinds |= kNisba;
        }
    }
}

void read_nisbas(const std::string& text) {
    for_each_row(text, [](auto fields) {
        for (const auto nisba : split(fields[1], ' ')) {
            Entry& entry = lexicon[key_of(nisba)];
            entry.kinds |= kNoun | kAdjective | kSingular | kTakesAt | kMasculinePlural | kNisba;
            entry.nouns = {fields[0] == "-" ? key_of(nisba) : key_of(fields[0])};
        }
    });
}

void read_places(const std::string& text) {
    for_each_row(text, [](auto fields) {
        const auto names = split(fields[1], '|');
        Key lemma = 0;
        for (std::string_view name : names) {
            const bool everyday = name.starts_with('~');
            name.remove_prefix(std::min(name.find_first_not_of('~'), name.size()));
            if (name.find(' ') != name.npos) continue;  // the finder of names knows those
            const Key key = key_of(name);
            if (!lemma) lemma = key;
            Entry& entry = lexicon[key];
            if (everyday) {
                entry.kinds |= kNoun;
            } else {
                entry.kinds = kName | (name.starts_with("ال") ? 0u : kForeign);
                entry.nouns = {lemma};
                entry.verbs.clear();
            }
        }
        for (const auto nisba : split(fields[2], '|')) {
            if (nisba.find(' ') != nisba.npos || !lemma) continue;
            Entry& entry = lexicon[key_of(nisba)];
            entry.kinds = kNoun | kAdjective | kSingular | kTakesAt | kMasculinePlural | kNisba;
            entry.nouns = {lemma};
            entry.verbs.clear();
        }
    });
}

void read_foreign_names(const std::string& text) {
    for_each_row(text, [](auto fields) {
        const Key usual = key_of(fields[0]);
        const auto name = [&](Key key) {
            Entry& entry = lexicon[key];
            // A name that is also a word («شريف», «سلامة») stays a word.
            if (entry.kinds & kNoun) return;
            entry.kinds = kName | kForeign;
            entry.nouns = {usual};
            entry.verbs.clear();
        };
        name(usual);
        for (const auto other : split(fields[1], ' ')) name(key_of(other));
    });
}

// Those that nothing else is: «سلمان» is no dual, «وائل» no «ال» with particles. Last among the names.
void read_given_names(const std::string& text) {
    std::set<Key> everyday;
    for_each_row(text, [&](auto fields) {
        if (fields[0] == "w")
            for (const auto name : split(fields[1], ' ')) everyday.insert(key_of(name));
    });
    for_each_row(text, [&](auto fields) {
        if (fields[0] == "w") return;
        for (const auto name : split(fields[1], ' ')) {
            if (name.starts_with("ال")) continue;  // «الحسن» is «حسن» with its article
            const Key key = key_of(name);
            Entry& entry = lexicon[key];
            // «نهاد» is no plural of «ناهد» in the news; a noun of its own («أمين») stays one.
            const bool noun = (entry.kinds & kNoun) && (entry.nouns.empty() || std::ranges::count(entry.nouns, key));
            if (everyday.contains(key) || noun || (entry.kinds & kName)) continue;
            entry.kinds = kName | kGivenName | (fields[0].ends_with("foreign") ? kForeign : 0u);
            entry.nouns = {key};
            entry.verbs.clear();
        }
    });
}

void read_spellings(const std::string& text) {
    for_each_row(text, [](auto fields) {
        const Key usual = key_of(fields[0]);
        Entry& of = lexicon[usual];
        if (!of.kinds) of.kinds = kNoun | kSingular;
        if (of.nouns.empty()) of.nouns = {usual};
        const Entry copy = of;
        for (const auto other : split(fields[1], ' '))
            if (const Key key = key_of(other); key && key != usual) {
                Entry& entry = lexicon[key];
                entry.kinds |= copy.kinds;
                entry.nouns = copy.nouns;
            }
    });
}

// A lemma that has a lemma itself («صحف» -> «صحيفة») is followed to the end.
Key final_lemma(Key key, int steps = 0) {
    const auto found = lexicon.find(key);
    if (found == lexicon.end() || found->second.nouns.size() != 1 || steps == 4) return key;
    const Key next = found->second.nouns.front();
    return next == key ? key : final_lemma(next, steps + 1);
}

void write(const std::string& path) {
    std::vector<Key> lemmas;
    std::size_t slots = 1;
    std::vector<Key> keys;
    for (const auto& [key, entry] : lexicon)
        if (key && entry.kinds) keys.push_back(key);
    std::sort(keys.begin(), keys.end());  // the same input makes the same file
    while (slots < keys.size() * 3 / 2) slots *= 2;
    std::vector<Stem> table(slots, Stem{0, 0, 0});
    for (const Key key : keys) {
        Entry& entry = lexicon[key];
        if ((entry.kinds & (kNoun | kName)) && entry.nouns.empty()) entry.nouns = {key};
        const auto ending = endings.find(key);
        Stem stem{key, entry.kinds | (ending == endings.end() ? 0u : ending->second), 0};
        const auto offset = static_cast<std::uint32_t>(lemmas.size());
        std::uint32_t nouns = 0, verbs = 0;
        for (const Key lemma : entry.nouns) lemmas.push_back(final_lemma(lemma)), ++nouns;
        for (const Key lemma : entry.verbs)
            if (lemma) lemmas.push_back(lemma), ++verbs;
        stem.lemmas = offset << 8 | verbs << 4 | nouns;
        std::size_t slot = slot_of(key, slots);
        while (table[slot].key) slot = (slot + 1) & (slots - 1);
        table[slot] = stem;
    }
    const LexiconHeader header{LexiconHeader::kMagic, static_cast<std::uint32_t>(slots),
                               static_cast<std::uint32_t>(lemmas.size())};
    std::ofstream out(path, std::ios::binary);
    const auto put = [&](const void* data, std::size_t bytes) {
        out.write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
    };
    put(&header, sizeof header);
    put(table.data(), table.size() * sizeof(Stem));
    put(lemmas.data(), lemmas.size() * sizeof(Key));
    if (!out.flush()) die("cannot write " + path);
    std::printf("%zu stems in %zu slots, %zu lemmas\n", keys.size(), slots, lemmas.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) die("usage: compile_lexicon AR.AFF AR.DIC TABLES-FOLDER OUT");
    const std::string tables = argv[3];
    read_dictionary(read(argv[2]), read_affixes(read(argv[1])));
    read_plurals(read(tables + "/plurals.tsv"));
    match_patterns();
    tie_nisbas();
    read_nisbas(read(tables + "/nisbas.tsv"));
    read_places(read(tables + "/places.tsv"));
    read_foreign_names(read(tables + "/foreign_names.tsv"));
    read_given_names(read(tables + "/given_names.tsv"));
    read_spellings(read(tables + "/spellings.tsv"));
    write(argv[4]);
}
