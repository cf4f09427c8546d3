/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The administrator's list of sites for all users of this machine. Only root may be able to change
 * it and the files that it names. It is read again at each call.
 */
#ifndef NH_MACHINE_SITES_H
#define NH_MACHINE_SITES_H

#include "base/site.h"
#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

#define NH_SITES_FILE "/etc/nss-helper/sites"
#define NH_SITES_MAX 64       /* most sites in a list */
#define NH_SITES_NAME_MAX 128 /* bytes of a name */

/* An entry; values that are not given are NULL. */
struct nh_listed {
    char site[NH_SITE_SIZE];
    char *name;     /* to show to people */
    char *login;    /* address of the portal, to renew and revoke certificates */
    char *test;     /* address of a page that asks for a certificate, to try one */
    char *est;      /* address of its EST server */
    char *est_root; /* file with the root that verifies the EST server */
    char *wifi;     /* file with the Wi-Fi settings (.eap-config, .mobileconfig) */
};

struct nh_sites {
    bool there;  /* there is a list */
    bool locked; /* no other sites are allowed */
    struct nh_listed *items;
    size_t count;
};

/* Read the list; *out is empty without one. The caller resets *out. NH_SITE_LIST when a line is
   wrong, or others may change the list; then no site is allowed. */
enum nh_status nh_sites_read(struct nh_sites *out, struct nh_error *err);

void nh_sites_reset(struct nh_sites *sites);

/* The entry of this site, or NULL. Ports are ignored, as in Firefox's permissions. */
const struct nh_listed *nh_sites_find(const struct nh_sites *sites, const char *site);

/* Check that this site may be used. Without a list, or with one that is not locked, any may; so may
   "", which stands for a file that the person has chosen. NH_OTHER_SITE, NH_SITE_LIST. */
enum nh_status nh_sites_allow(const char *site, struct nh_error *err);

/* The same for the address of a portal; also those that the list names as `login` are allowed. */
enum nh_status nh_sites_allow_login(const char *address, struct nh_error *err);

/* Read a file that the list names. NH_SITE_LIST when it can't be read, or when others may change
   it. */
enum nh_status nh_sites_read_file(const char *path, struct nh_buf *out, struct nh_error *err);

#endif
