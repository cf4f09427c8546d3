#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The language of the sentences is that of the environment; codes, states and keys are the same in each.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
ca ca
profile p
"$helper" request -q -p p -k p-256 -s 'CN=Taro Yamada' -o taro.csr
issue ca taro.csr taro.pem
"$helper" import -q -p p taro.pem

unset LC_ALL

# speaks LANGUAGE NAME=VALUE…: a refusal is in this language.
speaks() {
    local language=$1
    shift
    env "$@" "$helper" list -p none >out 2>err
    is "$*: a refusal" 80 $?
    if [ "$language" = Japanese ]; then
        says "…is Japanese" '「none」というプロファイルはありません。' err
    else
        says "…is English" 'There is no profile "none".' err
    fi
}
speaks Japanese LC_ALL=C.UTF-8 LANGUAGE=ja
speaks Japanese LANG=ja_JP.UTF-8
speaks Japanese LC_ALL=ja_JP.UTF-8 LANG=en_US.UTF-8
speaks Japanese LC_MESSAGES=ja_JP LANG=en_US.UTF-8
speaks Japanese LANG=de_DE.UTF-8 LANGUAGE=de:ja
speaks Japanese LANG=ja_JP.eucJP
speaks English LC_ALL=C LANGUAGE=ja
speaks English LC_ALL=POSIX LANGUAGE=ja LANG=ja_JP.UTF-8
speaks English LANG=de_DE.UTF-8
speaks English LANG=en_US.UTF-8 LC_CTYPE=ja_JP.UTF-8
speaks English LC_ALL=en_US.UTF-8 LC_MESSAGES=ja_JP.UTF-8 LANG=ja_JP.UTF-8
speaks English LANG=jam_JM.UTF-8
speaks English LANG=ja_JP.UTF-8 LANGUAGE=en
speaks English LANG=

# both COMMAND…: its JSON in English and in Japanese, as english and japanese.
both() {
    LANG=en_US.UTF-8 "$helper" "$@" --json >english 2>/dev/null
    LANG=ja_JP.UTF-8 "$helper" "$@" --json >japanese 2>/dev/null
}
part() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(JSON.stringify(eval(process.argv[2])))' "$1" "$2"; }
same() { is "$1" "$(part english "$2")" "$(part japanese "$2")"; }

both list -p none
same "an error's code and name" '[d.error.code, d.error.name, d.error.cause]'
is "…its message is Japanese" true "$(part japanese '/[ぁ-ん]/.test(d.error.message)')"

both list -p p
same "a list is the same" d
env LANG=ja_JP.UTF-8 "$helper" list -p p >out 2>err
is "…and as a table" 0 $?
says "…Japanese" '発行者' out
says "…with the names as they are" 'Taro Yamada' out
both verify -p p "$(fingerprint taro.pem)"
same "a verdict is the same" '({ ...d, revocation: d.revocation.state, error: d.error.code })'
is "…but for why" 'true true' \
    "$(part japanese '/[ぁ-ん]/.test(d.revocation.why)') $(part japanese '/[ぁ-ん]/.test(d.error.message)')"

both doctor -p p
same "what was looked at, and how it is" 'd.findings.map((f) => [f.check, f.state, f.code, f.name])'
is "…each in Japanese" '[]' "$(part japanese 'd.findings.filter((f) => !/[ぁ-ん]/.test(f.what)).map((f) => f.check)')"
is "…with why" '[]' "$(part japanese 'd.findings.filter((f) => f.why && !/[ぁ-ん]/.test(f.why)).map((f) => f.check)')"
is "…and no cure is lost" "$(part english 'd.findings.map((f) => Boolean(f.cure))')" "$(part japanese 'd.findings.map((f) => Boolean(f.cure))')"

# One style, and one word for each thing, also in the manual.
LANG=ja_JP.UTF-8 "$helper" help >out
for verb in $(sed -nE 's/^  ([a-z]+) .*/\1/p' out); do
    LANG=ja_JP.UTF-8 "$helper" help "$verb" >>out
done
is "no other words for the same" '' "$(grep -nE '登録|パソコン|ディスクリプタ|ジャーナル|ホスト|\[OPTION' out)"
is "…nor in the texts" '' "$(grep -nE '^"|^msgstr' "$root/nss-helper/po/ja.po" | grep -E '登録|パソコン|ディスクリプタ|ジャーナル')"
is "what a command or an option does is said politely" '' \
    "$(grep -E '^  (-|[a-z]+  )' out | grep -E '(する|める|示す|作る|取る|出す)$')"
is "…nor in the manual" '' "$(grep -nE '登録|パソコン|だれ' "$root/nss-helper/nss-helper.ja.1")"
LANG=ja_JP.UTF-8 "$helper" version >out
silent "the version is in the language, too" ' from ' out

# An error has room for 640 bytes; a path may have a hundred of them.
cat >room.mjs <<'END'
import { readFileSync } from 'node:fs';

const text = (lines) => JSON.parse(`"${[...lines.matchAll(/^(?:msg\S+ )?"(.*)"$/gm)].map(([, part]) => part).join('')}"`);
const of = (kind) => (kind === 's' || kind === 'c' ? 'x'.repeat(100) : '1234567890');
for (const block of readFileSync(process.argv[2], 'utf8').split('\n\n')) {
  const words = text(block.slice(block.search(/^msgstr/m)));
  const bytes = Buffer.byteLength(words.replace(/%(?:\d\$)?[-.\d]*(?:l|ll|z)?([a-z])/g, (_, kind) => of(kind)));
  if (bytes >= 640 && block.includes('msgid') && !block.includes('Project-Id-Version'))
    console.log(bytes, words);
}
END
(cd "$root" && find nss-helper native-messaging -name '*.c' |
    xgettext --files-from=- --from-code=UTF-8 --language=C --keyword --keyword=nh_fail:4 \
        --keyword=nh_fail_errno:4 --keyword=nh_fail_nss:3 -o "$work/errors.pot")
msgmerge --quiet --no-fuzzy-matching -o errors.po "$root/nss-helper/po/ja.po" errors.pot
check "there are errors in Japanese" test "$(grep -c '^msgstr' errors.po)" -gt 300
is "each has room for what goes into it" '' "$(node room.mjs errors.po)"
done_testing
