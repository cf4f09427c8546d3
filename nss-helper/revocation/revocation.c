/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/revocation.h"

#include "base/language.h"
#include "certificate/identity.h"
#include "revocation/cache.h"
#include "revocation/heard.h"
#include "revocation/inquiry.h"
#include "revocation/sources.h"

#include <stdio.h>
#include <stdlib.h>

#define DAY_SECONDS 86400L

/* One check. */
struct check {
    struct nh_inquiry inquiry;
    const struct nh_revocation_terms *terms;
    struct nh_sources sources;
    time_t good; /* nh_heard_good */
};

/* Reject a "good" that is older than the caller allows. */
static void want_later(const struct nh_revocation_terms *terms, struct nh_revocation *out)
{
    long days = (long)((time(NULL) - out->said) / DAY_SECONDS);
    if (out->state != NH_REVOCATION_GOOD || !terms->most_days ||
        time(NULL) - out->said <= terms->most_days * DAY_SECONDS)
        return;
    out->state = NH_REVOCATION_UNCHECKED;
    snprintf(out->why, sizeof out->why,
             /* TRANSLATORS: OCSP or CRL. */
             ngettext("The information from the CA's %s is %ld day old, which is too old.",
                      "The information from the CA's %s is %ld days old, which is too old.",
                      (unsigned long)days),
             out->by, days);
}

/* Reject a hold that the CA has lifted since. */
static void want_unlifted(time_t good, struct nh_revocation *out)
{
    if (!nh_heard_is_lifted(out, good))
        return;
    out->state = NH_REVOCATION_UNCHECKED;
    snprintf(
        out->why, sizeof out->why,
        /* TRANSLATORS: OCSP or CRL. */
        _("The CA's %s has the certificate on hold. The CA has said more recently that it is not "
          "revoked."),
        out->by);
}

/* Fill *out from the first source that says good or revoked; otherwise with why the first one did
   not. */
static enum nh_status ask(const struct check *check, bool kept, struct nh_revocation *out,
                          struct nh_error *err)
{
    for (size_t i = 0; i < check->sources.count; i++) {
        const struct nh_source *source = &check->sources.items[i];
        struct nh_revocation one = {
            .state = NH_REVOCATION_UNCHECKED, .by = source->by, .reason = ""};
        enum nh_status status = kept ? nh_inquiry_kept(&check->inquiry, source, &one, err)
                                     : nh_inquiry_ask(&check->inquiry, source, &one, err);
        if (status)
            return status;
        want_later(check->terms, &one);
        want_unlifted(check->good, &one);
        if (nh_revocation_is_settled(&one)) {
            *out = one;
            return NH_OK;
        }
        if (!out->why[0])
            snprintf(out->why, sizeof out->why, "%s", one.why);
    }
    return NH_OK;
}

static enum nh_status ask_all(const struct check *check, struct nh_revocation *out,
                              struct nh_error *err)
{
    struct nh_revocation kept = *out;
    enum nh_status status = check->terms->fresh ? NH_OK : ask(check, true, &kept, err);
    if (!status && (nh_revocation_is_settled(&kept) || !check->terms->fetch))
        *out = kept;
    else if (!status)
        status = ask(check, false, out, err);
    return status;
}

/* The result if no source is asked. */
static void prejudge(const struct nh_sources *sources, struct nh_revocation *out)
{
    bool named = sources->count || sources->beyond[0];
    out->state = named ? NH_REVOCATION_UNCHECKED : NH_REVOCATION_UNNAMED;
    if (!named)
        snprintf(out->why, sizeof out->why, "%s",
                 _("The certificate does not say where its revocation can be checked."));
    else if (!sources->count)
        snprintf(out->why, sizeof out->why,
                 /* TRANSLATORS: an address, or what is there in place of one. */
                 _("The certificate names no place that NSS Helper can ask, but this: %s."),
                 sources->beyond);
    else if (!sources->issuer)
        snprintf(out->why, sizeof out->why, "%s",
                 _("The certificate of its CA, which is needed to check a response, is missing in "
                   "this profile."));
}

enum nh_status nh_revocation_check(const char *profile_path, const struct nh_identity *identity,
                                   const struct nh_revocation_terms *terms,
                                   struct nh_revocation *out, struct nh_error *err)
{
    struct check check = {
        .inquiry = {.profile = profile_path, .identity = identity, .fetch = terms->fetch},
        .terms = terms,
        .good = nh_heard_good(profile_path, identity->fingerprint)};
    struct nh_revocation revocation = {.by = "", .reason = ""};
    char *folder = NULL;
    enum nh_status status = nh_sources_gather(profile_path, identity, &check.sources, err);
    if (!status) {
        prejudge(&check.sources, &revocation);
        folder = check.sources.count ? nh_cache_folder(profile_path) : NULL;
        check.inquiry.folder = folder;
    }
    if (!status && check.sources.count && check.sources.issuer)
        status = ask_all(&check, &revocation, err);
    if (!status)
        nh_heard_weigh(profile_path, identity->fingerprint, &revocation);
    if (!status && revocation.state == NH_REVOCATION_UNCHECKED && !revocation.why[0])
        snprintf(revocation.why, sizeof revocation.why, "%s", _("Nobody was asked."));
    nh_sources_reset(&check.sources);
    free(folder);
    if (!status)
        *out = revocation;
    return status;
}
