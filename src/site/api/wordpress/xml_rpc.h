// /xmlrpc.php: WordPress's older API, which programs still look for.
#pragma once

#include "site/context.h"

namespace warraq::site::wordpress {

// 403, with a line that names the alternatives.
Result<serve::Reply> no_xml_rpc(Context& context);

}  // namespace warraq::site::wordpress
