/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The sites that an administrator has named for everybody on this machine. Only root may have
 * written the list, and the files that it names. It is read anew each time.
 */
#ifndef NH_MACHINE_SITES_H
#define NH_MACHINE_SITES_H

#include "base/site.h"
#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

#define NH_SITES_FILE "/etc/nss-helper/sites"
#define NH_SITES_MAX 64       /* in a list */
#define NH_SITES_NAME_MAX 128 /* bytes of a name */

/* What is not given is NULL. */
struct nh_listed {
    char site[NH_SITE_SIZE];
    char *name;     /* for people */
    char *login;    /* address of the portal, where certificates are renewed and revoked */
    char *test;     /* address of a page that asks for the certificate, to try it */
    char *est;      /* address of its EST server */
    char *est_root; /* file with the root that the EST server is believed by */
    char *wifi;     /* file with the settings of the Wi-Fi (.eap-config, .mobileconfig) */
};

struct nh_sites {
    bool there;  /* there is a list */
    bool locked; /* no other sites are allowed */
    struct nh_listed *items;
    size_t count;
};

/* Without a list *out is empty, which is no error. NH_SITE_LIST names the line that is wrong, or
   who else may change it: then nothing of it counts, and no site is allowed. */
enum nh_status nh_sites_read(struct nh_sites *out, struct nh_error *err);
void nh_sites_reset(struct nh_sites *sites);

/* The entry of this site, whatever its port, as Firefox grants it; or NULL. */
const struct nh_listed *nh_sites_find(const struct nh_sites *sites, const char *site);

/* May this site be used? Any may without a list, or with one that is not locked; "" stands for no
   site, as of a file that the person has chosen. NH_OTHER_SITE, NH_SITE_LIST. */
enum nh_status nh_sites_allow(const char *site, struct nh_error *err);

/* The same of an address where the person logs in: that of the list may be elsewhere. */
enum nh_status nh_sites_allow_login(const char *address, struct nh_error *err);

/* Read a file that the list names. NH_SITE_LIST when it can't be read, or others may change it. */
enum nh_status nh_sites_read_file(const char *path, struct nh_buf *out, struct nh_error *err);

#endif
