/* SPDX-License-Identifier: MPL-2.0 */
#include "portal.h"

#include "buf.h"
#include "hash.h"
#include "note.h"

#include <string.h>

static const struct nh_note_kind notes = {"portals", ".url"};

/* What the note is about, in the form of a fingerprint. */
static bool key_of(const char *site, const char *fingerprint, char out[96])
{
    if (*site)
        return nh_hash_fingerprint(site, strlen(site), out);
    memcpy(out, fingerprint, 96);
    return true;
}

char *nh_portal_find(struct nh_journal *journal, const char *site, const char *fingerprint)
{
    struct nh_buf text = {.limit = NH_PORTAL_MAX};
    char key[96];
    bool found = key_of(site, fingerprint, key) && !nh_note_read(journal, &notes, key, &text, NULL);
    char *address = found && text.length ? strndup((const char *)text.data, text.length) : strdup("");
    nh_buf_reset(&text);
    return address;
}

enum nh_status nh_portal_keep(struct nh_journal *journal, const char *site,
                              const char *fingerprint, const char *address, struct nh_error *err)
{
    char key[96];
    if (!key_of(site, fingerprint, key))
        return nh_fail(err, NH_NSS, NULL, "The address can't be kept: NSS makes no hash of the site.");
    return nh_note_write(journal, &notes, key, address, strlen(address), err);
}
