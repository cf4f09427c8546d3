# SPDX-License-Identifier: MPL-2.0
# narrow.py HELPER: what help and errors do wrong on narrow terminals, one a line.
import os, re, subprocess, sys
from onterminal import run, width

HELPER = sys.argv[1]
ERRORS = ['nothing', 'lis', 'request -k', 'list --expiring x', 'jobs forget', 'verify']


def environment(language):
    return {**os.environ, 'LANG': language, 'LC_ALL': '', 'NO_COLOR': '1', 'TERM': 'xterm'}


def piped(language, words):
    done = subprocess.run([HELPER, *words], env=environment(language), capture_output=True, text=True)
    return done.stdout + done.stderr


def bare(text):
    return re.sub(r'[\\\s]', '', text)


def check(language, columns, words):
    text = run(columns, [HELPER, *words], environment(language))[0].decode()
    whole = piped(language, words)
    where = f'{language}, {columns} columns: {" ".join(words)}'
    for line in text.split('\n'):
        # A single word, such as a path, is never broken.
        if width(line) > columns and len(line.split()) > 1:
            print(f'{where}: too wide: {line}')
    if bare(text) != bare(whole):
        print(f'{where}: other words than in a pipe')
    if re.search('[\u3001-\u30ff\u4e00-\u9fff] [\u3001-\u30ff\u4e00-\u9fff]', text) and '  ' not in text:
        print(f'{where}: a blank between two letters')


verbs = re.findall(r'^  ([a-z]+) ', piped('C', ['help']).split('\n\n')[2], re.M)
assert len(verbs) > 10, verbs
for language in 'C', 'ja_JP.UTF-8':
    for verb in verbs:
        for line in piped(language, ['help', verb]).split('\n'):
            if width(line) > 80:
                print(f'{language}: help {verb}: not written for 80 columns: {line}')
        check(language, 40, ['help', verb])
    for columns in 40, 59, 60, 79:
        for words in '', 'help', 'help list', 'help export', *ERRORS:
            check(language, columns, words.split())
