/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_OPTIONS_H
#define PORTAL_OPTIONS_H

#include <stdbool.h>

#define ALLOW_MAX 16
#define ADDRESS_MAX 46 /* INET6_ADDRSTRLEN */

enum answer_kind { ANSWER_P7B, ANSWER_DER, ANSWER_PEM };

struct options {
    const char *data;
    int port, service_port; /* 0: the one kept in the data folder, or a free one */
    int prepare;            /* seconds until a certificate can be fetched */
    int pin_lifetime;       /* seconds that an access PIN is good for */
    enum answer_kind answer;
    char allow[ALLOW_MAX][ADDRESS_MAX];
    int allow_count; /* 0: everybody */
    bool wrong_key;
    int stall_answer; /* bytes of a certificate before it stalls; 0: never */
};

/* Returns -1 to go on, or the exit code; what is wrong was told on stderr. */
int options_parse(struct options *options, int argc, char **argv);

/* Is an address (as inet_ntop writes it) let in? */
bool options_allow(const struct options *options, const char *address);

#endif
