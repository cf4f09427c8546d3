#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Progress: for work that takes longer than a second, a terminal shows a line with the seconds that have
# passed, which is gone in the end. Elsewhere, and with --quiet, there is no such line.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
ca ca
profile p
certutil -A -d sql:p -n root -t CT,C,C -i ca/root.pem

# A server for a CRL: it answers as soon as "go" is there.
cat >server.py <<'END'
import http.server, os, time
class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        open('asked', 'w').close()
        while not os.path.exists('go'):
            time.sleep(0.02)
        self.send_error(404)
    do_POST = do_GET
    def log_message(self, *words):
        pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Server)
with open('port.new', 'w') as out:
    print(server.server_port, file=out)
os.rename('port.new', 'port')
server.serve_forever()
END
python3 server.py &
pids+=($!)
comes test -s port
"$helper" request -q -p p -k p-256 -s CN=Taro -o csr
printf '%s\n' basicConstraints=CA:false keyUsage=digitalSignature extendedKeyUsage=clientAuth \
    "crlDistributionPoints=URI:http://127.0.0.1:$(<port)/crl" >ca/ext
openssl x509 -req -in csr -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 -set_serial 77 \
    -extfile ca/ext -out taro.pem 2>/dev/null
cat ca/issuing.pem >>taro.pem
"$helper" import -q -p p taro.pem

# watch.py UNTIL PROGRAM WORD…: on a terminal of 60 columns. As soon as the words are on it, "go" is
# made. What was shown goes to "shown", and what a person sees in the end to "seen".
cat >watch.py <<'END'
import fcntl, os, pty, struct, sys, termios
until = sys.argv[1].encode()
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 60, 0, 0))
    os.execv(sys.argv[2], sys.argv[2:])
shown = b''
try:
    while data := os.read(terminal, 65536):
        shown += data
        if until in shown:
            open('go', 'w').close()
except OSError:
    pass
lines, row, column = [[]], 0, 0
for letter in shown.decode():
    if letter == '\r':
        column = 0
    elif letter == '\n':
        lines.append([])
        row += 1
    else:
        lines[row] += ' ' * (column + 1 - len(lines[row]))
        lines[row][column] = letter
        column += 1
open('shown', 'wb').write(shown)
open('seen', 'w').write('\n'.join(''.join(line).rstrip() for line in lines))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
watch() { rm -f go asked; python3 watch.py "$1" "$helper" "${@:2}"; }
check_line() { # NAME WORDS
    check "$1: the seconds count" perl -0ne 'exit !/\r\Q'"$2"'\E… 1 s.*\r\Q'"$2"'\E… 2 s/s' shown
    silent "…and are gone in the end" "$2" seen
    silent "…without a trace" '…' seen
}
words='Asking the CA whether it was revoked'
watch '… 2 s' verify -p p Taro
check_line "a CA that takes its time" "$words"
says "…what came of it is there" '  key         good' seen
check "…from the beginning of the line" grep -qx 'Taro, issued by Test Issuing CA' seen
touch go
python3 watch.py nothing "$helper" verify -p p Taro
silent "one that answers at once: nothing" "$words" shown
for words in --quiet --offline; do
    rm -f go
    { [ $words = --offline ] || comes test -e asked; sleep 2.2; touch go; } &
    rm -f asked
    python3 watch.py nothing "$helper" verify -p p Taro $words
    silent "$words: nothing" 'Asking' shown
    wait $!
done
rm -f go asked
{ comes test -e asked; sleep 1.5; touch go; } &
"$helper" verify -p p Taro >out 2>err </dev/null
silent "no terminal: nothing" 'Asking' err
wait $!
# Standard output is a pipe, standard error a terminal.
rm -f go
# shellcheck disable=SC2016
python3 watch.py '… 1 s' /bin/sh -c '"$0" verify -p p Taro >out' "$helper"
says "the errors on a terminal: there" 'Asking the CA whether it was revoked… 1 s' shown
silent "…it does not get into the answer" 'Asking' out

# Many files, some with a slow password: how many are done.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 9 \
    -subj /CN=slow 2>/dev/null
for n in 1 2 3 4 5 6 7 8; do
    openssl pkcs12 -export -inkey k.pem -in c.pem -passout pass:secret -iter 1000000 -out $n.p12
done
echo secret >pw
watch nothing import -p p --password-file pw --dry-run {1..8}.p12
check "many files: the line says how many are done" grep -qaE 'Reading files \([0-7] of 8\)… [0-9]+ s' shown
silent "…it is gone in the end" 'Reading files' seen
check "…each line of the result is whole" grep -qE '^1\.p12 .*:$' seen
watch nothing import -p p --password-file pw -q --dry-run 1.p12 2.p12
silent "--quiet: nothing" 'Reading' shown
# A narrow terminal: the line is not broken.
sed -i 's/24, 60/24, 30/' watch.py
watch '… 1 s' verify -p p Taro
check "a terminal of 30 columns: the line fits" perl -0ne 'exit !(/\r([^\r\n]*… 1 s)/ && length($1) - 2 <= 30)' shown
silent "…it is gone in the end" 'Asking' seen
done_testing
