#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# nginx and Apache in front of an EST server, as institutions have them: they check the client
# certificate, during the handshake or once they know what is asked for (by renegotiation in TLS 1.2,
# after the handshake in TLS 1.3), and pass requests on to the portal.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/est.lib.sh"
PATH=$PATH:/usr/sbin:/sbin
start_portal
answer none
host=${est#https://}
upstream=https://127.0.0.1:${est##*:}
ca tls
tls_certificate good localhost
cat "$anchor" portal/ca.pem >known.pem
profile p

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
        console.log(s.address().port); s.close(); })'
}

# start_nginx CAS VERSION VERIFY: "optional" or "on".
start_nginx() {
    local port
    port=$(free_port)
    cat >nginx.conf <<END
daemon off;
master_process off;
pid "$work/nginx-$port.pid";
error_log stderr;
events {}
http {
    log_format est '\$request_method \$request_uri \$ssl_client_verify \$ssl_protocol \$status';
    access_log "$work/web.log" est;
    client_body_temp_path "$work/body";
    proxy_temp_path "$work/proxied";
    fastcgi_temp_path "$work/fastcgi";
    uwsgi_temp_path "$work/uwsgi";
    scgi_temp_path "$work/scgi";
    server {
        listen 127.0.0.1:$port ssl;
        ssl_certificate "$work/good.pem";
        ssl_certificate_key "$work/good.key";
        ssl_client_certificate "$work/$1";
        ssl_verify_client $3;
        ssl_verify_depth 3;
        ssl_protocols TLSv$2;
        proxy_set_header Host $host;
        location / {
            proxy_pass $upstream;
        }
        location ~ /simplereenroll\$ {
            if (\$ssl_client_verify != SUCCESS) {
                return 403;
            }
            rewrite ^(.*)/simplereenroll\$ \$1/simpleenroll break;
            proxy_pass $upstream;
        }
    }
}
END
    nginx -e stderr -p "$work" -c "$work/nginx.conf" >>nginx.err 2>&1 &
    pids+=($!)
    comes listens "$port"
    url=https://localhost:$port
}

# start_apache CAS VERSION: it asks for a certificate only where one is renewed.
start_apache() {
    local port modules=/usr/lib/apache2/modules
    port=$(free_port)
    cat >apache.conf <<END
ServerRoot "$work"
ServerName localhost
PidFile "$work/apache-$port.pid"
DefaultRuntimeDir "$work"
ErrorLog "$work/apache.err"
User #$user
Group #$user
Listen 127.0.0.1:$port
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule ssl_module $modules/mod_ssl.so
LoadModule proxy_module $modules/mod_proxy.so
LoadModule headers_module $modules/mod_headers.so
LoadModule proxy_http_module $modules/mod_proxy_http.so
LogFormat "%m %U %{SSL_CLIENT_VERIFY}x %{SSL_PROTOCOL}x %>s" est
CustomLog "$work/web.log" est
SSLEngine on
SSLProtocol TLSv$2
SSLCertificateFile "$work/good.pem"
SSLCertificateKeyFile "$work/good.key"
SSLCACertificateFile "$work/$1"
RequestHeader set Host $host
ProxyPreserveHost On
SSLProxyEngine on
SSLProxyVerify none
SSLProxyCheckPeerName off
SSLProxyCheckPeerCN off
<Location "/.well-known/est/simplereenroll">
    SSLVerifyClient require
    SSLVerifyDepth 3
</Location>
ProxyPass "/.well-known/est/simplereenroll" "$upstream/.well-known/est/simpleenroll"
ProxyPass "/" "$upstream/"
END
    apache2 -X -f "$work/apache.conf" >>apache.err 2>&1 &
    pids+=($!)
    comes listens "$port"
    url=https://localhost:$port
}

enroll_at() { # NAME [OPTION…]
    run enroll -p p --est "$url" --cacert tls/root.pem -k p-256 -s "CN=$1" "${@:2}"
}
passed() { tail -1 web.log; }

for version in 1.2 1.3; do
    for web in nginx apache; do
        who="$web, TLS $version"
        case $web in
        nginx) start_nginx known.pem $version optional ;;
        apache) start_apache known.pem $version ;;
        esac
        enroll_at "$web $version"
        is "$who: enrolled" 0 "$status"
        exits "…renewed" 0 renew -p p "$(id "$web $version")"
        is "…by its certificate" "POST /.well-known/est/simplereenroll SUCCESS TLSv$version 200" "$(passed)"
        exits "…and once more, with RSA" 0 renew -p p "$(id "$web $version")" -k rsa-2048
        exits "…by an RSA key" 0 renew -p p "$(id "$web $version")" -k p-256
    done

    # A certificate that they don't accept.
    start_nginx tls/root.pem $version optional
    exits "nginx, TLS $version: a certificate of another CA" 104 renew -p p "$(id "nginx $version")" --est "$url" --cacert tls/root.pem
    says "…is told in its words" 'SSL certificate error'
    start_apache tls/root.pem $version
    exits "Apache, TLS $version: a certificate of another CA" 104 renew -p p "$(id "apache $version")" --est "$url" --cacert tls/root.pem
    says "…is told as refused" 'rejected the certificate that you log in with'

    # A server that lets nobody in without a certificate.
    start_nginx known.pem $version on
    enroll_at "closed $version"
    is "nginx, TLS $version, for those with a certificate: refused" 104 "$status"
    says "…with what to do" '--with ID'
    enroll_at "closed $version" --with "$(id "nginx $version")"
    is "…with one" 0 "$status"
    is "…which it has seen" "POST /.well-known/est/simpleenroll SUCCESS TLSv$version 200" "$(passed)"
done
done_testing
