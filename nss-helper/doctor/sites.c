/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/sites.h"

#include "base/buf.h"
#include "base/language.h"
#include "machine/sites.h"

static const char cure[] =
    N_("Tell your administrator. The manual describes the list: man nss-helper, FILES.");

static void add_good(const struct nh_sites *sites, struct nh_findings *out)
{
    if (sites->locked)
        nh_finding_add_good(
            out, "sites",
            ngettext("The administrator's list names %zu site. No other site is allowed.",
                     "The administrator's list names %zu sites. No other site is allowed.",
                     sites->count),
            sites->count);
    else
        nh_finding_add_good(
            out, "sites",
            ngettext("The administrator's list names %zu site. Other sites are allowed, too.",
                     "The administrator's list names %zu sites. Other sites are allowed, too.",
                     sites->count),
            sites->count);
}

static enum nh_status try_file(const char *path, struct nh_error *err)
{
    struct nh_buf bytes = {0};
    enum nh_status status = path ? nh_sites_read_file(path, &bytes, err) : NH_OK;
    nh_buf_reset(&bytes);
    return status;
}

void nh_checkup_sites(struct nh_findings *out)
{
    struct nh_sites sites = {0};
    struct nh_error err = {NH_OK};
    enum nh_status status = nh_sites_read(&sites, &err);
    for (size_t i = 0; !status && i < sites.count; i++) {
        status = try_file(sites.items[i].wifi, &err);
        if (!status)
            status = try_file(sites.items[i].est_root, &err);
    }
    if (status)
        nh_finding_add_error(out, "sites", &err,
                             N_("As long as the list is wrong, no site is allowed."), cure);
    else if (!sites.there)
        nh_finding_add_good(out, "sites", "No administrator's list limits the sites.");
    else
        add_good(&sites, out);
    nh_sites_reset(&sites);
}
