#include "digest/story_text.h"

#include <algorithm>

#include "arabic/sentences.h"

namespace warraq::digest {

StoryText::StoryText(std::string_view headline, std::string_view body, const LearntNames* learnt,
                     arabic::TermMemory* memory) {
    text.reserve(headline.size() + body.size() + 1);
    text.append(headline).append("\n").append(body);
    body_begin = headline.size() + 1;
    words = words_of(text, memory);
    names = find_names(text, words, learnt);
    const auto first_at_or_after = [&](std::size_t byte, std::size_t from) {
        while (from < words.size() && words[from].at < byte) ++from;
        return from;
    };
    headline_words = first_at_or_after(body_begin, 0);
    std::size_t word = headline_words;
    for (const std::string_view sentence : arabic::sentences(std::string_view(text).substr(body_begin))) {
        const auto begin = static_cast<std::size_t>(sentence.data() - text.data());
        const std::size_t first = first_at_or_after(begin, word);
        word = first_at_or_after(begin + sentence.size(), first);
        if (word > first) sentences.push_back({first, word - 1});
    }
}

const NameMention* StoryText::mention_at(std::size_t i) const {
    const auto after =
        std::upper_bound(names.mentions.begin(), names.mentions.end(), i,
                         [](std::size_t word, const NameMention& m) { return word < m.first_word; });
    if (after == names.mentions.begin()) return nullptr;
    const NameMention& found = *(after - 1);
    return found.last_word >= i ? &found : nullptr;
}

static story::TopicKind kind_of_topic(NameKind kind) {
    switch (kind) {
        case NameKind::Person: return story::TopicKind::Person;
        case NameKind::Place: return story::TopicKind::Place;
        case NameKind::Organisation: return story::TopicKind::Organisation;
    }
    return story::TopicKind::Topic;
}

std::vector<story::Tag> telling_tags(const StoryText& story, std::size_t most) {
    constexpr std::uint32_t kInHeadline = 3, kAgain = 2;
    std::vector<std::uint32_t> weight(story.names.entities.size());
    for (const NameMention& mention : story.names.mentions)
        weight[mention.entity] += mention.first_word < story.headline_words ? kInHeadline : 1;
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < weight.size(); ++i)
        if (weight[i] >= kAgain) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return weight[a] > weight[b]; });
    if (order.size() > most) order.resize(most);
    std::vector<story::Tag> out;
    out.reserve(order.size());
    for (const std::uint32_t i : order) {
        const NameEntity& entity = story.names.entities[i];
        out.push_back({entity.name, kind_of_topic(entity.kind)});
    }
    return out;
}

}  // namespace warraq::digest
