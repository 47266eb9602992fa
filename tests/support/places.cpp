#include "support/places.h"

namespace warraq::testing {

std::filesystem::path data_folder() {
    return WARRAQ_TEST_DATA;
}
std::filesystem::path share_folder() {
    return WARRAQ_SHARE;
}

}  // namespace warraq::testing
