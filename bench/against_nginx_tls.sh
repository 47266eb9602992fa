#!/usr/bin/env bash
# The same compressed page from Warraq and from nginx (a static file, gzip_static) over TLS 1.3 with the same
# certificate, one core each, in turn: HTTP/2 by h2load with ten streams a connection, HTTP/1.1 by h2load too.
# usage: bench/against_nginx_tls.sh URL PID CERTIFICATE KEY [ROUNDS]
#        URL: a page of a running Warraq on loopback, https; PID: its process
# needs: nginx, nghttp2-client, curl, taskset; at least two cores
set -euo pipefail
url=${1:?URL} pid=${2:?PID} certificate=${3:?CERTIFICATE} key=${4:?KEY} rounds=${5:-5}
work=$(mktemp -d) port=$((20000 + RANDOM % 20000)) nginx=
trap '[ -n "$nginx" ] && kill "$nginx" 2>/dev/null; rm -rf "$work"' EXIT
curl -fsSk --raw -H 'Accept-Encoding: gzip' -o "$work/page.html.gz" "$url"
gzip -dc "$work/page.html.gz" > "$work/page.html"
# Warraq's own headers, so that both send as many bytes.
curl -fsSk -o /dev/null -D - "$url" |
    sed -nE 's/\r$//; s/^(cache-control|content-security-policy|x-content-type-options|referrer-policy|cross-origin-opener-policy): (.*)/add_header \1 "\2";/ip' > "$work/headers"
mkdir "$work/tmp"; chmod 755 "$work"
cat > "$work/nginx.conf" <<CONF
worker_processes 1; error_log $work/error.log; pid $work/nginx.pid; daemon on;
events { worker_connections 20000; }
http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000; gzip_static on; gzip_vary on;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s; default_type "text/html; charset=utf-8";
  include $work/headers;
  server { listen 127.0.0.1:$port ssl http2; root $work; ssl_certificate $certificate; ssl_certificate_key $key; ssl_protocols TLSv1.2 TLSv1.3; } }
CONF
taskset -c 0 nginx -c "$work/nginx.conf"; sleep 0.3; nginx=$(cat "$work/nginx.pid")
taskset -acp 0 "$pid" >/dev/null
theirs="https://127.0.0.1:$port/page.html"
one() { # URL OPTIONS…: requests a second; 0 where any failed
    taskset -c 1 h2load -t 1 -D 4 --warm-up-time 1 -H 'accept-encoding: gzip' "${@:2}" "$1" |
        awk '/^finished/{rate=$4} /^requests:/{bad=($10!="0"||$12!="0")} END{print bad ? 0 : rate}'
}
median() { sort -n "$1" | awk '{a[NR]=$1} END{print a[int((NR+1)/2)]}'; }
compare() { # NAME OPTIONS…
    local name=$1; shift
    rm -f "$work/a" "$work/b"
    for ((i = 0; i < rounds; i++)); do one "$url" "$@" >> "$work/a"; one "$theirs" "$@" >> "$work/b"; done
    awk -v name="$name" -v a="$(median "$work/a")" -v b="$(median "$work/b")" \
        'BEGIN{printf "%s: warraq %d, nginx %d requests a second; ratio %.2f\n", name, a, b, a / b}'
}
echo "page $(stat -c %s "$work/page.html.gz") bytes gzip"
compare "HTTP/2, 64 connections, 10 streams each" -c 64 -m 10
compare "HTTP/2, 64 connections, 1 stream each" -c 64 -m 1
compare "HTTP/1.1, 64 connections" -c 64 --h1
