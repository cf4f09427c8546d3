/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_OPTIONS_H
#define PORTAL_OPTIONS_H

#include "fault.h"

#include <stdbool.h>
#include <time.h>

#define ALLOW_MAX 16
#define AS_OF_DAYS 1461 /* so many days back at most: four years */
#define ADDRESS_MAX 46 /* INET6_ADDRSTRLEN */

enum ca_kind { CA_RSA, CA_EC };
enum mode { MODE_CLASSIC, MODE_P12 };
enum answer_kind { ANSWER_P7B, ANSWER_DER, ANSWER_PEM };
enum p12_kind { P12_MODERN, P12_LEGACY };

/* The ways to name a file in Content-Disposition. */
enum p12_name { NAME_ATTACHMENT, NAME_JAPANESE, NAME_INLINE, NAME_BARE, NAME_NONE };

enum ocsp_signer { SIGNER_DELEGATED, SIGNER_CA };

/* Of OCSP and CRL. */
struct status_options {
    enum fault ocsp, crl;
    enum ocsp_signer signer;
    int lifetime; /* seconds until their nextUpdate */
};

/* Only of the P12 mode. */
struct p12_options {
    enum p12_kind kind;
    const char *type; /* Content-Type */
    enum p12_name name;
    bool chunked; /* without Content-Length */
    bool link;    /* fetched by GET, not by a form */
};

struct options {
    const char *data;
    int port, service_port, status_port; /* 0: the one kept in the data folder, or a free one */
    int prepare;            /* seconds until a certificate can be fetched */
    int revoke;             /* seconds until one is revoked */
    int pin_lifetime;       /* seconds that an access PIN is good for */
    enum ca_kind ca;
    enum mode mode;
    enum answer_kind answer; /* of the classic mode */
    struct p12_options p12;
    char allow[ALLOW_MAX][ADDRESS_MAX];
    int allow_count; /* 0: everybody */
    time_t as_of;     /* the day of issue; 0: today */
    bool left_wanted; /* the day of issue follows from the days that are left */
    int days_left;
    struct status_options status;
    bool wrong_key;
    int stall_answer; /* bytes of an answer before it stalls; 0: never */
};

/* Returns -1 to go on, or the exit code; what is wrong was told on stderr. */
int options_parse(struct options *options, int argc, char **argv);

/* Is an address (as inet_ntop writes it) let in? */
bool options_allow(const struct options *options, const char *address);

#endif
