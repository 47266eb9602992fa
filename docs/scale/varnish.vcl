# Varnish (Debian 12's, with varnish-modules) in front of Warraq, which tells it what changed by tags. In the settings:
#     [serve]
#     tag_field = "xkey"
#     purge = ["http://127.0.0.1:6081/"]
vcl 4.1;

import std;
import xkey;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
    .probe = { .url = "/health/ready"; .interval = 1s; .timeout = 1s; .window = 3; .threshold = 2; }
}

# Who may purge: the nodes.
acl nodes {
    "127.0.0.1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (!client.ip ~ nodes) {
            return (synth(405));
        }
        # Softly: it is not shown while a node answers, and better than nothing while none does.
        set req.http.n-gone = xkey.softpurge(req.http.xkey-purge);
        return (synth(200, "Purged " + req.http.n-gone));
    }
    # The desk, and whatever writes, passes by; readers' pages hang on no cookie.
    if (req.url ~ "^/desk" || (req.method != "GET" && req.method != "HEAD")) {
        return (pass);
    }
    unset req.http.Cookie;
    # While the newsroom answers, nothing is shown beyond its time.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
}

sub vcl_backend_response {
    # A purge ends it sooner; while no node answers it is shown for a day.
    if (beresp.status == 200 && beresp.http.Cache-Control ~ "public") {
        if (beresp.http.Cache-Control !~ "immutable" && !beresp.http.Warning) {
            set beresp.ttl = 1h;
        }
        set beresp.grace = 1d;
    } else {
        set beresp.uncacheable = true;
    }
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
}

sub vcl_deliver {
    # Browsers ask again after max-age, whatever the age of what we keep.
    unset resp.http.Age;
    unset resp.http.xkey;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}
