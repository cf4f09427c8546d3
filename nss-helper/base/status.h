/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The one list of outcomes. A number is an exit code of `nss-helper`, and the
 * "code" of an error in PROTOCOL.md. It is append-only: a number never changes
 * its meaning. 64 to 78 are those of sysexits(3).
 */
#ifndef NH_BASE_STATUS_H
#define NH_BASE_STATUS_H

#include <stdbool.h>

enum nh_status {
    NH_OK = 0,
    NH_USAGE = 64,            /* the command line or its words are off */
    NH_BAD_DATA = 65,         /* a file or text is not what it should be */
    NH_NO_INPUT = 66,         /* a named file is not there or can't be read */
    NH_UNAVAILABLE = 69,      /* a server can't be reached, or is out of order: try again */
    NH_INTERNAL = 70,         /* a defect of this program */
    NH_SYSTEM = 71,           /* the operating system refused: errno is named */
    NH_CANT_CREATE = 73,      /* a file or folder could not be made */
    NH_IO = 74,               /* reading or writing failed half way */
    NH_BUSY = 75,             /* somebody else holds the lock; try again */
    NH_PROTOCOL = 76,         /* a message of the browser breaks PROTOCOL.md */
    NH_PERMISSION = 77,       /* not yours: another owner, or read-only */
    NH_CONFIG = 78,           /* the installation is incomplete */
    NH_NO_PROFILE = 80,       /* no such browser profile, or none at all */
    NH_MANY_PROFILES = 81,    /* several profiles fit: one must be named */
    NH_BAD_DATABASE = 82,     /* missing, empty or damaged cert9.db or key4.db */
    NH_PRIMARY_PASSWORD = 83, /* the profile is locked by a primary password */
    NH_OLD_NSS = 84,          /* only a newer NSS can read this profile */
    NH_NO_KEY = 85,           /* the certificate belongs to a key that is not here */
    NH_HAS_CERTIFICATE = 86,  /* the key has a certificate already */
    NH_NO_IDENTITY = 87,      /* no identity fits the ID */
    NH_MANY_IDENTITIES = 88,  /* several identities fit the ID */
    NH_NO_CERTIFICATE = 89,   /* there is no certificate in it */
    NH_KEY_KIND = 90,         /* a kind or size of key that is not made here */
    NH_NOT_PROVEN = 91,       /* key and certificate did not pass the proof */
    NH_DATES = 92,            /* not valid yet, or not any more */
    NH_CHAIN = 93,            /* no chain to a root that is trusted here */
    NH_TOO_LARGE = 94,        /* larger than the limit of PROTOCOL.md */
    NH_NO_SPACE = 95,         /* the disk or the quota is full */
    NH_ASK = 96,              /* needs the person's word before it goes on */
    NH_NO_JOB = 97,           /* no such issuance, or it has ended */
    NH_NO_BROWSER = 98,       /* started by no browser whose profile is known */
    NH_NSS = 99,              /* NSS failed: its error is named */
    NH_PASSWORD = 100,        /* the password does not open it */
    NH_CANCELLED = 101,       /* the person was asked, and did not want to */
    NH_NO_PINENTRY = 102,     /* a password is needed, and nothing here can ask for it */
    NH_TLS = 103,             /* no safe connection to a server: nothing was sent */
    NH_REFUSED = 104,         /* a server does not want to: its words are in the message */
    NH_PENDING = 105,         /* a CA takes its time: the same request is asked for later */
    NH_NO_NETWORK = 106, /* the settings of a Wi-Fi network that can be relied on are missing */
    NH_REVOKED = 107,    /* its CA has revoked the certificate */
    NH_LOGIN = 108,      /* a server wants a name and password, or others */
    NH_TOO_MANY = 109,   /* as many are kept as may be: some must go first */
    NH_UNUSABLE = 110,   /* by what the certificate says, it is for no log-in and no mail */
    NH_COMMAND = 111, /* all went well, but a command that the person wanted to run then failed */
    NH_KEY_PASSWORD = 112, /* the key in a file has another password than the file */
    NH_OPEN_KEY = 113,     /* the key in a file is not encrypted: the person decides */
    NH_OTHER_CA = 114,     /* the certificate of a CA that has issued none of those here */
    NH_OTHER_SITE = 115,   /* the administrator's list is locked, and has not this site */
    NH_SITE_LIST = 116, /* the administrator's list of sites is broken, or others may change it */
};

#define NH_MESSAGE_MAX 640

/* What went wrong: filled once, where it happened, and passed up unchanged. */
struct nh_error {
    enum nh_status status;
    char cause[64];               /* NSS or system name ("ENOSPC"), or "" */
    char message[NH_MESSAGE_MAX]; /* a sentence for a person, in their language: UTF-8 */
};

/* The name in the protocol and the manual: "NO_KEY". Never NULL. */
const char *nh_status_name(enum nh_status status);

/* Fill *err (may be NULL) and return its status. `cause` may be NULL. The format is translated.
   Whatever goes into the sentence, it is one line fit for a person, without a password of an
   address (words.h). */
enum nh_status nh_fail(struct nh_error *err, enum nh_status status, const char *cause,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* As nh_fail, with the cause and the status taken from the value of errno:
   ENOSPC and EDQUOT are NH_NO_SPACE; EACCES, EPERM and EROFS NH_PERMISSION;
   everything else `status`. */
enum nh_status nh_fail_errno(struct nh_error *err, enum nh_status status, int error,
                             const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Does it pass by itself? Somebody else is at work, a server is out of order or takes its time. */
bool nh_status_passes(enum nh_status status);

/* Of several outcomes the worst one: what lasts before what passes, and that before success; of
   two that are alike the first. */
void nh_error_gather(struct nh_error *worst, const struct nh_error *other);

/* There is no memory: NH_SYSTEM. */
enum nh_status nh_fail_memory(struct nh_error *err);

#endif
