/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/listed.h"

#include "journal/origin.h"
#include "machine/sites.h"

#include <stdlib.h>
#include <string.h>

char *nh_listed_portal(struct nh_journal *journal, const struct nh_sites *sites, const char *site,
                       const char *fingerprint)
{
    char *own = nh_origin_portal(journal, site, fingerprint);
    const struct nh_listed *listed = nh_sites_find(sites, site);
    if (own && listed && listed->login && (sites->locked || !*own)) {
        free(own);
        own = strdup(listed->login);
    }
    return own;
}

/* The only file in the list, or NULL. Several sites may name the same file. */
static const char *only_wifi(const struct nh_sites *sites)
{
    const char *only = NULL;
    for (size_t i = 0; i < sites->count; i++) {
        const char *wifi = sites->items[i].wifi;
        if (wifi && only && strcmp(wifi, only) != 0)
            return NULL;
        only = wifi ? wifi : only;
    }
    return only;
}

enum nh_status nh_listed_network(struct nh_journal *journal, const char *fingerprint,
                                 struct nh_buf *out, char **path, struct nh_error *err)
{
    struct nh_sites sites = {0};
    struct nh_jobs jobs = {0};
    char site[NH_SITE_SIZE] = "";
    enum nh_status status = nh_sites_read(&sites, err);
    if (!status)
        status = nh_jobs_list(journal, &jobs, err);
    if (!status)
        nh_origin_site(journal, &jobs, fingerprint, site);
    const struct nh_listed *listed = nh_sites_find(&sites, site);
    const char *wifi = listed && listed->wifi ? listed->wifi : only_wifi(&sites);
    if (!status && !wifi)
        status = nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The settings of the Wi-Fi network are needed: a file from your institution. %s names "
            "none for this certificate.",
            NH_SITES_FILE);
    if (!status)
        status = nh_sites_read_file(wifi, out, err);
    if (!status && !(*path = strdup(wifi)))
        status = nh_fail_memory(err);
    nh_jobs_reset(&jobs);
    nh_sites_reset(&sites);
    return status;
}
