#include "search/relate_queue.h"

#include "search/document.h"
#include "search/related.h"

namespace warraq::search {

void RelateQueue::add_indexed(Xapian::docid id) {
    indexed_.push_back(id);
    ++uncommitted_;
}

void RelateQueue::clear() {
    indexed_.clear();
    touched_.clear();
    uncommitted_ = 0;
}

void RelateQueue::forget_uncommitted() {
    indexed_.resize(indexed_.size() - uncommitted_);
    uncommitted_ = 0;
}

bool RelateQueue::relate(Xapian::WritableDatabase& database, std::chrono::milliseconds budget,
                         std::vector<story::StoryId>& changed) {
    taken_.clear();
    touched_before_ = touched_.size();
    const auto deadline = std::chrono::steady_clock::now() + budget;
    bool dirty = false;
    while (const auto one = next(database)) {
        taken_.push_back(*one);
        if (relate_one(database, *one, changed)) dirty = true;
        if (std::chrono::steady_clock::now() >= deadline) break;
    }
    return dirty;
}

void RelateQueue::put_back() {
    for (auto one = taken_.rbegin(); one != taken_.rend(); ++one)
        if (one->queue) one->queue->push_front(one->id);  // what was swept is swept again
    touched_.resize(touched_before_);
}

std::optional<RelateQueue::Next> RelateQueue::next(const Xapian::WritableDatabase& database) {
    for (auto* queue : {&indexed_, &touched_})
        if (!queue->empty()) {
            const Next next{queue->front(), queue};
            queue->pop_front();
            return next;
        }
    while (sweep_ > 0) {
        const Xapian::docid id = sweep_--;
        try {
            if (database.get_document(id).get_data().empty()) return Next{id};
        } catch (const Xapian::DocNotFoundError&) {
            // Not every number is a public story's.
        }
    }
    return std::nullopt;
}

bool RelateQueue::relate_one(Xapian::WritableDatabase& database, const Next& next,
                             std::vector<story::StoryId>& changed) {
    const Xapian::docid id = next.id;
    try {
        Xapian::Document document = database.get_document(id);
        const auto found = related_to(database, {static_cast<std::int64_t>(id)}, kRelatedKept);
        std::string list = related_data(found);
        const bool is_changed = list != document.get_data();
        if (is_changed) {
            document.set_data(list);
            database.replace_document(id, document);
            changed.push_back({static_cast<std::int64_t>(id)});
        }
        if (next.queue == &indexed_)  // just indexed: those that it is related to are looked at again
            for (const story::StoryId other : found)
                touched_.push_back(static_cast<Xapian::docid>(other.value));
        return is_changed;
    } catch (const Xapian::DocNotFoundError&) {
        return false;  // withdrawn meanwhile
    }
}

}  // namespace warraq::search
