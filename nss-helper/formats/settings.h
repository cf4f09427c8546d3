/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Network settings for one person, as geteduroam and similar services hand them out: an .eap-config
 * (draft-winter-opsawg-eap-metadata) or Apple's .mobileconfig (Configuration Profile Reference),
 * signed or not. They may contain the person's PKCS#12 file and its passphrase; anybody who had
 * such a file could use the key. export/netfile.h reads the settings of the network itself; its CAs
 * are not stored in a profile.
 */
#ifndef NH_FORMATS_SETTINGS_H
#define NH_FORMATS_SETTINGS_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_xml;

struct nh_settings {
    const char *kind;         /* ".eap-config", ".mobileconfig" */
    struct nh_buf pkcs12;     /* empty: none */
    struct nh_buf passphrase; /* UTF-8, with its NUL; empty: not in the file */
};

/* Whether it is such a file. Needs no open store. False also when memory runs out. */
bool nh_settings_recognise(const void *data, size_t length);

/* Read the file. NH_BAD_DATA when it is not such a file, when its base64 is damaged, or when it has
   several persons' PKCS#12 files; NH_TOO_LARGE. */
enum nh_status nh_settings_read(const void *data, size_t length, struct nh_settings *out,
                                struct nh_error *err);

/* Zero and free the content. */
void nh_settings_reset(struct nh_settings *settings);

/* The XML document, without its signature, which is not checked: the person knows where the file
   came from. The caller frees *root. The errors of nh_xml_parse. */
enum nh_status nh_settings_parse(const void *data, size_t length, struct nh_xml **root,
                                 struct nh_error *err);

#endif
