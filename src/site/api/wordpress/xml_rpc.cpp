// The answer to XML-RPC.
#include "site/api/wordpress/xml_rpc.h"

namespace warraq::site::wordpress {

Result<serve::Reply> no_xml_rpc(Context&) {
    serve::Reply reply;
    reply.status = 403;
    reply.type = "text/plain; charset=utf-8";
    reply.body =
        "XML-RPC is not offered here. Editors work at /desk; programs read /wp-json/wp/v2 or /api/v1.\n";
    return reply;
}

}  // namespace warraq::site::wordpress
