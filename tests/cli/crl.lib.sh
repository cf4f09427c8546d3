# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash disable=SC2154,SC2034
# What the tests of revocation without the portal share: a CA, whose root profile p trusts, its
# certificates and lists by openssl, and a server for the files in lists/.
mkdir lists index
node "$root/tests/cli/serve.mjs" lists >port &
pids+=($!)
comes test -s port
web=http://127.0.0.1:$(cat port)

# unmade NAME: what the tests are about is not there.
unmade() {
    cat "$work/issue.err" >&2
    check "$1 is made" false
}

# certificate NAME SERIAL EXTENSION…: by the CA, in the profile; its fingerprint is in $id.
certificate() {
    local name=$1 serial=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" \
        -out "$name.csr" -subj "/CN=$name" 2>/dev/null
    printf '%s\n' basicConstraints=CA:false extendedKeyUsage=clientAuth "$@" >"$name.ext"
    openssl x509 -req -in "$name.csr" -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 \
        -set_serial "$serial" -extfile "$name.ext" -out "$name.pem" 2>"$work/issue.err" || unmade "$name"
    openssl pkcs12 -export -inkey "$name.key" -in "$name.pem" ${chain:+-certfile "$chain"} \
        -passout pass:x -out "$name.p12"
    "$helper" import -q -p "${into:-p}" --password-file password "$name.p12" || unmade "$name"
    id=$(fingerprint "$name.pem")
}

# list NAME EXTENSION… : a CRL of $by with the revoked serials of $revoked ("SERIAL REASON"),
# for a day or what $when says (FROM/UNTIL). The revocations were long ago.
list() {
    local name=$1 serial reason valid=(-crldays 1)
    shift
    [ -z "${when:-}" ] || valid=(-crl_lastupdate "$(moment "${when%/*}" %Y%m%d%H%M%SZ)"
        -crl_nextupdate "$(moment "${when#*/}" %Y%m%d%H%M%SZ)")
    : >index/index
    while read -r serial reason; do
        [ -z "$serial" ] ||
            printf 'R\t300101000000Z\t250101000000Z%s\t%s\tunknown\t/CN=x\n' \
                "${reason:+,$reason}" "$serial"
    done <<<"${revoked:-}" >>index/index
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index/index\ndefault_md=sha256\n[x]\n%s\n[idp]\n%s\n' \
        "${1:-}" "${2:-}" >index/config
    openssl ca -gencrl -config index/config -cert "${by:-ca}/issuing.pem" \
        -keyfile "${by:-ca}/issuing.key" "${valid[@]}" ${1:+-crlexts x} -out index/crl.pem \
        2>"$work/issue.err" && openssl crl -in index/crl.pem -outform der -out "lists/$name" || unmade "$name"
}
verdict() { # ID [PROFILE]: into $got
    run verify -p "${2:-p}" --json "$1"
    got=$(json '[d.revocation.state, d.revocation.reason ?? d.revocation.why ?? ""].join(": ")')
}
at() { echo "crlDistributionPoints=URI:$web/$1"; }
says_of() { # NAME WHAT-IT-IS VERDICT
    verdict "$(fingerprint "$1.pem")"
    is "$2" "$3" "$got"
}

ca ca
ca twin
ca foreign Foreign
chain=ca/issuing.pem
echo x >password
profile p
certutil -A -d sql:p -n root -t CT,C,C -i ca/root.pem
