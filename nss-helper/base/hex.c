/* SPDX-License-Identifier: MPL-2.0 */
#include "base/hex.h"

#include <string.h>
#include <sys/random.h>

static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

void nh_hex(const void *data, size_t length, char *out)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++) {
        *out++ = lower[bytes[i] >> 4];
        *out++ = lower[bytes[i] & 15];
    }
    *out = '\0';
}

void nh_hex_colons(const void *data, size_t length, char *out)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++) {
        if (i)
            *out++ = ':';
        *out++ = upper[bytes[i] >> 4];
        *out++ = upper[bytes[i] & 15];
    }
    *out = '\0';
}

bool nh_hex_is(const char *text, size_t length)
{
    return strspn(text, lower) == length && !text[length];
}

enum nh_status nh_random(void *out, size_t length, struct nh_error *err)
{
    if (getrandom(out, length, 0) == (ssize_t)length)
        return NH_OK;
    return nh_fail(err, NH_SYSTEM, NULL, "The system does not provide random bytes.");
}

enum nh_status nh_random_hex(char *out, size_t bytes, struct nh_error *err)
{
    unsigned char random[NH_RANDOM_SIZE];
    enum nh_status status = nh_random(random, bytes, err);
    if (!status)
        nh_hex(random, bytes, out);
    explicit_bzero(random, sizeof random);
    return status;
}
