/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/output.h"

#include "cli/width.h"
#include "nss/runtime.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

void cli_print(FILE *file, const char *format, ...)
{
    char *text = NULL;
    va_list list;
    va_start(list, format);
    if (vasprintf(&text, format, list) < 0)
        text = NULL;
    va_end(list);
    if (text)
        cli_text_put(file, text, "\n");
    free(text);
}

void cli_tone(FILE *file, enum cli_tone tone)
{
    static const char *const codes[] = {
        [CLI_PLAIN] = "\033[0m", [CLI_GOOD] = "\033[32m",  [CLI_WARN] = "\033[33m",
        [CLI_BAD] = "\033[31m",  [CLI_STRONG] = "\033[1m",
    };
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (no_color && *no_color)
        return;
    if (!terminal || strcmp(terminal, "dumb") == 0 || !isatty(fileno(file)))
        return;
    fputs(codes[tone], file);
}

void cli_note(const struct cli *cli, const char *format, ...)
{
    char *text = NULL;
    va_list list;
    if (cli->quiet)
        return;
    va_start(list, format);
    if (vasprintf(&text, format, list) < 0)
        text = NULL;
    va_end(list);
    if (text)
        cli_print(stderr, "nss-helper: %s\n", text);
    free(text);
}

/* What to do, where the sentence itself can't know it. */
static const char *advice(enum nh_status status)
{
    switch (status) {
    case NH_USAGE:
        return "\"nss-helper help\" shows the commands, \"nss-helper help COMMAND\" their options.";
    case NH_INTERNAL: return "This is a defect of nss-helper: please report it.";
    case NH_NO_SPACE: return "Make room on the disk, then try again.";
    case NH_NO_KEY: return "Import it into the profile where it was requested: --profile NAME.";
    case NH_PASSWORD: return "It came with the file; a portal may call it access PIN.";
    case NH_TLS:
        return "Where its CA is not known here, name its root, which you have from the CA itself:\n"
               "  --cacert FILE, or --fingerprint SHA-256.";
    case NH_NO_PINENTRY:
        return "Or give it with --password-file or --password-fd; a profile's with\n"
               "  --primary-password-file or --primary-password-fd.";
    case NH_NO_IDENTITY: return "\"nss-helper list\" shows what is there.";
    case NH_MANY_IDENTITIES: return "Give more digits of the fingerprint.";
    case NH_NO_PROFILE:
        return "\"nss-helper profiles\" lists them; --profile takes a name or a folder.";
    default: return NULL;
    }
}

void cli_complain(const char *about, const struct nh_error *err)
{
    const char *to_do = advice(err->status);
    fflush(stdout);
    cli_tone(stderr, CLI_BAD);
    fputs("nss-helper:", stderr);
    cli_tone(stderr, CLI_PLAIN);
    if (about)
        cli_print(stderr, " %s:", about);
    cli_print(stderr, " %s", err->message);
    if (*err->cause)
        cli_print(stderr, " [%s]", err->cause);
    fputc('\n', stderr);
    if (to_do)
        fprintf(stderr, "  %s\n", to_do);
}

void cli_json_add(struct cJSON *object, const char *name, const char *value)
{
    if (value)
        cJSON_AddStringToObject(object, name, value);
    else
        cJSON_AddNullToObject(object, name);
}

struct cJSON *cli_json_error(const struct nh_error *err)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "code", err->status);
    cJSON_AddStringToObject(object, "name", nh_status_name(err->status));
    cJSON_AddStringToObject(object, "cause", err->cause);
    cJSON_AddStringToObject(object, "message", err->message);
    return object;
}

struct cJSON *cli_document(struct cli *cli)
{
    if (!cli->document)
        cli->document = cJSON_CreateObject();
    return cli->document;
}

static void show_document(struct cli *cli, enum nh_status status, const struct nh_error *err)
{
    cJSON *document = cli_document(cli);
    if (status)
        cJSON_AddItemToObject(document, "error", cli_json_error(err));
    char *text = cJSON_Print(document);
    if (text)
        cli_text_put(stdout, text, "\n\t");
    fputc('\n', stdout);
    cJSON_free(text);
}

enum nh_status cli_finish(struct cli *cli, enum nh_status status, struct nh_error *err)
{
    if (cli->json)
        show_document(cli, status, err);
    else if (status && !cli->reported)
        cli_complain(NULL, err);
    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && !status) {
        status = nh_fail_errno(err, NH_IO, errno, "The output could not be written.");
        cli_complain(NULL, err);
    }
    return status;
}

const char *cli_id(const char *fingerprint, char text[CLI_ID_SIZE])
{
    size_t length = 0;
    for (; *fingerprint && length < CLI_ID_SIZE - 1; fingerprint++)
        if (*fingerprint != ':')
            text[length++] = *fingerprint;
    text[length] = '\0';
    return text;
}

const char *cli_date(time_t time, char text[CLI_DATE_SIZE])
{
    struct tm parts;
    text[0] = '\0';
    if (localtime_r(&time, &parts))
        strftime(text, CLI_DATE_SIZE, "%Y-%m-%d", &parts);
    return text;
}

static const char *progress;
static volatile sig_atomic_t progress_shown;
/* Only write(2): a signal handler may do no more. */
static void progress_tick(int number)
{
    const char *text = progress_shown ? "." : progress;
    int saved = errno;
    (void)number;
    progress_shown = 1;
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        progress_shown = 0;
    errno = saved;
}

void cli_progress_begin(const struct cli *cli, const char *text)
{
    struct sigaction action = {.sa_handler = progress_tick, .sa_flags = SA_RESTART};
    struct itimerval every = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};
    if (cli->quiet || !isatty(STDERR_FILENO))
        return;
    progress = text;
    progress_shown = 0;
    if (sigaction(SIGALRM, &action, NULL) == 0)
        setitimer(ITIMER_REAL, &every, NULL);
}

void cli_progress_end(void)
{
    struct itimerval never = {.it_value = {.tv_sec = 0}};
    setitimer(ITIMER_REAL, &never, NULL);
    if (progress_shown)
        fputc('\n', stderr);
    progress_shown = 0;
}

void cli_json_profile(struct cli *cli)
{
    cJSON *profile = cJSON_AddObjectToObject(cli_document(cli), "profile");
    cli_json_add(profile, "name", cli->chosen.name);
    cli_json_add(profile, "path", cli->chosen.path);
}

void cli_json_nss(struct cli *cli)
{
    cli_json_add(cli_document(cli), "nss", nh_runtime_nss_version());
    cli_json_add(cli_document(cli), "nssPath", nh_runtime_nss_folder());
}
