# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash
# A real RADIUS server of an institution, with a CA of its own, for EAP-TLS; and a profile p,
# whose identities go into Wi-Fi profiles in the folder files, under the password.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
pass='Long-enough 1'
echo "$pass" >password
profile p
mkdir -m 700 files

# into NAME KIND: an identity of the CA in the folder ca.
into() {
    "$helper" request -q -p p -k "$2" -s "CN=$1,O=Example,C=JP" -o "$1.csr" && issue ca "$1.csr" "$1.pem" &&
        cat "$1.pem" ca/issuing.pem | "$helper" import -q -p p -
}
# to TARGET PLACE [WORD…]: a Wi-Fi profile of the identity $id.
to() { run export "$id" -p p --for "$1" -o "$2" --password-file password "${@:3}"; }
xpath() { xmllint --nonet --xpath "string($1)" "$2" 2>/dev/null; }

# radius_server CA: its files; it lets in whom this CA has issued a certificate.
radius_server() {
    ca radius RADIUS
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout radius.key -out radius.csr \
        -subj /CN=radius.example.ac.jp 2>/dev/null
    printf 'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:radius.example.ac.jp\n' >ext
    openssl x509 -req -in radius.csr -CA radius/issuing.pem -CAkey radius/issuing.key -days 30 -extfile ext \
        -set_serial 7 -out radius.pem 2>/dev/null
    cat radius.pem radius/issuing.pem >server.pem
    cat "$1/root.pem" "$1/issuing.pem" >clients.pem
    mkdir raddb
    port=$(node -e 'const s = require("dgram").createSocket("udp4");
        s.bind(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); });')
    cat >raddb/radiusd.conf <<EOF
prefix = /usr
name = radiusd
libdir = /usr/lib/freeradius
raddbdir = "$work/raddb"
logdir = "$work/raddb"
run_dir = "$work/raddb"
pidfile = "\${run_dir}/radiusd.pid"
log {
	destination = stdout
	auth = yes
}
security {
	allow_vulnerable_openssl = yes
	max_attributes = 200
	status_server = no
}
thread pool {
	start_servers = 1
	max_servers = 2
	min_spare_servers = 1
	max_spare_servers = 1
	max_requests_per_server = 0
}
modules {
	eap {
		default_eap_type = tls
		tls-config institution {
			private_key_file = "$work/radius.key"
			certificate_file = "$work/server.pem"
			ca_file = "$work/clients.pem"
			check_crl = CHECK_CRL
			ca_path = "$work/raddb"
			cipher_list = "DEFAULT"
			tls_min_version = "1.2"
			tls_max_version = "1.3"
		}
		tls {
			tls = institution
		}
	}
}
client local {
	ipaddr = 127.0.0.1
	secret = testing123
	require_message_authenticator = yes
}
server default {
	listen {
		type = auth
		ipaddr = 127.0.0.1
		port = $port
	}
	authorize {
		eap
	}
	authenticate {
		eap
	}
}
EOF
}
radius() { # yes|no: whether it looks at the CRL
    stop_radius
    sed -i "s/check_crl = .*/check_crl = $1/" raddb/radiusd.conf
    freeradius -f -d "$work/raddb" -n radiusd >raddb/log 2>&1 &
    server=$!
    pids+=($server)
    for _ in $(seq $((100 * ${PATIENCE:-1}))); do grep -qs 'Ready to process' raddb/log && return; sleep 0.1; done
    sed 's/^/# /' raddb/log
}
stop_radius() {
    [ -z "${server:-}" ] || { kill $server && wait $server 2>/dev/null; }
    server=''
    pids=()
}
# enters CONF: what the server says to a device with this network block.
enters() {
    sed "/private_key=/a \\	private_key_passwd=\"$pass\"" "$1" >block
    timeout $((30 * ${PATIENCE:-1})) eapol_test -c block -a 127.0.0.1 -p "$port" -s testing123 -r 0 -t $((10 * ${PATIENCE:-1})) >eap.log 2>&1
    tail -n 1 eap.log
}
