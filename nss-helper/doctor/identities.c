/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/identities.h"

#include "base/files.h"
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
    CERTCertificate *certificate = nh_identity_certificate(store, identity->fingerprint);
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
                           "No login and no signature works with it: the key database may be "
                           "damaged.",
                           "Import a backup of it; without one, have it issued again.",
                           "The key of %s, serial number %s, does not sign.", identity->name,
                           identity->serial_hex);
    }
    if (list->count == 0)
        nh_finding_add_good(out, "identities", "No identity is in the profile yet.");
    else if (good == list->count)
        nh_finding_add_good(out, "identities", "%zu %s, and each key signs.", good,
                            good == 1 ? "identity" : "identities");
}

/* Is there one of the same person and CA that lasts longer? */
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
                       "Logins and Wi-Fi don't work with it any more. Keep it if mail was "
                       "encrypted for it.",
                       "Have a new one issued at the portal.",
                       "The certificate of %s, serial number %s, has ended.", identity->name,
                       identity->serial_hex);
    else
        nh_finding_add(out, "expiry", NH_STATE_HINT, NH_OK,
                       "After that, logins and Wi-Fi stop working with it.",
                       "Renew it at the portal that issued it.",
                       "The certificate of %s, serial number %s, ends in %ld %s.", identity->name,
                       identity->serial_hex, days, days == 1 ? "day" : "days");
}

static void check_dates(const struct nh_identities *list, struct nh_findings *out)
{
    time_t now = time(NULL);
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        const struct nh_identity *identity = list->items[i];
        if (nh_days_between(now, identity->not_after) > NH_SOON_DAYS || is_renewed(list, identity))
            continue;
        any = true;
        add_end(identity, now, out);
    }
    if (!any)
        nh_finding_add_good(out, "expiry", "No certificate ends within %d days.", NH_SOON_DAYS);
}

void nh_checkup_identities(struct nh_store *store, struct nh_findings *out)
{
    struct nh_identities list = {0};
    struct nh_error err = {NH_OK};
    if (nh_identities_list(store, &list, &err)) {
        nh_finding_add_error(out, "identities", &err, "The browser can't list them either.",
                             "Bring cert9.db and key4.db back from a backup.");
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
                   "“Refresh Firefox” keeps the keys and drops the certificates.", cure,
                   "The certificate of %s was installed here and is gone; its key is there.", name);
    free(cure);
}

static void add_keyless(const char *name, struct nh_findings *out)
{
    nh_finding_add(out, "refresh", NH_STATE_BAD, NH_NO_KEY,
                   "A certificate works with its key only: another key4.db may have taken the "
                   "place of the old one.",
                   "Bring key4.db and cert9.db back from a backup, or import one of the "
                   "certificate (.p12).",
                   "The key of %s is gone; the certificate that was installed here is there.",
                   name);
}

/* Where both are gone the person has deleted it; a key may have another certificate, too. */
static bool check_kept(const struct nh_profile *profile, struct nh_store *store, const char *path,
                       struct nh_findings *out)
{
    CERTCertificate *certificate = nh_archive_read(path);
    if (!certificate)
        return true;
    bool stored = nh_stored_in_slot(store, certificate), key = nh_stored_key(certificate);
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
        nh_finding_add_good(out, "refresh", "No certificate that was installed here is lost.");
    nh_names_reset(&names);
    free(folder);
}
