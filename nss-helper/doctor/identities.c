/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/identities.h"

#include "base/files.h"
#include "base/language.h"
#include "browser/profile.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/standing.h"
#include "certificate/verify.h"
#include "doctor/cure.h"
#include "journal/archive.h"
#include "journal/job.h"
#include "nss/stored.h"

#include <cert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool signs(struct nh_store *store, const struct nh_identity *identity)
{
    CERTCertificate *certificate = nh_identity_stored(store, identity);
    bool good = certificate && nh_verify_pair(store, certificate);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return good;
}

static void check_keys(struct nh_store *store, const struct nh_identities *list,
                       struct nh_findings *out)
{
    size_t good = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct nh_identity *identity = list->items[i];
        if (signs(store, identity))
            good++;
        else
            nh_finding_add(out, "identities", NH_STATE_BAD, NH_NOT_PROVEN,
                           N_("You can't log in or sign with it. The key database may be "
                              "damaged."),
                           N_("Import a backup of the certificate. If you have none, request a new "
                              "one."),
                           "The key of %s (serial number %s) can't sign.", identity->name,
                           identity->serial_hex);
    }
    if (list->count == 0)
        nh_finding_add_good(out, "identities",
                            "There is no certificate with a key in this profile yet.");
    else if (good == list->count)
        nh_finding_add_good(out, "identities",
                            ngettext("%zu certificate: its key can sign.",
                                     "%zu certificates: their keys can sign.", good),
                            good);
}

/* Whether there is one of the same person and CA that expires later. */
static bool is_renewed(const struct nh_identities *list, const struct nh_identity *identity)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct nh_identity *other = list->items[i];
        if (other->not_after > identity->not_after &&
            strcmp(other->subject, identity->subject) == 0 &&
            strcmp(other->issuer, identity->issuer) == 0)
            return true;
    }
    return false;
}

static void add_end(const struct nh_identity *identity, time_t now, struct nh_findings *out)
{
    long days = nh_days_between(now, identity->not_after);
    if (identity->not_after < now)
        nh_finding_add(out, "expiry", NH_STATE_HINT, NH_OK,
                       N_("Logins and Wi-Fi no longer work with it. Keep it if you have mail that "
                          "was encrypted for it."),
                       N_("Request a new one at the portal."),
                       "The certificate of %s (serial number %s) has expired.", identity->name,
                       identity->serial_hex);
    else
        nh_finding_add(out, "expiry", NH_STATE_HINT, NH_OK,
                       N_("After that, logins and Wi-Fi stop working with it."),
                       N_("Renew it at the portal that issued it."),
                       ngettext("The certificate of %s (serial number %s) expires in %ld day.",
                                "The certificate of %s (serial number %s) expires in %ld days.",
                                (unsigned long)days),
                       identity->name, identity->serial_hex, days);
}

static void check_dates(const struct nh_identities *list, struct nh_findings *out)
{
    time_t now = time(NULL);
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        const struct nh_identity *identity = list->items[i];
        if (!nh_standing_is_near(identity, now) || is_renewed(list, identity))
            continue;
        any = true;
        add_end(identity, now, out);
    }
    if (!any)
        nh_finding_add_good(out, "expiry", "No certificate expires soon.");
}

void nh_checkup_identities(struct nh_store *store, struct nh_findings *out)
{
    struct nh_identities list = {0};
    struct nh_error err = {NH_OK};
    if (nh_identities_list(store, &list, &err)) {
        nh_finding_add_error(out, "identities", &err, N_("The browser can't list them either."),
                             N_("Restore cert9.db and key4.db from a backup."));
        return;
    }
    check_keys(store, &list, out);
    check_dates(&list, out);
    nh_identities_reset(&list);
}

static void add_lost(const struct nh_profile *profile, const char *path, const char *name,
                     struct nh_findings *out)
{
    char *cure = nh_cure_command("import", path, profile->path);
    nh_finding_add(out, "refresh", NH_STATE_BAD, NH_NO_CERTIFICATE,
                   N_("“Refresh Firefox” keeps the keys and removes the certificates."), cure,
                   "The certificate of %s was installed here and is missing now. Its key is still "
                   "there.",
                   name);
    free(cure);
}

static void add_keyless(const char *name, struct nh_findings *out)
{
    nh_finding_add(
        out, "refresh", NH_STATE_BAD, NH_NO_KEY,
        N_("A certificate works only with its key. Another key4.db may have replaced the "
           "old one."),
        N_("Restore key4.db and cert9.db from a backup, or import a backup of the "
           "certificate (.p12)."),
        "The key of %s is missing. The certificate that was installed here is still "
        "there.",
        name);
}

/* If both are gone, the person has deleted them. A key may also have another certificate. */
static bool check_kept(const struct nh_profile *profile, struct nh_store *store, const char *path,
                       struct nh_findings *out)
{
    CERTCertificate *certificate = nh_archive_read(path);
    if (!certificate)
        return true;
    bool stored = nh_stored_in_slot(store, certificate), key = nh_stored_key(store, certificate);
    bool good = stored == key || (key && nh_stored_other(store, certificate));
    char *name = nh_describe_name(certificate);
    if (!good && key)
        add_lost(profile, path, name ? name : "", out);
    else if (!good)
        add_keyless(name ? name : "", out);
    free(name);
    CERT_DestroyCertificate(certificate);
    return good;
}

void nh_checkup_archive(const struct nh_profile *profile, struct nh_journal *journal,
                        struct nh_store *store, struct nh_findings *out)
{
    struct nh_names names = {0};
    char *folder = journal ? nh_journal_section(journal, NH_SECTION_CERTIFICATES) : NULL;
    bool good = true;
    if (folder)
        nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; i < names.count; i++) {
        char *path = nh_path_join(folder, names.items[i]);
        good &= path && check_kept(profile, store, path, out);
        free(path);
    }
    if (good)
        nh_finding_add_good(out, "refresh", "No certificate that was installed here is missing.");
    nh_names_reset(&names);
    free(folder);
}
