/* SPDX-License-Identifier: MPL-2.0 */
/* What the command shows: text, colour, errors, JSON. */
#ifndef NH_CLI_OUTPUT_H
#define NH_CLI_OUTPUT_H

#include "cli/cli.h"
#include <stdio.h>
#include <time.h>

/* printf, with all but the line ends made harmless as in text.h. */
void cli_print(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the next words mean. Shown on a terminal only, and never with NO_COLOR. */
enum cli_tone { CLI_PLAIN, CLI_GOOD, CLI_WARN, CLI_BAD, CLI_STRONG };
void cli_tone(FILE *file, enum cli_tone tone);

/* A remark on standard error, unless --quiet; cli->about goes before it. */
void cli_note(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* `nss-helper: [about:] sentence`, and what to do. `about` may be NULL. */
void cli_complain(const char *about, const struct nh_error *err);

/* The message of what is wrong in a file, beginning with its name. The status of *err. */
enum nh_status cli_fail_file(const char *name, struct nh_error *err);

/* cli->document, an empty object at first. */
struct cJSON *cli_document(struct cli *cli);

/* {"code":…,"name":…,"cause":…,"message":…}, new. */
struct cJSON *cli_json_error(const struct nh_error *err);

/* A string under a name; NULL becomes null. */
void cli_json_add(struct cJSON *object, const char *name, const char *value);

/* "format": of a document that the manual promises to be stable, for inventory programs. */
#define CLI_FORMAT 1
void cli_json_format(struct cli *cli);

/* Into the document: "profile":{"name","path"}; "nss" and "nssPath". */
void cli_json_profile(struct cli *cli);
void cli_json_nss(struct cli *cli);

/* Show the document, or the error. NH_IO when the output did not get out. */
enum nh_status cli_finish(struct cli *cli, enum nh_status status, struct nh_error *err);

/* The short fingerprint by which `list` names a certificate: enough to tell apart what one
   profile holds. */
#define CLI_ID_SIZE 13
const char *cli_id(const char *fingerprint, char text[CLI_ID_SIZE]);

/* "2028-12-23", the local date. */
#define CLI_DATE_SIZE 32
const char *cli_date(time_t time, char text[CLI_DATE_SIZE]);

/* "2028-12-23 18:05", the local date and hour. */
const char *cli_time(time_t time, char text[CLI_DATE_SIZE]);

#endif
