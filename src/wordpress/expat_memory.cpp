#include "wordpress/expat_memory.h"

#include <cstdlib>
#include <malloc.h>
#include <utility>

namespace warraq::wordpress {

thread_local ExpatMemory* ExpatMemory::current = nullptr;

ExpatMemory::Counting::Counting(ExpatMemory& memory) : before_(std::exchange(current, &memory)) {}

ExpatMemory::Counting::~Counting() {
    current = before_;
}

const XML_Memory_Handling_Suite* ExpatMemory::suite() {
    static const XML_Memory_Handling_Suite kSuite = {
        [](std::size_t size) { return current->grow(nullptr, size); },
        [](void* block, std::size_t size) { return current->grow(block, size); },
        [](void* block) { current->free(block); }};
    return &kSuite;
}

void* ExpatMemory::grow(void* block, std::size_t size) {
    const std::size_t before = block ? malloc_usable_size(block) : 0;
    if (held_ - before + size > most_) {
        exceeded_ = true;
        return nullptr;
    }
    void* const grown = std::realloc(block, size);
    if (grown) held_ += malloc_usable_size(grown) - before;
    return grown;
}

void ExpatMemory::free(void* block) {
    if (block) held_ -= malloc_usable_size(block);
    std::free(block);
}

}  // namespace warraq::wordpress
