// Where in a sentence something has been said to its end. Words are named by their place in StoryText::words;
// a slice is [first, end]. Internal to the room; thread-safe.
#pragma once

#include <cstddef>
#include <vector>

#include "digest/quote_marks.h"
#include "digest/story_text.h"

namespace warraq::digest {

class Clauses {
  public:
    explicit Clauses(const StoryText& story);

    // Does the slice say something to its end? It needs a main verb; where it opens with a preposition, one
    // after its first comma; and after the last «إن» that it has come to, one or a sentence without. `last`:
    // of the sentence.
    bool is_whole(std::size_t first, std::size_t end, std::size_t last) const;
    // «قال المدير» is no sentence, «أوضحت الوزارة في تغريدات على "تويتر"» and «دعا الأمين العام» neither.
    // `cut`: the sentence goes on after the slice.
    bool says_what(std::size_t first, std::size_t end, bool cut) const;
    // Some words in quotation marks that open at `first`: «كشفت "فيسبوك" عن …» tells who speaks, not what was
    // said.
    bool quotes_a_name(std::size_t first, std::size_t last) const;
    // «أكد الوزير أن نحو عشرة من المهاجرين», «كانت الجماهير خلال المباراة»: what is told of them may come
    // after the slice.
    bool waits_for_verb(std::size_t first, std::size_t end) const;
    // «…، وفي حال تكرار ما حدث»: the consequence comes after.
    bool ends_in_condition(std::size_t first, std::size_t end) const;
    // Does the sentence go on after the comma with what its beginning waits for? So it does after the second
    // comma around «، العميلة الروسية التي …،», and before a definite noun that nothing joins.
    bool closes_apposition(std::size_t first, std::size_t end) const;
    // «قال المتحدث، أحمد علي،»: the comma after `end` closes what the one before it opened.
    bool is_apposed(std::size_t first, std::size_t end) const;
    // «…، وفق ما ذكر متحدث» and «…، الأحد» add nothing to a point.
    bool ends_in_attribution(std::size_t first, std::size_t end) const;

    // «على», not the name in «أحمد علي».
    bool is_preposition(std::size_t i) const;
    // «لاعب وسط»: no clause opens there.
    bool is_in_the_middle(std::size_t i) const;
    // Where a phrase that may be left out begins: «في إطار …», «من أجل …».
    bool opens_adjunct(std::size_t i) const;
    bool inside_quote(std::size_t from, std::size_t i) const;

  private:
    // Does holds(i) for a word in [from, end] that no relative clause holds?
    template <class Holds>
    bool any_outside_relatives(std::size_t from, std::size_t end, Holds holds) const;
    // Is there a verb in [from, end] that no relative clause holds?
    bool has_main_verb(std::size_t from, std::size_t end) const;
    // A word that may be verb or noun is the verb where it follows a definite noun and has no article of its
    // own.
    bool is_verb_here(std::size_t from, std::size_t i) const;
    bool says_something(std::size_t from, std::size_t end, bool has_subject) const;

    // The first word at or after `i` that a comma follows; the number of words for none.
    std::size_t comma_after(std::size_t i) const { return next_comma_[i]; }

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    std::vector<std::size_t> next_comma_;  // of each word
    std::vector<Marks> marks_;             // of the text before each word
};

}  // namespace warraq::digest
