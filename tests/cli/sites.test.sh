#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The administrator's list of sites: what is right in it, what is wrong, and who may change it.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/machine.lib.sh"
. "$root/tests/cli/etc.lib.sh" || exit 1

exits "no list" 0 sites --json
is "…allows all" 'false false 0' "$(json '[d.there, d.locked, d.sites.length].join(" ")')"
exits "…which is said" 0 sites
says "…in words" 'Everybody chooses their own' out
mkdir -m 755 /etc/nss-helper
exits "a folder without a list" 0 sites --json
is "…is none either" false "$(json d.there)"

put_list <<'EOT'
# for everybody
locked = yes

[https://portal.example.ac.jp]
name = Example University: certificates (証明書)
login = https://portal.example.ac.jp/login?a=b
test = https://test.example.ac.jp/in
est = https://est.example.ac.jp
est-root = /etc/nss-helper/root.pem
wifi = /etc/nss-helper/eduroam.eap-config

; where they are fetched
[https://dl.example.ac.jp:8443]
EOT
exits "a list" 0 sites --json
is "…is locked" true "$(json d.locked)"
is "…all of the first site" \
    'https://portal.example.ac.jp Example University: certificates (証明書) https://portal.example.ac.jp/login?a=b https://test.example.ac.jp/in https://est.example.ac.jp /etc/nss-helper/root.pem /etc/nss-helper/eduroam.eap-config' \
    "$(json 'Object.values(d.sites[0]).join(" ")')"
is "…and the second, of which nothing is known" '["https://dl.example.ac.jp:8443",null,null,null,null,null,null]' \
    "$(json 'JSON.stringify(Object.values(d.sites[1]))')"
exits "…in words" 0 sites
says "…that it is locked" 'Only these sites can be used' out
says "…the page to try it" '    test: https://test.example.ac.jp/in' out
says "…names" '    name: Example University: certificates (証明書)' out
exits "for Firefox's managed storage" 0 sites --managed
is "…as Firefox wants it" 'nss-helper@nss-helper storage' "$(json '[d.name, d.type].join(" ")')"
is "…names and lock, and nothing else" \
    '{"locked":true,"sites":[{"site":"https://portal.example.ac.jp","name":"Example University: certificates (証明書)"},{"site":"https://dl.example.ac.jp:8443","name":""}]}' \
    "$(json 'JSON.stringify(d.data)')"
exits "both at once" 64 sites --managed --json
as_user sites --json
is "everybody can read it" 0 "$status"
sed 's/$/\r/' $list >crlf && cp crlf $list
exits "lines that end as on Windows" 0 sites --json
is "…are the same" true "$(json 'd.locked && d.sites.length === 2 && d.sites[0].wifi.endsWith("config")')"
put_list <<<'[https://portal.example]'
exits "a list that is not locked" 0 sites --json
is "…is not" 'true false' "$(json '[d.there, d.locked].join(" ")')"
exits "…in words" 0 sites
says "…says so" 'You can turn on others' out

# wrong WHAT LINE WORDS: the list is refused, and the error names the line.
wrong() {
    exits "$1" 116 sites
    says "…names line $2" "$list, line $2: " err
    says "…says why" "$3" err
    says "…and what follows" 'no site can be used' err
}
while IFS='|' read -r what line words text; do
    # shellcheck disable=SC2059
    printf "$text" | put_list
    wrong "$what" "$line" "$words"
done <<'EOT'
a key that is not known|2|"nmae". This name is unknown here|[https://a.example]\nnmae = x\n
locked below a site|3|"locked". This name is unknown here|[https://a.example]\n\nlocked = yes\n
another word above the first site|1|"name". It does not belong above|name = x\n[https://a.example]\n
locked twice|2|"locked". It is there twice|locked = no\nlocked = yes\n[https://a.example]\n
locked = true|1|"true". It is neither yes nor no|locked = true\n[https://a.example]\n
locked = Yes|1|"Yes". It is neither yes nor no|locked = Yes\n[https://a.example]\n
locked = nothing|1|"". It is neither yes nor no|locked =\n[https://a.example]\n
a line that was cut off|1|"lock". There is no "="|lock
a line without =|2|"name Example". There is no "="|[https://a.example]\nname Example\n
a path behind a site|1|It is not a site like|[https://a.example/]\n
an address in the clear|1|It is not a site like|[http://a.example]\n
a host alone|1|It is not a site like|[a.example]\n
a large letter|1|It is not a site like|[https://A.example]\n
any host|1|It is not a site like|[https://*.example]\n
a site with a user|1|It is not a site like|[https://u@a.example]\n
no end of a bracket|1|Write a site in brackets|[https://a.example\n
something behind the bracket|1|Write a site in brackets|[https://a.example] # mine\n
a site twice|2|This site is in the list twice. A port makes no difference.|[https://a.example]\n[https://a.example:8443]\n
a name twice|3|"name". It is there twice for this site|[https://a.example]\nname = a\nname = b\n
an empty name|2|"". It is not a name|[https://a.example]\nname =\n
a name that turns what stands beside it|2|It is not a name|[https://a.example]\nname = a\342\200\256b\n
an address that is none|2|"portal". It is not an https: address|[https://a.example]\nlogin = portal\n
a page to try it that is none|2|"in". It is not an https: address|[https://a.example]\ntest = in\n
an address in the clear for log-ins|2|It is not an https: address|[https://a.example]\nlogin = http://a.example/\n
an EST server in the clear|2|It is not an https: address|[https://a.example]\nest = http://a.example/\n
a path from nowhere|2|"root.pem". It is not a path that begins with /|[https://a.example]\nest-root = root.pem\n
a BOM|1|There is no "="|\357\273\277[https://a.example]\n
EOT
name=$(printf 'a%.0s' {1..128})
put_list <<<"[https://a.example]"$'\n'"name = $name"
exits "a name of 128 bytes" 0 sites
put_list <<<"[https://a.example]"$'\n'"name = ${name}a"
wrong "a name of 129 bytes" 2 'It is not a name of 1 to 128 bytes'
address=https://a.example/$(printf 'a%.0s' {1..494})
put_list <<<"[https://a.example]"$'\n'"login = $address"
exits "an address of 512 bytes" 0 sites
put_list <<<"[https://a.example]"$'\n'"login = ${address}a"
wrong "an address of 513 bytes" 2 'It is not an https: address'
printf '[https://h%d.example]\n' {1..64} | put_list
exits "64 sites" 0 sites --json
is "…are all there" 64 "$(json d.sites.length)"
printf '[https://h%d.example]\n' {1..65} | put_list
wrong "65 sites" 65 'more than 64 sites'

# broken WHAT WORDS: it does not count, and allows nothing.
broken() {
    exits "$1" 116 sites
    says "…says why" "$2" err
}
put_list </dev/null
broken "an empty file" 'names no site'
printf '# nothing\n\n' | put_list
broken "a file of remarks" 'names no site'
printf 'locked = yes\n' | put_list
exits "a lock alone allows no site" 0 sites
printf '[https://a.example]\n\0' | put_list
broken "a NUL" 'is not a text in UTF-8'
printf '[https://a.example]\nname = \377\n' | put_list
broken "no UTF-8" 'is not a text in UTF-8'
{ echo '[https://a.example]' && head -c 262200 /dev/zero | tr '\0' '#'; } | put_list
broken "a file over its limit" "$list"
good() { put_list <<<'[https://a.example]'; }
good && rm $list && mkdir $list
broken "a folder in its place" "$list"
good && rm $list && mkfifo $list
broken "a FIFO in its place" 'is not a file'
good && rm $list && ln -s nowhere $list
broken "a link that leads nowhere" "$list can't be read"
good && rm -r /etc/nss-helper && ln -s nowhere /etc/nss-helper
broken "a folder that leads nowhere" "$list can't be read"
good && rm -r /etc/nss-helper && : >/etc/nss-helper
broken "a file in the place of the folder" "$list can't be read"
good && mv $list /etc/nss-helper/real && ln -s real $list
exits "a link to a file of root's" 0 sites
good && mv $list "$work/mine" && ln -s "$work/mine" $list && chown "$user" "$work/mine"
broken "a link to a file of somebody else" "others than root can change $work/mine"

# Who may change it.
good && chown "$user" $list
broken "a list of somebody else" "others than root can change $list"
as_user sites
is "…nor is it for its owner" 116 "$status"
for mode in 664 646; do
    good && chmod $mode $list
    broken "a list of mode $mode" "others than root can change $list"
done
good && chmod 600 $list
exits "a list that only root can read: for root" 0 sites
as_user sites
is "…for others it is broken" 116 "$status"
good && chmod 777 /etc/nss-helper
broken "a folder that others may write in" 'others than root can change /etc/nss-helper'
rm $list
exits "…also without a list" 116 sites
good && chown "$user" /etc/nss-helper
broken "a folder of somebody else" 'others than root can change /etc/nss-helper'
rm $list
exits "…also without a list" 116 sites
good && chmod 700 /etc/nss-helper
as_user sites
is "a folder that others can't enter" 116 "$status"
good
for name in HOME XDG_CONFIG_HOME XDG_CONFIG_DIRS XDG_DATA_DIRS NSS_HELPER_SITES NH_SITES_FILE; do
    (export $name=/nowhere; "$helper" sites --json >out 2>err)
    is "$name leads to no other list" true "$(json d.there)"
done

# What the command takes from it: an EST server with its root, and the settings of a Wi-Fi.
. "$root/tests/cli/est.lib.sh"
start_portal
few_rounds
profile p
by_site() { # WORD…
    run enroll -p p --user taro --password-file taro-pass -k p-256 "$@"
}
put_list <<EOT
[https://portal.example]
est = $est
est-root = /etc/nss-helper/root.pem
EOT
by_site --est portal.example -s CN=nobody
is "the root of the EST server is not there" 116 "$status"
says "…which is named" /etc/nss-helper/root.pem
cp "$anchor" /etc/nss-helper/root.pem && chmod 666 /etc/nss-helper/root.pem
by_site --est portal.example -s CN=nobody
is "others may change it" 116 "$status"
is "…and no server was asked" 0 "$(grep -c 'est ' "$log")"
chmod 644 /etc/nss-helper/root.pem
by_site --est portal.example -s CN=listed,C=JP --email taro@example.ac.jp
is "enroll at the server of a site: neither address nor root is given" 0 "$status"
by_site --est portal.example:8443 -s CN=port,C=JP
is "…whatever the port of the site" 0 "$status"
by_site --est other.example -s CN=nobody
is "a site that is not in the list" 64 "$status"
by_site --est portal.example --cacert taro-pass -s CN=nobody
is "a root of one's own counts more" 65 "$status"
put_list <<<$'locked = yes\n[https://portal.example]'
by_site --est "$est" --cacert "$anchor" -s CN=locked,C=JP
is "a locked list is no matter of a server that is named to the command" 0 "$status"
put_list <<<'[https://portal.example'
by_site --est portal.example -s CN=nobody
is "a broken list" 116 "$status"
by_site --est "$est" --cacert "$anchor" -s CN=full,C=JP
is "…is no matter of a server that is given in full" 0 "$status"

echo 'Long-enough 1' >secret
mkdir -m 700 files
wifi() { # FILE WORD…
    run export "$(id listed)" -p p --for eduroam-apple -o "files/$1" --password-file secret "${@:2}"
}
rm -r /etc/nss-helper
wifi none
is "a Wi-Fi profile without settings, and no list" 106 "$status"
put_list <<<"[https://portal.example]
wifi = /etc/nss-helper/wifi"
cat >/etc/nss-helper/wifi <<EOT
<EAPIdentityProviderList><EAPIdentityProvider ID="example.ac.jp"><AuthenticationMethods><AuthenticationMethod
><EAPMethod><Type>13</Type></EAPMethod><ServerSideCredential><CA>$(grep -v -e ---- "$anchor" | tr -d '\n')</CA
><ServerID>radius.example.ac.jp</ServerID></ServerSideCredential></AuthenticationMethod></AuthenticationMethods
></EAPIdentityProvider></EAPIdentityProviderList>
EOT
wifi listed
is "…with the file of the list" 0 "$status"
says "…whose network is told" radius.example.ac.jp
check "…and is in the profile" grep -q radius.example.ac.jp files/listed
wifi given --radius-ca "$anchor" --radius-name mine.example
is "what is said counts more" 0 "$status"
check "…and is in the profile" grep -q mine.example files/given
mv /etc/nss-helper/wifi good
while IFS='|' read -r name words; do
    printf '%b' "$words" >/etc/nss-helper/wifi
    wifi "bad-$name"
    check "the list's file, $name: is refused" test "$status" != 0
    is "…and named, once" 1 "$(grep -o /etc/nss-helper/wifi err | wc -l)"
done <<'EOT'
empty|
nonsense|nonsense
broken XML|<EAPIdentityProviderList>
no network|<EAPIdentityProviderList></EAPIdentityProviderList>
EOT
mv good /etc/nss-helper/wifi
chmod 666 /etc/nss-helper/wifi
wifi open
is "settings that others may change" 116 "$status"
done_testing
