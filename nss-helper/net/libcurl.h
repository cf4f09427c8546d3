/* SPDX-License-Identifier: MPL-2.0 */
/* libcurl, loaded when it is first needed: linked with all its dependencies, the command would take
   four times as long to start. Only the files of http.h use it. */
#ifndef NH_NET_LIBCURL_H
#define NH_NET_LIBCURL_H

#include <curl/curl.h>

/* clang-format off */
#define NH_CURL_FUNCTIONS(X)                                                                       \
    X(easy_cleanup)                                                                                \
    X(easy_getinfo)                                                                                \
    X(easy_init)                                                                                   \
    X(easy_perform)                                                                                \
    X(easy_recv)                                                                                   \
    X(easy_setopt)                                                                                 \
    X(easy_strerror)                                                                               \
    X(free)                                                                                        \
    X(global_init_mem)                                                                             \
    X(slist_append)                                                                                \
    X(slist_free_all)                                                                              \
    X(url)                                                                                         \
    X(url_cleanup)                                                                                 \
    X(url_get)                                                                                     \
    X(url_set)                                                                                     \
    X(version_info)
/* clang-format on */

/* curl->easy_init is curl_easy_init, and so on. */
struct nh_curl {
#define X(name) __typeof__(&(curl_##name)) name;
    NH_CURL_FUNCTIONS(X)
#undef X
};

/* Load it. NULL when it is not installed, or uses another TLS library than OpenSSL. */
const struct nh_curl *nh_curl(void);

#endif
