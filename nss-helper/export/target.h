/* SPDX-License-Identifier: MPL-2.0 */
/* A program, or a kind of them, that an identity is exported for. */
#ifndef NH_EXPORT_TARGET_H
#define NH_EXPORT_TARGET_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;
struct nh_names;
struct nh_wifi_parts;

/* Add a Wi-Fi profile to `out`, of wifi.h. False without memory. */
typedef bool nh_wifi_write(const struct nh_wifi_parts *parts, struct nh_buf *out);

enum nh_form { NH_FORM_P12, NH_FORM_P12_OLD, NH_FORM_PEM };

/* Patterns of servers' names, as a program takes them. Apple's devices know them. wpa_supplicant,
   and NetworkManager by it, look at whole names or at the ends of all. What Windows and
   geteduroam make of one is not certain. */
enum nh_patterns { NH_PATTERNS_NONE, NH_PATTERNS_ALONE /* and no whole names */, NH_PATTERNS_ANY };

/* What a program, or a kind of them, reads. */
struct nh_target {
    const char *name;          /* "windows" */
    const char *about;         /* for a list of them */
    const char *const *also;   /* what people call it, and the pages; NULL ends it. Or NULL */
    enum nh_form form;         /* see p12write.h and pemwrite.h */
    const char *extension;     /* ".p12" */
    bool ascii;                /* its password must be ASCII */
    nh_wifi_write *wifi;       /* NULL: no Wi-Fi profile */
    enum nh_patterns patterns; /* "*.example.ac.jp", in a Wi-Fi profile */
    const char *file;          /* of a profile that lies in a folder, beside its .p12 and CA */
    const char *const *steps;  /* what a person does there (gettext); NULL ends it. "{}" stands
                                  for what was written */
};

/* What a person does with what was written there, in their language. */
enum nh_status nh_target_steps(const struct nh_target *target, const char *written,
                               struct nh_names *out, struct nh_error *err);

/* Is it the file that the person keeps? */
bool nh_target_is_backup(const struct nh_target *target);

/* May this password protect a file for the target? `weak`: also a short one. NH_USAGE, and why
   not. */
enum nh_status nh_target_judge(const struct nh_target *target, bool weak, const char *password,
                               struct nh_error *err);

#endif
