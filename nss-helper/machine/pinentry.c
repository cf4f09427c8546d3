/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/pinentry.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/utf8.h"
#include "machine/attendant.h"
#include "machine/config.h"
#include "machine/withdrawal.h"

#include <assuan.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECONDS "600"
#define REPETITIONS 3

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

bool nh_pinentry_has_display(void)
{
    return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

/* There may be a terminal even if standard input and output are pipes. */
static bool find_terminal(char path[PATH_MAX])
{
    for (int fd = 0; fd <= 2; fd++) {
        if (isatty(fd) && ttyname_r(fd, path, PATH_MAX) == 0)
            return true;
    }
    return false;
}

static bool is_program(const char *path)
{
    struct stat st;
    return path[0] == '/' && stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static char *find_in_path(const char *name)
{
    const char *path = getenv("PATH");
    if (!path || !*path)
        path = "/usr/local/bin:/usr/bin:/bin";
    while (*path) {
        char *program = NULL;
        int length = (int)strcspn(path, ":");
        if (asprintf(&program, "%.*s/%s", length, path, name) < 0)
            return NULL;
        if (is_program(program))
            return program;
        free(program);
        path += length;
        path += *path == ':';
    }
    return NULL;
}

static char *find_any(const char *const *names)
{
    char *program = NULL;
    for (; *names && !program; names++)
        program = find_in_path(*names);
    return program;
}

char *nh_pinentry_find(bool graphical)
{
    /* "pinentry-x11" is the administrator's choice in Debian; "pinentry" is last, because it is
       often the one for the terminal. */
    static const char *const windows[] = {"pinentry-x11",
                                          "pinentry-gnome3",
                                          "pinentry-qt",
                                          "pinentry-qt6",
                                          "pinentry-qt5",
                                          "pinentry-gtk-2",
                                          "pinentry-gtk",
                                          "pinentry-fltk",
                                          "pinentry-efl",
                                          "pinentry",
                                          NULL};
    static const char *const terminals[] = {"pinentry-curses", "pinentry-tty", "pinentry", NULL};
    return find_any(graphical ? windows : terminals);
}

const char *nh_pinentry_package(void)
{
    const char *desktop = getenv("XDG_CURRENT_DESKTOP");
    return desktop && strstr(desktop, "KDE") ? "pinentry-qt" : "pinentry-gnome3";
}

static enum nh_status fail_none(struct nh_error *err)
{
    if (!nh_pinentry_has_display())
        return nh_fail(
            err, NH_NO_PINENTRY, NULL,
            "A password is needed, but there is neither a desktop nor a terminal with a pinentry "
            "to ask for it. Debian: sudo apt install pinentry-curses");
    return nh_fail(
        err, NH_NO_PINENTRY, NULL,
        "A password is needed, but no program that can ask for it in a window is installed. "
        "Debian: sudo apt install %s",
        nh_pinentry_package());
}

char *nh_pinentry_program(struct nh_error *err)
{
    char terminal[PATH_MAX] = "";
    char *program = nh_config_read("pinentry-program");
    if (program && !is_program(program)) {
        nh_fail(err, NH_NO_PINENTRY, NULL,
                "A password is needed, but the pinentry-program in nss-helper.conf, %s, is not a "
                "program.",
                program);
        free(program);
        return NULL;
    }
    if (!program && nh_pinentry_has_display())
        program = nh_pinentry_find(true);
    if (!program && find_terminal(terminal))
        program = nh_pinentry_find(false);
    if (!program)
        fail_none(err);
    return program;
}

/* In the child: end it when this program ends, which may have happened already, and unblock
   signals. */
static void prepare_child(void *parent, int reserved)
{
    sigset_t none;
    (void)reserved;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != *(pid_t *)parent)
        _exit(1);
}

/* Percent-escape a text for the Assuan protocol, whose lines have at most 1000 bytes. */
static void escape(const char *text, char *out, size_t size)
{
    size_t used = 0, length = strlen(text);
    while (length && used + 4 < size) {
        uint32_t character = 0;
        size_t step = nh_utf8_next(text, length, &character);
        if (*text == '\n' || *text == '%')
            used += (size_t)snprintf(out + used, size - used, "%%%02X", (unsigned char)*text);
        else if (step == 0 || nh_utf8_harmful(character))
            out[used++] = '?';
        else
            for (size_t i = 0; i < step; i++)
                out[used++] = text[i];
        text += step ? step : 1;
        length -= step ? step : 1;
    }
    out[used] = '\0';
}

static gpg_error_t say(assuan_context_t pinentry, const char *command, const char *text)
{
    char line[ASSUAN_LINELENGTH], words[900];
    if (!text)
        return 0;
    escape(text, words, sizeof words);
    snprintf(line, sizeof line, "%s%s", command, words);
    gpg_error_t error = assuan_transact(pinentry, line, NULL, NULL, NULL, NULL, NULL, NULL);
    explicit_bzero(line, sizeof line);
    explicit_bzero(words, sizeof words);
    return error;
}

/* Errors are ignored: a pinentry that does not know an option or a command can still ask. */
static void introduce(assuan_context_t pinentry)
{
    char terminal[PATH_MAX] = "";
    if (find_terminal(terminal)) {
        say(pinentry, "OPTION ttyname=", terminal);
        say(pinentry, "OPTION ttytype=", getenv("TERM"));
    }
    const char *all = is_set("LC_ALL") ? getenv("LC_ALL") : NULL;
    const char *ctype = all ? all : is_set("LC_CTYPE") ? getenv("LC_CTYPE") : getenv("LANG");
    const char *messages = all                     ? all
                           : is_set("LC_MESSAGES") ? getenv("LC_MESSAGES")
                                                   : getenv("LANG");
    say(pinentry, "OPTION lc-ctype=", ctype);
    say(pinentry, "OPTION lc-messages=", messages);
    say(pinentry, "SETTIMEOUT ", SECONDS);
    say(pinentry, "SETTITLE ", "NSS Helper");
}

static void describe(assuan_context_t pinentry, const struct nh_question *question)
{
    introduce(pinentry);
    say(pinentry, "OPTION default-capshint=", question->caps);
    say(pinentry, "SETDESC ", question->text);
    say(pinentry, "SETPROMPT ", question->prompt);
    say(pinentry, "SETOK ", question->ok);
    say(pinentry, "SETCANCEL ", question->cancel);
    say(pinentry, "SETERROR ", question->error);
    say(pinentry, "SETREPEAT ", question->again);
    say(pinentry, "SETREPEATERROR ", question->mismatch);
    say(pinentry, "SETQUALITYBAR ", question->quality);
}

static gpg_error_t take(void *context, const void *data, size_t length)
{
    return nh_buf_add(context, data, length) ? 0 : gpg_error(GPG_ERR_TOO_LARGE);
}

/* The strength from 0 to 100, by length and kinds of characters. */
static int strength(const char *password)
{
    bool lower = false, upper = false, digit = false, other = false;
    int length = 0;
    for (; *password; password++) {
        unsigned char c = (unsigned char)*password;
        length += (c & 0xc0) != 0x80;
        lower |= c >= 'a' && c <= 'z';
        upper |= c >= 'A' && c <= 'Z';
        digit |= c >= '0' && c <= '9';
        other |= c > 'z' || (c < '0' && c > 0);
    }
    int score = length * (3 + lower + upper + digit + other);
    return score > 100 ? 100 : score;
}

/* A pinentry with a bar asks for the strength while the person types. */
static gpg_error_t answer_inquiry(void *pinentry, const char *line)
{
    char digits[12];
    if (strncmp(line, "QUALITY ", 8) != 0)
        return gpg_error(GPG_ERR_ASS_UNKNOWN_INQUIRE);
    snprintf(digits, sizeof digits, "%d", strength(line + 8));
    return assuan_send_data(pinentry, digits, strlen(digits));
}

static enum nh_status fail_asking(gpg_error_t error, const char *program, struct nh_error *err)
{
    switch (gpg_err_code(error)) {
    case GPG_ERR_CANCELED:
    case GPG_ERR_FULLY_CANCELED: return nh_fail(err, NH_CANCELLED, NULL, "You cancelled.");
    case GPG_ERR_TIMEOUT:
        return nh_fail(err, NH_CANCELLED, NULL, "No password was entered for ten minutes.");
    case GPG_ERR_BAD_PASSPHRASE:
        return nh_fail(err, NH_CANCELLED, NULL, "The two passwords do not match.");
    case GPG_ERR_TOO_LARGE:
        return nh_fail(err, NH_TOO_LARGE, NULL, "A password can have at most %d bytes.",
                       NH_PASSWORD_MAX);
    default:
        if (nh_pinentry_has_display())
            return nh_fail(
                err, NH_NO_PINENTRY, NULL,
                /* TRANSLATORS: a program, and why: words of a library. */
                "A password is needed, but %s can't ask for it here (%s). Debian: sudo apt install "
                "pinentry-gnome3",
                program, gpg_strerror(error));
        return nh_fail(err, NH_NO_PINENTRY, NULL,
                       "A password is needed, but %s can't ask for it here (%s).", program,
                       gpg_strerror(error));
    }
}

static gpg_error_t note_status(void *context, const char *line)
{
    bool *repeated = context;
    *repeated |= strncmp(line, "PIN_REPEATED", 12) == 0;
    return 0;
}

/* *repeated: pinentry had it typed twice, and both were the same. */
static gpg_error_t get(assuan_context_t pinentry, struct nh_buf *out, bool *repeated)
{
    return assuan_transact(pinentry, "GETPIN", take, out, answer_inquiry, pinentry, note_status,
                           repeated);
}

static bool is_same(const struct nh_buf *one, const struct nh_buf *other)
{
    return one->length == other->length &&
           (one->length == 0 || memcmp(one->data, other->data, one->length) == 0);
}

/* Ask a second time, for a pinentry that can't do so itself. */
static gpg_error_t get_again(assuan_context_t pinentry, const struct nh_question *question,
                             struct nh_buf *out)
{
    struct nh_buf second = {.limit = NH_PASSWORD_MAX, .secret = true};
    bool unused;
    say(pinentry, "SETPROMPT ", question->again);
    gpg_error_t error = get(pinentry, &second, &unused);
    if (!error && !is_same(out, &second))
        error = gpg_error(GPG_ERR_BAD_PASSPHRASE);
    nh_buf_reset(&second);
    return error;
}

static gpg_error_t ask(assuan_context_t pinentry, const struct nh_question *question,
                       struct nh_buf *out)
{
    gpg_error_t error = gpg_error(GPG_ERR_BAD_PASSPHRASE);
    describe(pinentry, question);
    assuan_begin_confidential(pinentry);
    for (int tried = 0; gpg_err_code(error) == GPG_ERR_BAD_PASSPHRASE && tried < REPETITIONS;
         tried++) {
        bool repeated = false;
        nh_buf_reset(out);
        if (tried) {
            say(pinentry, "SETPROMPT ", question->prompt);
            say(pinentry, "SETERROR ", question->mismatch);
        }
        error = get(pinentry, out, &repeated);
        if (!error && question->again && !repeated)
            error = get_again(pinentry, question, out);
    }
    assuan_end_confidential(pinentry);
    return error;
}

/* A descriptor of ours is closed when it starts. */
static void __attribute__((noreturn)) become(const char *program, int line, pid_t parent)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (dup2(line, STDIN_FILENO) < 0 || dup2(line, STDOUT_FILENO) < 0 ||
        dup2(nowhere, STDERR_FILENO) < 0)
        _exit(1);
    prepare_child(&parent, 0);
    execl(program, program, NULL);
    _exit(1);
}

