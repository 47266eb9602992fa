// The people of a story in the order in which they are first named, found by their names without going
// through all of them: a page of names costs no more than other text. Internal to the room; not shared
// between threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "digest/words_of.h"

namespace warraq::digest {

struct Person {
    Key family = 0, given = 0;
    std::size_t words = 0;
    std::size_t entity = 0;
};

class People {
  public:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t add(const Person& person) {
        people_.push_back(person);
        index(people_.size() - 1);
        return people_.size() - 1;
    }
    void rename(std::size_t i, const Person& person) {
        unindex(i);
        people_[i] = person;
        index(i);
    }
    const Person& operator[](std::size_t i) const { return people_[i]; }
    std::size_t size() const { return people_.size(); }
    bool empty() const { return people_.empty(); }

    // The first whose family name or given name it is; kNone for nobody.
    std::size_t first_called(Key name) const { return first_of(by_name_, name); }
    // And who has this given name, or was named by one word alone.
    std::size_t first_called(Key name, Key given) const {
        return std::min(first_of(by_word_, name), first_of(by_names_, std::pair(name, given)));
    }

  private:
    template <class Index, class Name>
    static std::size_t first_of(const Index& index, const Name& name) {
        const auto found = index.find(name);
        return found == index.end() || found->second.empty() ? kNone : *found->second.begin();
    }
    template <class Change>
    void each_index(std::size_t i, Change change) {
        const Person& person = people_[i];
        for (const Key name : {person.family, person.given}) {
            change(by_name_[name]);
            change(by_names_[{name, person.given}]);
            if (person.words <= 1) change(by_word_[name]);
        }
    }
    void index(std::size_t i) {
        each_index(i, [i](std::set<std::size_t>& people) { people.insert(i); });
    }
    void unindex(std::size_t i) {
        each_index(i, [i](std::set<std::size_t>& people) { people.erase(i); });
    }

    std::vector<Person> people_;
    std::unordered_map<Key, std::set<std::size_t>> by_name_, by_word_;
    std::map<std::pair<Key, Key>, std::set<std::size_t>> by_names_;  // and the given name
};

}  // namespace warraq::digest
