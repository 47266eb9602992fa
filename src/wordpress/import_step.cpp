#include "wordpress/import_step.h"

#include "store/old_addresses.h"

namespace warraq::wordpress {

Result<void> check_stopped(const WordpressOptions& options) {
    return options.stopped && options.stopped() ? refused("the import was stopped") : Result<void>{};
}

Result<void> keep_addresses(store::Writer& writer, std::initializer_list<std::string> addresses,
                            const std::string& target) {
    for (const std::string& address : addresses)
        if (!address.empty())
            if (auto kept = store::keep_old_address(writer, address, target); !kept) return kept;
    return {};
}

}  // namespace warraq::wordpress