pid_t nh_pinentry_start(int *fd)
{
    int ends[2];
    pid_t parent = getpid(), pid = -1;
    char *program = nh_pinentry_program(NULL);
    if (program && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
        pid = fork();
        if (pid == 0)
            become(program, ends[1], parent);
        close(ends[1]);
        if (pid > 0)
            *fd = ends[0];
        else
            close(ends[0]);
    }
    free(program);
    return pid > 0 ? pid : 0;
}

/* A pinentry that runs. */
struct window {
    assuan_context_t pinentry;
    pid_t pid;
    struct nh_withdrawal withdrawal;
};

static gpg_error_t connect_to(const char *program, struct window *window)
{
    const char *argv[] = {program, NULL}, *language = getenv("LANGUAGE");
    pid_t parent = getpid();
    struct nh_errand_reply reply;
    gpg_error_t error;
    if (!nh_attendant_does(NH_ERRAND_WINDOW, language ? language : "", &reply)) {
        error =
            assuan_pipe_connect(window->pinentry, program, argv, NULL, prepare_child, &parent, 0);
        window->pid = error ? 0 : assuan_get_pid(window->pinentry);
        return error;
    }
    window->pid = (pid_t)reply.number;
    return reply.fd < 0 ? gpg_error(GPG_ERR_ASS_SERVER_START)
                        : assuan_socket_connect_fd(window->pinentry, reply.fd, 0);
}

