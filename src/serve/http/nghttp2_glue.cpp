#include "serve/http/nghttp2_glue.h"

#include <cstdlib>
#include <malloc.h>

namespace warraq::serve {
namespace {

struct CountedAllocator {
    static MemoryBudget& budget(void* user) { return *static_cast<MemoryBudget*>(user); }

    static void* counted(void* block, void* user) {
        if (block) budget(user).add(MemoryUse::Http2, malloc_usable_size(block));
        return block;
    }
    static void* allocate(std::size_t size, void* user) {
        return budget(user).exhausted() ? nullptr : counted(std::malloc(size), user);
    }
    static void* allocate_zeros(std::size_t count, std::size_t size, void* user) {
        return budget(user).exhausted() ? nullptr : counted(std::calloc(count, size), user);
    }
    static void free(void* block, void* user) {
        if (block) budget(user).give_back(MemoryUse::Http2, malloc_usable_size(block));
        std::free(block);
    }
    static void* reallocate(void* block, std::size_t size, void* user) {
        if (budget(user).exhausted()) return nullptr;
        const std::size_t before = block ? malloc_usable_size(block) : 0;
        void* const grown = std::realloc(block, size);
        if (!grown) return nullptr;
        budget(user).give_back(MemoryUse::Http2, before);
        return counted(grown, user);
    }
};

}  // namespace

nghttp2_mem counted_memory(MemoryBudget& budget) {
    return {&budget, CountedAllocator::allocate, CountedAllocator::free, CountedAllocator::allocate_zeros,
            CountedAllocator::reallocate};
}

}  // namespace warraq::serve
