/* SPDX-License-Identifier: MPL-2.0 */
/* A target of export: a program, or a kind of programs. */
#ifndef NH_EXPORT_TARGET_H
#define NH_EXPORT_TARGET_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;
struct nh_names;
struct nh_wifi_parts;

/* Append a Wi-Fi profile to `out`. False without memory. */
typedef bool nh_wifi_write(const struct nh_wifi_parts *parts, struct nh_buf *out);

enum nh_form { NH_FORM_P12, NH_FORM_P12_OLD, NH_FORM_PEM };

/* Which patterns of server names a program supports. Apple's devices support any. wpa_supplicant,
   and so NetworkManager, compares either whole names or the ends of all. What Windows and
   geteduroam do with patterns is not certain. */
enum nh_patterns { NH_PATTERNS_NONE, NH_PATTERNS_ALONE /* and no whole names */, NH_PATTERNS_ANY };

/* What such a program reads. */
struct nh_target {
    const char *name;          /* "windows" */
    const char *about;         /* description in a list */
    const char *const *also;   /* other names, ended by NULL; or NULL */
    enum nh_form form;         /* see p12write.h and pemwrite.h */
    const char *extension;     /* ".p12" */
    bool ascii;                /* its password must be ASCII */
    nh_wifi_write *wifi;       /* NULL: no Wi-Fi profile */
    enum nh_patterns patterns; /* "*.example.ac.jp", in a Wi-Fi profile */
    const char *file;          /* name of a profile in a folder with its .p12 and CA; or NULL */
    const char *const *steps;  /* what to do in the program (msgids), ended by NULL; "{}" stands for
                                  the written path, and a command is between backticks */
};

/* Add the steps for the written path to `out`, in the person's language. With `marked`, a command
   is what stands between the first and the last backtick of a step; else none has its marks. */
enum nh_status nh_target_steps(const struct nh_target *target, const char *written, bool marked,
                               struct nh_names *out, struct nh_error *err);

/* Whether the target is a backup. */
bool nh_target_is_backup(const struct nh_target *target);

/* Check a password for a file for this target. `weak`: allow a short one. NH_USAGE. */
enum nh_status nh_target_judge(const struct nh_target *target, bool weak, const char *password,
                               struct nh_error *err);

#endif
