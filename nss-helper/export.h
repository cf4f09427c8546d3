/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An identity for another program: a file that this program reads, always under a
 * password, written where others can't see it (private.h), and read back.
 */
#ifndef NH_EXPORT_H
#define NH_EXPORT_H

#include "status.h"
#include <stdbool.h>

struct nh_buf;
struct nh_journal;
struct nh_names;
struct nh_wifi;
struct nh_wifi_parts;

/* Add a Wi-Fi profile to `out`: wifi.h. */
typedef bool nh_wifi_write(const struct nh_wifi_parts *parts, struct nh_buf *out);

enum nh_form { NH_FORM_P12, NH_FORM_P12_OLD, NH_FORM_PEM };

/* What a program, or a kind of them, reads. */
struct nh_target {
    const char *name;      /* "windows" */
    const char *about;     /* for a list of them */
    enum nh_form form;     /* see p12write.h and pemwrite.h */
    const char *extension; /* ".p12" */
    bool ascii;            /* its password must be ASCII */
    nh_wifi_write *wifi;   /* NULL: no Wi-Fi profile */
    const char *file;      /* of a profile that lies in a folder, beside its .p12 and CA */
    const char *const *steps[2]; /* what a person does there: English, Japanese; NULL ends it.
                                    "{}" stands for what was written */
};

extern const struct nh_target nh_targets[]; /* ends with a NULL name */

/* NH_USAGE, with the list, when there is no such target. */
enum nh_status nh_target_find(const char *name, const struct nh_target **out,
                              struct nh_error *err);

/* What a person does with what was written there, in this language ("ja", else English). */
enum nh_status nh_target_steps(const struct nh_target *target, const char *language,
                               const char *written, struct nh_names *out, struct nh_error *err);

/* May this password protect a file for the target? NH_USAGE, and why not. */
enum nh_status nh_target_judge(const struct nh_target *target, const char *password,
                               struct nh_error *err);

/* The name of the identity with this fingerprint, allocated. NH_NO_IDENTITY, and the errors of
   nh_store_open. */
enum nh_status nh_export_name(const char *profile_path, const char *fingerprint, char **name,
                              struct nh_error *err);

/* Where it goes, as in private.h: a new file, or a folder where the target has several. */
struct nh_export_place {
    const char *path; /* NULL: the download folder, under the identity's name */
    bool shared;
};

/*
 * Write the identity with this fingerprint, under a password in UTF-8, and open the file
 * with it. `wifi`: for a Wi-Fi target, as nh_wifi_check left it; else NULL. *written is
 * allocated. NH_USAGE as nh_target_judge, NH_NO_IDENTITY, NH_NOT_PROVEN when the file that was
 * written does not open, the errors of nh_store_open and private.h: then nothing is left of
 * it. It is noted down in the journal (copies.h).
 */
enum nh_status nh_export_write(struct nh_journal *journal, const char *profile_path,
                               const char *fingerprint, const struct nh_target *target,
                               const char *password, const struct nh_wifi *wifi,
                               const struct nh_export_place *place, char **written,
                               struct nh_error *err);

#endif