static gpg_error_t start(const char *program, struct window *window)
{
    gpg_error_t error = assuan_new(&window->pinentry);
    if (error)
        return error;
    assuan_set_flag(window->pinentry, ASSUAN_NO_LOGGING, 1);
    error = connect_to(program, window);
    if (!error)
        nh_withdrawal_begin(&window->withdrawal, window->pid);
    return error;
}

/* It has ended when this returns. */
static void end(struct window *window)
{
    struct nh_errand_reply reply;
    assuan_release(window->pinentry);
    if (window->pid > 0)
        nh_attendant_does(NH_ERRAND_WAIT, "", &reply);
}

/* The answer does not count if the question was withdrawn meanwhile. */
static gpg_error_t unless_withdrawn(struct nh_withdrawal *withdrawal, gpg_error_t error)
{
    return nh_withdrawal_end(withdrawal) ? gpg_error(GPG_ERR_CANCELED) : error;
}

/* Show a window without a text field, with one button or two. */
static enum nh_status show(const char *text, const char *ok, const char *cancel,
                           struct nh_error *err)
{
    struct window window = {.pinentry = NULL};
    char *program = nh_pinentry_program(err);
    if (!program)
        return NH_NO_PINENTRY;
    gpg_error_t error = start(program, &window);
    if (!error) {
        assuan_context_t pinentry = window.pinentry;
        introduce(pinentry);
        assuan_begin_confidential(pinentry);
        say(pinentry, "SETDESC ", text);
        say(pinentry, "SETOK ", ok);
        if (cancel)
            say(pinentry, "SETCANCEL ", cancel);
        error = assuan_transact(pinentry, cancel ? "CONFIRM" : "MESSAGE", NULL, NULL, NULL, NULL,
                                NULL, NULL);
        assuan_end_confidential(pinentry);
        error = unless_withdrawn(&window.withdrawal, error);
    }
    enum nh_status status = error ? fail_asking(error, program, err) : NH_OK;
    end(&window);
    free(program);
    return status;
}

