/* SPDX-License-Identifier: MPL-2.0 */
/* The messages of PROTOCOL.md: JSON <-> structs, and nothing else. */
#ifndef NH_MESSAGE_H
#define NH_MESSAGE_H

#include "base/buf.h"
#include "base/status.h"
#include "certificate/request.h"
#include "journal/job.h"
#include "journal/origin.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_incomings;
struct nh_identity;
struct nh_inventory;
struct nh_names;
struct nh_profile;
struct nh_proof;
struct nh_revocation;
struct nh_unfinished;

#define NH_PROTOCOL_VERSION 1
#define NH_STRING_MAX 1024
#define NH_JOBS_MAX ((size_t)32)         /* in one message, and as many responses */
#define NH_IDENTITIES_MAX ((size_t)64)   /* in one message */
#define NH_COPIES_MAX ((size_t)8)        /* of each, the newest */
#define NH_SETTINGS_MAX ((size_t)524288) /* characters of base64 of a network's settings */
#define NH_BYTES_MAX ((size_t)262144)    /* characters of base64 in one message */

enum nh_message_type {
    NH_MESSAGE_HELLO,
    NH_MESSAGE_ISSUE,
    NH_MESSAGE_SENT,
    NH_MESSAGE_ANSWER,
    NH_MESSAGE_FILE,
    NH_MESSAGE_BYTES,
    NH_MESSAGE_END,
    NH_MESSAGE_INSTALL,
    NH_MESSAGE_LOOK,
    NH_MESSAGE_DISCARD,
    NH_MESSAGE_JOBS,
    NH_MESSAGE_FORGET,
    NH_MESSAGE_SAVE,
    NH_MESSAGE_IDENTITIES,
    NH_MESSAGE_EXPORT,
    NH_MESSAGE_REMOVE,
    NH_MESSAGE_PORTAL,
    NH_MESSAGE_VERIFY,
};

/* What the browser says. Only the fields of its type are filled, the rest is "". */
struct nh_message {
    enum nh_message_type type;
    char language[NH_STRING_MAX + 1];
    char site[NH_SITE_SIZE];
    char target[NH_SITE_SIZE];
    char key[NH_STRING_MAX + 1]; /* a word of nh_key_kind_parse, not looked at here */
    char challenge[NH_CHALLENGE_MAX + 1];
    char id[NH_JOB_ID_SIZE]; /* "job" or "answer" */
    char mime[NH_STRING_MAX + 1];
    char name[NH_STRING_MAX + 1]; /* of a file */
    char fingerprint[96];
    char export_for[NH_STRING_MAX + 1]; /* a word of nh_target_find, not looked at here */
    char password[5];                   /* of an export: "own" or "made" */
    char address[NH_PORTAL_MAX + 1];
    char backup[4];     /* before a removal: "yes" or "no" */
    char ask[4];        /* "yes": the person is there, and may be asked for passwords; or "no" */
    struct nh_buf data; /* of "bytes", or the settings of an "export", decoded */
};

/*
 * Read a request, strictly: NH_PROTOCOL names what is off, NH_TOO_LARGE a string
 * over its limit. *out starts zeroed, or as a call before left it; on failure
 * nothing of it may be used.
 */
enum nh_status nh_message_read(const void *text, size_t length, struct nh_message *out,
                               struct nh_error *err);
void nh_message_reset(struct nh_message *message);

enum nh_reply_type {
    NH_REPLY_HELLO,
    NH_REPLY_REQUEST,
    NH_REPLY_OK,
    NH_REPLY_RECEIVED,
    NH_REPLY_ASKING,
    NH_REPLY_INSTALLED,
    NH_REPLY_JOBS,
    NH_REPLY_SAVED,
    NH_REPLY_IDENTITIES,
    NH_REPLY_EXPORTED,
    NH_REPLY_REMOVED,
    NH_REPLY_VERIFIED,
    NH_REPLY_ERROR,
};

/* What the host says: everything is the caller's. A NULL in an error is left away,
   a NULL text elsewhere is "". */
struct nh_reply {
    enum nh_reply_type type;
    const struct nh_profile *profile;
    bool locked; /* the profile has a primary password */
    const char *nss_version, *nss_folder;
    size_t resumed; /* "installed" that follow a hello */
    const char *job, *spkac, *response, *site, *reason;
    const struct nh_identity *identity;
    const struct nh_proof *proof;
    const struct nh_revocation *revocation;
    const struct nh_incomings *others; /* that came in the same file, or NULL */
    const struct nh_inventory *held;   /* with what it takes the place of, or NULL */
    const char *asking;                /* what a window asks for: a word of PROTOCOL.md */
    const char *path;                  /* of what was saved */
    const char *network;               /* whose settings were exported, too */
    const struct nh_names *steps;      /* with what was exported */
    const struct nh_inventory *inventory;
    bool key;                         /* went, too */
    size_t identities, intermediates; /* that were added */
    bool known;
    const struct nh_unfinished *unfinished;
    const struct nh_error *error;
};

/* The reply as JSON, added to `out`. NH_TOO_LARGE, or NH_SYSTEM without memory. */
enum nh_status nh_message_write(const struct nh_reply *reply, struct nh_buf *out,
                                struct nh_error *err);

#endif
