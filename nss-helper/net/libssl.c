/* SPDX-License-Identifier: MPL-2.0 */
#include "net/libssl.h"

#include <dlfcn.h>

struct nh_ssl nh_ssl;

bool nh_ssl_load(void *library)
{
    bool good = true;
#define X(name)                                                                                    \
    if (good)                                                                                      \
        nh_ssl.name = (__typeof__(nh_ssl.name))dlsym(library, #name);                              \
    good = good && nh_ssl.name;
    NH_SSL_FUNCTIONS(X)
#undef X
    return good;
}
