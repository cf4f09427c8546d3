/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/hash.h"

#include "base/hex.h"

#include <ctype.h>
#include <limits.h>
#include <pk11pub.h>

#define SHA256_SIZE 32

static bool digest(const void *data, size_t length, unsigned char out[SHA256_SIZE])
{
    return length <= INT_MAX &&
           PK11_HashBuf(SEC_OID_SHA256, out, data, (PRInt32)length) == SECSuccess;
}

bool nh_hash_hex(const void *data, size_t length, char out[65])
{
    unsigned char hash[SHA256_SIZE];
    if (!digest(data, length, hash))
        return false;
    nh_hex(hash, SHA256_SIZE, out);
    return true;
}

bool nh_hash_fingerprint(const void *data, size_t length, char out[96])
{
    unsigned char hash[SHA256_SIZE];
    if (!digest(data, length, hash))
        return false;
    nh_hex_colons(hash, SHA256_SIZE, out);
    return true;
}

void nh_hash_plain(const char *fingerprint, char out[65])
{
    size_t length = 0;
    for (; *fingerprint && length < 64; fingerprint++) {
        if (*fingerprint != ':')
            out[length++] = (char)tolower((unsigned char)*fingerprint);
    }
    out[length] = '\0';
}
