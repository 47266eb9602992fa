// The site as JSON: /api/v1, as docs/site-api.yaml describes it.
#pragma once

#include "site/context.h"

namespace warraq::site::api {

Result<serve::Reply> site(ReadContext& context);
Result<serve::Reply> stories(ReadContext& context);
Result<serve::Reply> story(ReadContext& context);
Result<serve::Reply> story_comments(ReadContext& context);
Result<serve::Reply> topics(ReadContext& context);
Result<serve::Reply> most_read(ReadContext& context);

// The reply to an error that one of them returned: {"error": …} with 404, 400, 503 or 500.
serve::Reply failure(Context& context, const Error& error);

}  // namespace warraq::site::api
