/* SPDX-License-Identifier: MPL-2.0 */
#include "net/libcurl.h"

#include "base/wiped.h"
#include "net/libssl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static struct nh_curl functions;

static void *library; /* never unloaded */

static bool load(void)
{
    library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    bool good = library != NULL;
#define X(name)                                                                                    \
    if (good)                                                                                      \
        functions.name = (__typeof__(functions.name))dlsym(library, "curl_" #name);                \
    good = good && functions.name;
    NH_CURL_FUNCTIONS(X)
#undef X
    return good;
}

/* Client keys work with an SSL_CTX of OpenSSL only. */
static bool is_openssl(void)
{
    const curl_version_info_data *info = functions.version_info(CURLVERSION_NOW);
    return info->ssl_version && strncmp(info->ssl_version, "OpenSSL/", 8) == 0;
}

/* The password of a server goes through it, as it is and in the header that has it in base64. */
static bool start(void)
{
    return !functions.global_init_mem(CURL_GLOBAL_DEFAULT, malloc, nh_wiped_free, nh_wiped_realloc,
                                      strdup, calloc);
}

const struct nh_curl *nh_curl(void)
{
    static enum { UNKNOWN, GOOD, BAD } state;
    if (state == UNKNOWN)
        state = load() && is_openssl() && nh_ssl_load(library) && start() ? GOOD : BAD;
    return state == GOOD ? &functions : NULL;
}
