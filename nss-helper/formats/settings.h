/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The settings of a network for one person, as geteduroam and its like hand them out: an
 * .eap-config (draft-winter-opsawg-eap-metadata) or Apple's .mobileconfig (Configuration Profile
 * Reference), also a signed one. A PKCS#12 file of the person may be in them, and its passphrase
 * beside it: whoever has had such a file has had the key. What they say of the network is
 * export/netfile.h's to read; its CAs are no business of a profile.
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
    struct nh_buf pkcs12;     /* empty: it has none */
    struct nh_buf passphrase; /* UTF-8, with its NUL; empty: it is not in the file */
};

/* Is it such a file? Without an open store, too. False also for want of memory. */
bool nh_settings_recognise(const void *data, size_t length);

/* NH_BAD_DATA when it is none, when its base64 is damaged, and when several persons' files are
   in it; NH_TOO_LARGE. */
enum nh_status nh_settings_read(const void *data, size_t length, struct nh_settings *out,
                                struct nh_error *err);

/* Zeroed. */
void nh_settings_reset(struct nh_settings *settings);

/* Its document, without the signature, which is not judged: who gave the file to the person is for
   the person to know. The errors of nh_xml_parse. */
enum nh_status nh_settings_parse(const void *data, size_t length, struct nh_xml **root,
                                 struct nh_error *err);

#endif
