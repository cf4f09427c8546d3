# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash source-path=SCRIPTDIR disable=SC2154
# Other people's programs as judges of PKCS#12 files. Each is started once for all files, and
# prints a line for each: the file, and whose certificate it found for the key, or why not.

# by_python PASSWORD FILE…: all names, in the order of the file; the key has to be that of the first.
# A name that is no text becomes "?".
by_python() {
    /usr/bin/python3 - "$@" <<'END' 2>&1
import sys, warnings
warnings.simplefilter("ignore")
from cryptography.hazmat.primitives.serialization import pkcs12
def public(key):
    return key.public_key().public_numbers()
def called(certificate):
    try:
        return certificate.subject.rfc4514_string().split("CN=")[1].split(",")[0]
    except Exception:
        return "?"
for name in sys.argv[2:]:
    try:
        key, person, others = pkcs12.load_key_and_certificates(open(name, "rb").read(), sys.argv[1].encode())
        assert public(key) == public(person), "another key"
        print(name, ",".join(map(called, [person, *others])))
    except Exception as wrong:
        print(name, "refused:", repr(wrong))
END
}

# by_node PASSWORD FILE…: used as a TLS server or client would.
by_node() {
    node -e 'const fs = require("fs"), tls = require("tls"), net = require("net");
        const [passphrase, ...files] = process.argv.slice(1);
        for (const file of files) {
            try {
                const socket = new tls.TLSSocket(new net.Socket(), {
                    isServer: true, secureContext: tls.createSecureContext({ pfx: fs.readFileSync(file), passphrase }) });
                console.log(file, socket.getCertificate().subject.CN);
            } catch (wrong) { console.log(file, "refused:", wrong.message); }
        }' "$@" 2>&1
}

# by_certtool PASSWORD FILE…: the first certificate, and that there is a key.
by_certtool() {
    local file
    for file in "${@:2}"; do
        certtool --p12-info --inder --infile "$file" --password "$1" >certtool.out 2>&1
        echo "$file $(grep -c 'BEGIN.*PRIVATE KEY' certtool.out) $(sed -n '/BEGIN CERT/,/END CERT/p' certtool.out |
            certtool -i 2>&1 | sed -n 's/.*Subject: .*CN=\([^,]*\).*/\1/p' | paste -sd,)"
    done
}

# by_nss PASSWORD FILE…: whose key is in a database into which pk12util has imported it.
by_nss() {
    local file
    printf '%s\n' "$1" >nss.password
    for file in "${@:2}"; do
        rm -rf nss && mkdir nss && certutil -N -d sql:nss --empty-password
        LD_PRELOAD=$quick_nss pk12util -i "$file" -d sql:nss -w nss.password >nss.out 2>&1
        echo "$file $(certutil -K -d sql:nss 2>/dev/null | sed -n 's/^<[ 0-9]*> *[a-z]* *[0-9a-f]* *//p')"
    done
}

# by_gpgsm PASSWORD FILE…: whose keys are in a keyring then.
by_gpgsm() {
    local file names
    printf '%s\n' "$1" >gpgsm.password
    for file in "${@:2}"; do
        # A new home each time: an agent may take a moment to leave the last one.
        GNUPGHOME=$(mktemp -d "$work/gnupg.XXXX") && export GNUPGHOME
        echo allow-loopback-pinentry >"$GNUPGHOME/gpg-agent.conf"
        # gpgsm waits five seconds for its agent, and no longer.
        comes gpg-connect-agent /bye >gpgsm.out 2>&1
        gpgsm --disable-dirmngr --batch --pinentry-mode loopback --passphrase-fd 3 \
            --import "$file" 3<gpgsm.password >>gpgsm.out 2>&1
        names=$(gpgsm --disable-dirmngr --list-secret-keys 2>>gpgsm.out |
            sed -n 's/.*Subject: .*CN=\([^/,]*\).*/\1/p')
        [ "$names" ] || cat gpgsm.out >&2
        echo "$file $names"
        gpgconf --kill all
    done
}

# by_keytool PASSWORD FILE…: Java takes a second to start, so few files are for it.
by_keytool() {
    local file
    for file in "${@:2}"; do
        echo "$file $(java_tool keytool -list -v -keystore "$file" -storetype PKCS12 -storepass "$1" 2>&1 |
            sed -n 's/^Owner: .*CN=\([^,]*\).*/\1/p' | paste -sd,)"
    done
}

# judged JUDGE EXPECTED PASSWORD FILE…
judged() {
    local file
    "by_$1" "${@:3}" >"judged.$1"
    for file in "${@:4}"; do
        is "${file##*/}: $1" "$2" "$(sed -n "s|^$file *||p" "judged.$1")"
    done
}
