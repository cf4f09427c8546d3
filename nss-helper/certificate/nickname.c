/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/nickname.h"

#include "base/language.h"
#include "base/utf8.h"
#include "certificate/identity.h"

#include <cert.h>
#include <certdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *nh_nickname_make(CERTCertificate *user, const struct nh_identity *identity)
{
    char *organization = CERT_GetOrgName(&user->issuer);
    const char *of = organization ? organization : identity->issuer_name;
    char name[512];
    /* TRANSLATORS: the words of Firefox for a person and an organization. */
    snprintf(name, sizeof name, _("%s's %s ID"), identity->name, of);
    PORT_Free(organization);
    nh_utf8_clean(name, sizeof name - 8);
    return strdup(name);
}

char *nh_nickname_number(const char *name, CERTCertificate *of, nh_nickname_taken *taken,
                         void *context)
{
    char *nickname = NULL;
    for (int n = 1; n < 1000; n++) {
        if (n == 1 ? asprintf(&nickname, "%s", name) < 0
                   : asprintf(&nickname, "%s #%d", name, n) < 0)
            return NULL;
        if (!SEC_CertNicknameConflict(nickname, &of->derSubject, CERT_GetDefaultCertDB()) &&
            !(taken && taken(nickname, of, context)))
            return nickname;
        free(nickname);
        nickname = NULL;
    }
    return NULL;
}
