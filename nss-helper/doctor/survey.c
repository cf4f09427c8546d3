/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/survey.h"

#include "certificate/find.h"
#include "nss/keydb.h"
#include "nss/store.h"

#include <cert.h>
#include <nss.h>
#include <pk11pub.h>

/* The keys of a locked profile can't be listed, but NSS marks certificates that have one. */
static long count_locked(void)
{
    CERTCertList *list = PK11_ListCerts(PK11CertListUserUnique, NULL);
    long count = 0;
    if (!list)
        return -1;
    for (CERTCertListNode *node = CERT_LIST_HEAD(list); !CERT_LIST_END(node, list);
         node = CERT_LIST_NEXT(node))
        count++;
    CERT_DestroyCertList(list);
    return count;
}

static long count_open(struct nh_store *store)
{
    struct nh_identities list = {0};
    long count = nh_identities_list(store, &list, NULL) ? -1 : (long)list.count;
    nh_identities_reset(&list);
    return count;
}

void nh_survey_take(const char *path, struct nh_survey *out)
{
    struct nh_keydb keydb = {0};
    struct nh_store *store = NULL;
    *out = (struct nh_survey){.identities = -1};
    /* If the database can't be read, nh_store_open reports that. */
    if (nh_keydb_look(path, &keydb, NULL) == NH_OK)
        out->needs = nh_keydb_needs(&keydb);
    out->has_password = out->needs != NULL;
    out->status = nh_store_open(path, NH_STORE_LOOK, &store, &out->err);
    if (out->status)
        return;
    out->has_password |= nh_store_has_password(store);
    if (!out->has_password)
        out->identities = count_open(store);
    else if (!out->needs || NSS_VersionCheck(out->needs))
        out->identities = count_locked();
    nh_store_close(&store);
}
