# SPDX-License-Identifier: MPL-2.0
# onterminal.py COLUMNS PROGRAM WORD…: runs it on a terminal of that width; the output goes to
# "tty". With no words: the widest line of "tty". Also a module for tests that run many.
import fcntl, os, pty, re, struct, sys, termios, unicodedata


def run(columns, words, environment=None):
    """The output on a terminal that is so wide, and the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
        os.execve(words[0], words, environment or dict(os.environ))
    data = b''
    try:
        while more := os.read(terminal, 65536):
            data += more
    except OSError:
        pass
    os.close(terminal)
    return data.replace(b'\r\n', b'\n'), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def width(line):
    """Its columns: East Asian letters are two wide, marks above others none."""
    line = re.sub(r'\x1b\[[0-9;]*m', '', line)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def widest(text):
    return max(map(width, text.split('\n')))


if __name__ == '__main__' and len(sys.argv) == 1:
    with open('tty', encoding='utf-8') as file:
        print(widest(file.read()))
elif __name__ == '__main__':
    data, code = run(int(sys.argv[1]), sys.argv[2:])
    with open('tty', 'wb') as file:
        file.write(data)
    sys.exit(code)
