// What each word of a text may be in a name: given name, family name, one that joins («بن», «أبو»), or none
// of them. Internal to the room: names.cpp makes names of them. Refers to the text and the words it is given;
// a text's own, so not shared between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "digest/name_tables.h"
#include "digest/words_of.h"

namespace warraq::digest {

// «المركزي», also «للطاقة».
bool has_article(const WordOf& word);

class NameWords {
  public:
    NameWords(std::string_view text, const std::vector<WordOf>& words);

    // Of one of NameClass's `classes`, by the tables.
    bool is(std::size_t i, std::uint32_t classes) const { return (look_[i].classes & classes) != 0; }
    std::size_t how_many(std::uint32_t classes) const;
    // Bytes of particles before what the tables speak of, and the key without them.
    std::uint8_t cut_bytes(std::size_t i) const { return look_[i].cut; }
    Key bare_key(std::size_t i) const { return look_[i].key; }
    // The same where the tables do not know the word but the dictionary knows a name in it.
    std::uint8_t particle_bytes(std::size_t i) const;
    Key name_key(std::size_t i) const;

    bool joined_to_next(std::size_t i) const;
    bool breaks_after(std::size_t i) const;
    // Nothing in the dictionary or the tables: a name, or a slip of the pen.
    bool unknown(std::size_t i) const;
    // A foreign name of the tables that is no place: «ترامب», «وبوتين».
    bool foreign(std::size_t i) const;
    bool unknown_next(std::size_t i) const { return joined_to_next(i) && (unknown(i + 1) || foreign(i + 1)); }
    bool sure_given(std::size_t i) const { return is(i, kGiven) && !is(i, kAlsoWord); }

    // What stands before says that a person follows: «الفنلندي فالتيري بوتاس», «وقال ديديه ريندرز».
    bool introduced(std::size_t i) const;
    // «عائض القرني، الداعية»: of the word past a name.
    bool followed_by_title(std::size_t end) const;
    // «السوداني عمر البشير», «خارجيتها عادل الجبير»: not yet the name.
    bool describes_next(std::size_t i) const;

    // «أبو الغيط», «آل ثاني», «بن سلمان», «عبد الفتاح».
    bool opens_with_join(std::size_t i) const;
    // Fit to be a family name: with its article, and no country's adjective.
    bool is_family(std::size_t i) const;
    // An everyday word right after a given name («ديانا مقلد»): its family name, unless the sentence goes on
    // with it. The dictionary takes many a family name for a rare verb («نصري»), so only verbs that news uses
    // count.
    bool may_be_family(std::size_t i) const;
    // Does «أبو», «عبد», «دي» take the everyday word that follows into the name that begins at `first`? «لا»
    // does not, and the foreign ones only in the middle («لويجي دي مايو»).
    bool takes_word(std::size_t i, std::size_t first) const;
    // The second part of «عبد العزيز»: with what stands before it a given name.
    bool served(std::size_t i) const;
    // «علاء الدين», «نصر الله».
    bool ends_names(std::size_t i) const;
    // «و» before what has a form of its own («والسيسي», «وأغويرو», «وأستراليتين») is no letter of the name.
    bool begins_with_particle(std::size_t i) const;

    // The words [first, end) from `begin` as they would be written without quotation marks or a hashtag's
    // signs: «شركة "أوبر» is «شركة أوبر».
    std::string plainly(std::size_t first, std::size_t end, std::uint32_t begin) const;

  protected:
    std::string_view text_;
    const std::vector<WordOf>& words_;

  private:
    struct Look {
        std::uint32_t classes = 0;
        std::uint8_t cut = 0;
        Key key = 0;
    };
    static Look looked_at(const WordOf& word);
    bool sounds_like_family(std::size_t i) const;
    bool stands_alone(Key key) const;

    std::vector<Look> look_;
    mutable std::unordered_set<Key> keys_;  // of all words, once somebody asks
};

}  // namespace warraq::digest
