// /xmlrpc.php: WordPress's older API, which programs still look for.
#pragma once

#include "site/context.h"

namespace warraq::site::wordpress {

// 403, with what there is in its place.
Result<serve::Reply> no_xml_rpc(Context& context);

}  // namespace warraq::site::wordpress
