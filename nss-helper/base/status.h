/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The list of all outcomes. A number is an exit code of `nss-helper`, and the "code" of an error in
 * PROTOCOL.md. Numbers are only added and never change their meaning. 64 to 78 follow sysexits(3).
 * A header names the errors that its callers may want to tell apart. Besides these, a function may
 * return NH_SYSTEM when memory runs out, NH_NSS where it calls NSS, and the errors of the functions
 * that it names.
 */
#ifndef NH_BASE_STATUS_H
#define NH_BASE_STATUS_H

#include <stdbool.h>

enum nh_status {
    NH_OK = 0,
    NH_USAGE = 64,            /* usage error: the command line or a value is wrong */
    NH_BAD_DATA = 65,         /* a file or text is damaged or of the wrong kind */
    NH_NO_INPUT = 66,         /* a named file does not exist or can't be read */
    NH_UNAVAILABLE = 69,      /* a server can't be reached or is out of order; try again */
    NH_INTERNAL = 70,         /* a bug in this program */
    NH_SYSTEM = 71,           /* the operating system returned an error; `cause` is its name */
    NH_CANT_CREATE = 73,      /* a file or folder can't be created */
    NH_IO = 74,               /* an error while reading or writing */
    NH_BUSY = 75,             /* another process holds the lock; try again */
    NH_PROTOCOL = 76,         /* a message from the browser violates PROTOCOL.md */
    NH_PERMISSION = 77,       /* permission denied: another owner, or read-only */
    NH_CONFIG = 78,           /* the installation is incomplete */
    NH_NO_PROFILE = 80,       /* there is no such browser profile */
    NH_MANY_PROFILES = 81,    /* several profiles match; one must be named */
    NH_BAD_DATABASE = 82,     /* cert9.db or key4.db is missing, empty or damaged */
    NH_PRIMARY_PASSWORD = 83, /* the primary password is missing or wrong */
    NH_OLD_NSS = 84,          /* only a newer NSS can read this profile */
    NH_NO_KEY = 85,           /* the certificate's private key is not in the profile */
    NH_HAS_CERTIFICATE = 86,  /* the key has a certificate already */
    NH_NO_IDENTITY = 87,      /* no identity matches the ID */
    NH_MANY_IDENTITIES = 88,  /* several identities match the ID */
    NH_NO_CERTIFICATE = 89,   /* the file or response contains no certificate */
    NH_KEY_KIND = 90,         /* an unsupported kind or size of key */
    NH_NOT_PROVEN = 91,       /* the key does not sign for the certificate */
    NH_DATES = 92,            /* the certificate is not valid yet, or has expired */
    NH_CHAIN = 93,            /* the certificate chain is incomplete or wrong */
    NH_TOO_LARGE = 94,        /* larger than the limit of PROTOCOL.md */
    NH_NO_SPACE = 95,         /* the disk or the quota is full */
    NH_ASK = 96,              /* the person has to confirm before it can continue */
    NH_NO_JOB = 97,           /* there is no such request, or it is finished */
    NH_NO_BROWSER = 98,    /* the browser that started the host, or its profile, can't be found */
    NH_NSS = 99,           /* NSS returned an error; `cause` is its name */
    NH_PASSWORD = 100,     /* the password of a file is missing or wrong */
    NH_CANCELLED = 101,    /* the person was asked and cancelled */
    NH_NO_PINENTRY = 102,  /* a password is needed and no pinentry can ask for it */
    NH_TLS = 103,          /* no secure connection to a server; nothing was sent */
    NH_REFUSED = 104,      /* the server rejected the request; the message quotes it */
    NH_PENDING = 105,      /* the CA has not decided yet; the request is sent again later */
    NH_NO_NETWORK = 106,   /* complete settings of a Wi-Fi network are missing */
    NH_REVOKED = 107,      /* its CA has revoked the certificate */
    NH_LOGIN = 108,        /* the user name and password for a server are missing or wrong */
    NH_TOO_MANY = 109,     /* the limit is reached; remove some first */
    NH_UNUSABLE = 110,     /* the certificate may be used neither for log-in nor for mail */
    NH_COMMAND = 111,      /* all is done, but the command to run afterwards failed */
    NH_KEY_PASSWORD = 112, /* the key in a file has a password of its own */
    NH_OPEN_KEY = 113,     /* the key in a file is not encrypted; the person has to confirm */
    NH_OTHER_CA = 114,     /* certificates of CAs that issued none in the profile */
    NH_OTHER_SITE = 115,   /* the administrator's site list is locked and lacks this site */
    NH_SITE_LIST = 116,    /* the administrator's site list is damaged, or others may change it */
};

#define NH_MESSAGE_SIZE 640

/* An error: filled once, where the failure happens, and passed up unchanged. */
struct nh_error {
    enum nh_status status;
    char cause[64];                /* NSS or system name ("ENOSPC"), or "" */
    char message[NH_MESSAGE_SIZE]; /* a sentence for a person, in their language: UTF-8 */
};

/* The name in PROTOCOL.md and the manual, such as "NO_KEY". Never NULL. */
const char *nh_status_name(enum nh_status status);

/* Fill *err (may be NULL) and return `status`. `cause` may be NULL. The format is translated. The
   message is cleaned as nh_words_clean does: one line, without passwords in addresses. */
enum nh_status nh_fail(struct nh_error *err, enum nh_status status, const char *cause,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* As nh_fail, with the cause and the status taken from the value of errno:
   ENOSPC and EDQUOT are NH_NO_SPACE; EACCES, EPERM and EROFS NH_PERMISSION;
   everything else `status`. */
enum nh_status nh_fail_errno(struct nh_error *err, enum nh_status status, int error,
                             const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Whether the failure is temporary, so that trying again later makes sense. */
bool nh_status_passes(enum nh_status status);

/* Replace *worst by *other if that is worse: a permanent failure is worse than a temporary one, and
   that is worse than success. Of two alike, the first stays. */
void nh_error_gather(struct nh_error *worst, const struct nh_error *other);

/* Fill *err for failed allocations: NH_SYSTEM. */
enum nh_status nh_fail_memory(struct nh_error *err);

#endif
