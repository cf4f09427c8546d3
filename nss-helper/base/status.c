/* SPDX-License-Identifier: MPL-2.0 */
#include "base/status.h"

#include "base/language.h"
#include "base/words.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *nh_status_name(enum nh_status status)
{
    switch (status) {
    case NH_OK: return "OK";
    case NH_USAGE: return "USAGE";
    case NH_BAD_DATA: return "BAD_DATA";
    case NH_NO_INPUT: return "NO_INPUT";
    case NH_UNAVAILABLE: return "UNAVAILABLE";
    case NH_INTERNAL: return "INTERNAL";
    case NH_SYSTEM: return "SYSTEM";
    case NH_CANT_CREATE: return "CANT_CREATE";
    case NH_IO: return "IO";
    case NH_BUSY: return "BUSY";
    case NH_PROTOCOL: return "PROTOCOL";
    case NH_PERMISSION: return "PERMISSION";
    case NH_CONFIG: return "CONFIG";
    case NH_NO_PROFILE: return "NO_PROFILE";
    case NH_MANY_PROFILES: return "MANY_PROFILES";
    case NH_BAD_DATABASE: return "BAD_DATABASE";
    case NH_PRIMARY_PASSWORD: return "PRIMARY_PASSWORD";
    case NH_OLD_NSS: return "OLD_NSS";
    case NH_NO_KEY: return "NO_KEY";
    case NH_HAS_CERTIFICATE: return "HAS_CERTIFICATE";
    case NH_NO_IDENTITY: return "NO_IDENTITY";
    case NH_MANY_IDENTITIES: return "MANY_IDENTITIES";
    case NH_NO_CERTIFICATE: return "NO_CERTIFICATE";
    case NH_KEY_KIND: return "KEY_KIND";
    case NH_NOT_PROVEN: return "NOT_PROVEN";
    case NH_DATES: return "DATES";
    case NH_CHAIN: return "CHAIN";
    case NH_TOO_LARGE: return "TOO_LARGE";
    case NH_NO_SPACE: return "NO_SPACE";
    case NH_ASK: return "ASK";
    case NH_NO_JOB: return "NO_JOB";
    case NH_NO_BROWSER: return "NO_BROWSER";
    case NH_NSS: return "NSS";
    case NH_PASSWORD: return "PASSWORD";
    case NH_CANCELLED: return "CANCELLED";
    case NH_NO_PINENTRY: return "NO_PINENTRY";
    case NH_TLS: return "TLS";
    case NH_REFUSED: return "REFUSED";
    case NH_PENDING: return "PENDING";
    case NH_NO_NETWORK: return "NO_NETWORK";
    case NH_REVOKED: return "REVOKED";
    case NH_LOGIN: return "LOGIN";
    case NH_TOO_MANY: return "TOO_MANY";
    case NH_COMMAND: return "COMMAND";
    case NH_UNUSABLE: return "UNUSABLE";
    case NH_OTHER_CA: return "OTHER_CA";
    case NH_OTHER_SITE: return "OTHER_SITE";
    case NH_SITE_LIST: return "SITE_LIST";
    case NH_KEY_PASSWORD: return "KEY_PASSWORD";
    case NH_OPEN_KEY: return "OPEN_KEY";
    }
    return "UNKNOWN";
}

static enum nh_status fill(struct nh_error *err, enum nh_status status, const char *cause,
                           const char *format, va_list args)
{
    char message[4 * NH_MESSAGE_SIZE];
    if (err) {
        err->status = status;
        nh_words_clean(cause ? cause : "", err->cause, sizeof err->cause);
        vsnprintf(message, sizeof message, _(format), args);
        nh_words_clean(message, err->message, sizeof err->message);
    }
    return status;
}

enum nh_status nh_fail(struct nh_error *err, enum nh_status status, const char *cause,
                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, cause, format, args);
    va_end(args);
    return status;
}

enum nh_status nh_fail_errno(struct nh_error *err, enum nh_status status, int error,
                             const char *format, ...)
{
    if (error == ENOSPC || error == EDQUOT)
        status = NH_NO_SPACE;
    else if (error == EACCES || error == EPERM || error == EROFS)
        status = NH_PERMISSION;
    va_list args;
    va_start(args, format);
    fill(err, status, strerrorname_np(error), format, args);
    va_end(args);
    return status;
}

bool nh_status_passes(enum nh_status status)
{
    return status == NH_UNAVAILABLE || status == NH_BUSY || status == NH_PENDING;
}

static int weight(enum nh_status status)
{
    return status == NH_OK ? 0 : nh_status_passes(status) ? 1 : 2;
}

void nh_error_gather(struct nh_error *worst, const struct nh_error *other)
{
    if (weight(other->status) > weight(worst->status))
        *worst = *other;
}

enum nh_status nh_fail_memory(struct nh_error *err)
{
    return nh_fail(err, NH_SYSTEM, "ENOMEM", "There is not enough memory.");
}
