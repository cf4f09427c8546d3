/* SPDX-License-Identifier: MPL-2.0 */
/* Output of the command: text, colour, errors, JSON. */
#ifndef NH_CLI_OUTPUT_H
#define NH_CLI_OUTPUT_H

#include "cli/cli.h"
#include <stdio.h>
#include <time.h>

/* As fprintf, with harmful characters replaced as in width.h; line ends stay. */
void cli_print(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The colour of the text that follows. Used on terminals only, and not with NO_COLOR. */
enum cli_tone { CLI_PLAIN, CLI_GOOD, CLI_WARN, CLI_BAD, CLI_STRONG };
void cli_tone(FILE *file, enum cli_tone tone);

/* A remark on standard error, unless --quiet; cli->about is put before it. */
void cli_note(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Show an error: `nss-helper: [about:] sentence`, and what to do. `about` may be NULL. */
void cli_complain(const char *about, const struct nh_error *err);

/* Put the name of a file before the message. Returns the status of *err. */
enum nh_status cli_fail_file(const char *name, struct nh_error *err);

/* cli->document, created as an empty object if needed; owned by cli. */
struct cJSON *cli_document(struct cli *cli);

/* A new object {"code":…,"name":…,"cause":…,"message":…}. */
struct cJSON *cli_json_error(const struct nh_error *err);

/* Add a string; NULL becomes null. */
void cli_json_add(struct cJSON *object, const char *name, const char *value);

/* Move all members of an object into the document, and delete it. */
void cli_json_take(struct cli *cli, struct cJSON *object);

/* Add "format" to documents whose form the manual promises to keep. */
#define CLI_FORMAT 1
void cli_json_format(struct cli *cli);

/* Add "profile":{"name","path"}, or "nss" and "nssPath", to the document. */
void cli_json_profile(struct cli *cli);
void cli_json_nss(struct cli *cli);

/* Show the document or the error. Returns `status`, or NH_IO when the output could not be
   written. */
enum nh_status cli_finish(struct cli *cli, enum nh_status status, struct nh_error *err);

/* The short fingerprint that `list` shows, long enough to distinguish the certificates of a
   profile. */
#define CLI_ID_SIZE 13
const char *cli_id(const char *fingerprint, char text[CLI_ID_SIZE]);

/* "2028-12-23", the local date. */
#define CLI_DATE_SIZE 32
const char *cli_date(time_t time, char text[CLI_DATE_SIZE]);

/* "2028-12-23 18:05", the local date and time. */
const char *cli_time(time_t time, char text[CLI_DATE_SIZE]);

#endif
