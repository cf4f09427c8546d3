#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Which root a server needs: the one that was named, and no other; if none was named, one of the
# system's.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/est.lib.sh"
ca tls
ca other Other
tls_certificate good localhost
profile p

# roots_of CA: a folder as /etc/ssl/certs is, with that root in it.
roots_of() {
    mkdir "roots-$1"
    cp "$1/root.pem" "roots-$1/ca-certificates.crt"
    cp "$1/root.pem" "roots-$1/$(openssl x509 -in "$1/root.pem" -noout -subject_hash).0"
}
roots_of tls
roots_of other

# asks_where CA [WORD…]: with that CA as the system's only root. The server answers nothing.
asks_where() {
    exec "$root/tests/cli/own-machine" bash -c 'mount --bind "$1" /etc/ssl/certs && shift && exec "$@"' - \
        "$work/roots-$1" "$helper" enroll -p p --est "$url" -k p-256 -s CN=q "${@:2}" >out 2>err </dev/null
}
number=0
believed() { # NAME CA [WORD…]
    number=$((number + 1))
    server $number -cert good.pem -key good.key
    asks_where "${@:2}" &
    check "$1: it is asked" comes grep -qs '^GET /.well-known/est/cacerts' heard-$number
    kill $!
    wait $! 2>/dev/null
}
refused() { # NAME CA [WORD…]
    (asks_where "${@:2}")
    is "$1: refused" 103 $?
    check "…in words" grep -qi 'nothing was sent' err
    is "…and nothing is heard" '' "$(cat heard-$number)"
}

believed "a root of the system" tls
believed "the root that was named, where the system's is another" other --cacert tls/root.pem
number=$((number + 1))
server $number -cert good.pem -key good.key
refused "a root of the system beside the one that was named" tls --cacert other/root.pem
done_testing
