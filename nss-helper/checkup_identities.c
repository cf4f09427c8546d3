/* SPDX-License-Identifier: MPL-2.0 */
#include "checkup.h"

#include "buf.h"
#include "certfile.h"
#include "files.h"
#include "identity.h"
#include "job.h"
#include "store.h"
#include "verify.h"

#include <cert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SOON_DAYS 30
#define DAY 86400

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

static void check_dates(const struct nh_identities *list, struct nh_findings *out)
{
    time_t now = time(NULL);
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        const struct nh_identity *identity = list->items[i];
        long days = (long)((identity->not_after - now) / DAY);
        if (identity->not_after < now || days >= SOON_DAYS)
            continue;
        any = true;
        nh_finding_add(out, "expiry", NH_STATE_HINT, NH_OK,
                       "After that, logins and Wi-Fi stop working with it.",
                       "Renew it at the portal that issued it.",
                       "The certificate of %s, serial number %s, ends in %ld %s.", identity->name,
                       identity->serial_hex, days, days == 1 ? "day" : "days");
    }
    if (!any)
        nh_finding_add_good(out, "expiry", "No certificate ends within %d days.", SOON_DAYS);
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

/* Is its key in the profile, without any certificate? */
static bool is_lost(struct nh_store *store, const char *path, char **name)
{
    struct nh_buf text = {0};
    struct nh_bufs certificates = {0};
    struct nh_answer answer = {0};
    bool lost = false;
    if (!nh_file_read(path, &text, NULL) &&
        !nh_certfile_read(text.data, text.length, &certificates, NULL) &&
        !nh_answer_read(store, &certificates, &answer, NULL) && !answer.known && !answer.renewed) {
        *name = answer.identity->name;
        answer.identity->name = NULL;
        lost = true;
    }
    nh_answer_reset(&answer);
    nh_bufs_reset(&certificates);
    nh_buf_reset(&text);
    return lost;
}

void nh_checkup_archive(struct nh_journal *journal, struct nh_store *store,
                        struct nh_findings *out)
{
    struct nh_names names = {0};
    char *folder = nh_path_join(nh_journal_folder(journal), "certificates");
    bool any = false;
    if (folder)
        nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; i < names.count; i++) {
        char path[PATH_MAX], cure[PATH_MAX + 64], *name = NULL;
        snprintf(path, sizeof path, "%s/%s", folder, names.items[i]);
        if (!is_lost(store, path, &name))
            continue;
        any = true;
        snprintf(cure, sizeof cure, "nss-helper import '%s'", path);
        nh_finding_add(out, "refresh", NH_STATE_BAD, NH_NO_CERTIFICATE,
                       "“Refresh Firefox” keeps the keys and drops the certificates.", cure,
                       "The certificate of %s was installed here and is gone; its key is there.",
                       name ? name : "");
        free(name);
    }
    if (!any)
        nh_finding_add_good(out, "refresh", "No certificate that was installed here is lost.");
    nh_names_reset(&names);
    free(folder);
}