enum nh_status nh_pinentry_show(const char *text, const char *ok, struct nh_error *err)
{
    return show(text, ok, NULL, err);
}

enum nh_status nh_pinentry_confirm(const char *text, const char *ok, const char *cancel,
                                   struct nh_error *err)
{
    return show(text, ok, cancel, err);
}

enum nh_status nh_pinentry_ask(const struct nh_question *question, struct nh_buf *out,
                               struct nh_error *err)
{
    struct nh_buf line = {.limit = NH_PASSWORD_MAX + 1, .secret = true};
    struct window window = {.pinentry = NULL};
    char *program = nh_pinentry_program(err);
    if (!program)
        return NH_NO_PINENTRY;
    gpg_error_t error = start(program, &window);
    if (!error)
        error = unless_withdrawn(&window.withdrawal, ask(window.pinentry, question, &line));
    enum nh_status status = NH_OK;
    if (error)
        status = fail_asking(error, program, err);
    else if (line.length && memchr(line.data, '\0', line.length))
        status = nh_fail(err, NH_BAD_DATA, NULL, "A password can't contain a NUL.");
    else
        status = nh_buf_append(&line, "", 1, err);
    end(&window);
    free(program);
    if (status)
        nh_buf_reset(&line);
    else
        *out = line;
    return status;
}
