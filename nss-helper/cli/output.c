/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/output.h"

#include "base/language.h"
#include "cli/here.h"
#include "cli/progress.h"
#include "cli/wrap.h"
#include "net/httpfail.h"
#include "nss/runtime.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void cli_print(FILE *file, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = cli_format(format, list);
    va_end(list);
    cli_progress_pause();
    if (text)
        cli_text_put(file, text, "\n");
    cli_progress_resume();
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

/* Write the line after the name of the program. */
static void say(const char *about, const char *text, const char *cause)
{
    char *line = NULL;
    size_t column = strlen("nss-helper:");
    if (asprintf(&line, " %s%s%s%s%s%s", about ? about : "", about ? ": " : "", text,
                 *cause ? " [" : "", cause, *cause ? "]" : "") < 0)
        return;
    cli_text_wrap_whole(stderr, line, 2, &column, cli_columns(stderr));
    fputc('\n', stderr);
    free(line);
}

void cli_note(const struct cli *cli, const char *format, ...)
{
    va_list list;
    if (cli->quiet)
        return;
    va_start(list, format);
    char *text = cli_format(format, list);
    va_end(list);
    char *here = text ? cli_here_text(text) : NULL;
    if (here) {
        cli_progress_pause();
        fputs("nss-helper:", stderr);
        say(cli->about, here, "");
        cli_progress_resume();
    }
    free(here);
    free(text);
}

/* Advice that the message itself does not contain. */
static const char *advice(const struct nh_error *err)
{
    switch (err->status) {
    case NH_INTERNAL:
        return N_("nss-helper ran into an internal error. If it happens again, please report it.");
    case NH_NO_SPACE: return N_("Free some space on the disk, then try again.");
    case NH_NO_KEY: return N_("Import it into the profile where you requested it: --profile NAME.");
    case NH_PASSWORD:
        return N_(
            "It is the password that you got with the file, or that you chose when you saved it. "
            "Some portals call it access PIN.");
    case NH_TLS:
        if (strcmp(err->cause, NH_HTTP_UNKNOWN_CA) != 0)
            return NULL;
        return N_("Get the root certificate of the CA from the CA itself, and name it: --cacert "
                  "FILE, or --fingerprint SHA-256.");
    case NH_NO_PINENTRY:
        return N_("Or give the password with --password-file or --password-fd; the primary "
                  "password of a profile with --primary-password-file or --primary-password-fd.");
    case NH_NO_IDENTITY: return N_("To see your certificates: nss-helper list.");
    case NH_MANY_IDENTITIES: return N_("Give more digits of the fingerprint.");
    case NH_NO_PROFILE:
        return N_(
            "To see your profiles: nss-helper profiles. Give a name or a folder from that list.");
    default: return NULL;
    }
}

/* Whether the message already has the name of the file as a word. */
static bool names(const char *sentence, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = sentence; *name && (at = strstr(at, name)); at++)
        if ((at == sentence || at[-1] == ' ') && strchr(" :.", at[length]))
            return true;
    return false;
}

/* Whether the cause adds nothing: "There is no file …" needs no ENOENT. */
static bool says_cause(const struct nh_error *err)
{
    return err->status == NH_NO_INPUT && strcmp(err->cause, "ENOENT") == 0;
}

enum nh_status cli_fail_file(const char *name, struct nh_error *err)
{
    const struct nh_error what = *err;
    if (names(what.message, name))
        return what.status;
    return nh_fail(err, what.status, what.cause, "%s: %s", name, what.message);
}

void cli_complain(const char *about, const struct nh_error *err)
{
    const char *to_do = advice(err);
    char *message = cli_here_text(err->message), *advised = to_do ? cli_here_text(_(to_do)) : NULL;
    cli_progress_pause();
    fflush(stdout);
    cli_tone(stderr, CLI_BAD);
    fputs("nss-helper:", stderr);
    cli_tone(stderr, CLI_PLAIN);
    say(about && !names(err->message, about) ? about : NULL, message ? message : err->message,
        says_cause(err) ? "" : err->cause);
    if (advised)
        cli_line(stderr, 2, "%s", advised);
    cli_progress_resume();
    free(advised);
    free(message);
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

/* Point to the help after a usage error, which is found before a profile is chosen. */
static void offer_help(const struct cli *cli)
{
    if (cli->chosen.path)
        return;
    if (cli->verb)
        cli_line(stderr, 2, _("For help: nss-helper help %s"), cli->verb->name);
    else
        cli_line(stderr, 2, "%s", _("For help: nss-helper help"));
}

enum nh_status cli_finish(struct cli *cli, enum nh_status status, struct nh_error *err)
{
    if (cli->json)
        show_document(cli, status, err);
    else if (status && !cli->reported)
        cli_complain(NULL, err);
    if (status == NH_USAGE && !cli->json && !cli->reported)
        offer_help(cli);
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

const char *cli_time(time_t time, char text[CLI_DATE_SIZE])
{
    struct tm parts;
    text[0] = '\0';
    if (localtime_r(&time, &parts))
        strftime(text, CLI_DATE_SIZE, "%Y-%m-%d %H:%M", &parts);
    return text;
}

void cli_json_format(struct cli *cli)
{
    cJSON_AddNumberToObject(cli_document(cli), "format", CLI_FORMAT);
}

void cli_json_profile(struct cli *cli)
{
    cJSON *profile = cJSON_AddObjectToObject(cli_document(cli), "profile");
    cli_json_add(profile, "name", cli->chosen.name);
    cli_json_add(profile, "path", cli->chosen.path);
}

void cli_json_take(struct cli *cli, cJSON *object)
{
    while (object && object->child) {
        cJSON *member = cJSON_DetachItemViaPointer(object, object->child);
        cJSON_AddItemToObject(cli_document(cli), member->string, member);
    }
    cJSON_Delete(object);
}

void cli_json_nss(struct cli *cli)
{
    cli_json_add(cli_document(cli), "nss", nh_runtime_nss_version());
    cli_json_add(cli_document(cli), "nssPath", nh_runtime_nss_folder());
}
