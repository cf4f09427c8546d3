/* SPDX-License-Identifier: MPL-2.0 */
#include "options.h"

#include "validity.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage_text[] =
    "usage: portal --data DIR [options]\n"
    "A certificate portal and its CA for demo and tests, on this machine only.\n"
    "\n"
    "  --data DIR            where it keeps its state; made if it is missing\n"
    "  --port N              of portal and download site (default: kept, or free)\n"
    "  --service-port N      of the service that asks for the certificate\n"
    "  --status-port N       of OCSP and CRL, over plain HTTP\n"
    "  --prepare SECONDS     until a certificate is ready, 0 to 600 (default 3)\n"
    "  --pin-lifetime SECONDS  of an access PIN (default 604800, a week)\n"
    "  --revoke SECONDS      until a revocation is done, 0 to 600 (default 3)\n"
    "  --as-of DATE          issue as of an earlier day: 2024-12-25, or -700 (days)\n"
    "  --days-left N         issue so that N days are left; below 0: expired\n"
    "                        (a renewal is of today with either)\n"
    "  --ca rsa-2048|p-256   the key of a CA that is made anew (default rsa-2048)\n"
    "  --mode classic|p12    whose key: the browser's <keygen> (default), or the\n"
    "                        portal's, in a .p12 whose password is the access PIN\n"
    "  --answer p7b|der|pem  classic: how the certificate is sent (default p7b, with chain)\n"
    "  --p12-kind modern|legacy  AES-256 and SHA-256 (default), or 3DES and SHA-1\n"
    "  --p12-type TYPE       its Content-Type (default application/x-pkcs12)\n"
    "  --p12-name attachment|japanese|inline|bare|none  its Content-Disposition\n"
    "  --p12-chunked         send it without Content-Length\n"
    "  --p12-link            a link to it, and RSA 2048, instead of the form\n"
    "  --allow ADDR[,ADDR]   only these clients; others are told of campus network\n"
    "  --status-lifetime SECONDS  of an OCSP answer and a CRL (default 86400, a day)\n"
    "  --ocsp-signer delegated|ca  who signs OCSP answers (default delegated)\n"
    "  --ocsp honest|stale|wrong-signer|unreachable|slow|huge|nonsense|good|revoked|\n"
    "         unknown|wrong-use|other|try-later  what OCSP answers (default honest)\n"
    "  --crl honest|stale|wrong-signer|unreachable|slow|huge|nonsense  the same of the CRL\n"
    "  --wrong-key           certify a key that is not the requester's, for tests\n"
    "  --stall-answer BYTES  stop after so many bytes of an answer, until SIGCONT\n"
    "  --help\n";

enum { OPT_DATA = 1, OPT_PORT, OPT_SERVICE_PORT, OPT_STATUS_PORT, OPT_PREPARE, OPT_PIN_LIFETIME,
       OPT_REVOKE, OPT_AS_OF, OPT_DAYS_LEFT, OPT_CA, OPT_MODE, OPT_ANSWER, OPT_P12_KIND, OPT_P12_TYPE,
       OPT_P12_NAME, OPT_P12_CHUNKED, OPT_P12_LINK, OPT_ALLOW, OPT_STATUS_LIFETIME,
       OPT_OCSP_SIGNER, OPT_OCSP, OPT_CRL, OPT_WRONG_KEY, OPT_STALL_ANSWER, OPT_HELP };

static const struct option long_options[] = {
    {"data", required_argument, NULL, OPT_DATA},
    {"port", required_argument, NULL, OPT_PORT},
    {"service-port", required_argument, NULL, OPT_SERVICE_PORT},
    {"status-port", required_argument, NULL, OPT_STATUS_PORT},
    {"prepare", required_argument, NULL, OPT_PREPARE},
    {"pin-lifetime", required_argument, NULL, OPT_PIN_LIFETIME},
    {"revoke", required_argument, NULL, OPT_REVOKE},
    {"as-of", required_argument, NULL, OPT_AS_OF},
    {"days-left", required_argument, NULL, OPT_DAYS_LEFT},
    {"ca", required_argument, NULL, OPT_CA},
    {"mode", required_argument, NULL, OPT_MODE},
    {"answer", required_argument, NULL, OPT_ANSWER},
    {"p12-kind", required_argument, NULL, OPT_P12_KIND},
    {"p12-type", required_argument, NULL, OPT_P12_TYPE},
    {"p12-name", required_argument, NULL, OPT_P12_NAME},
    {"p12-chunked", no_argument, NULL, OPT_P12_CHUNKED},
    {"p12-link", no_argument, NULL, OPT_P12_LINK},
    {"allow", required_argument, NULL, OPT_ALLOW},
    {"status-lifetime", required_argument, NULL, OPT_STATUS_LIFETIME},
    {"ocsp-signer", required_argument, NULL, OPT_OCSP_SIGNER},
    {"ocsp", required_argument, NULL, OPT_OCSP},
    {"crl", required_argument, NULL, OPT_CRL},
    {"wrong-key", no_argument, NULL, OPT_WRONG_KEY},
    {"stall-answer", required_argument, NULL, OPT_STALL_ANSWER},
    {"help", no_argument, NULL, OPT_HELP},
    {0},
};

static bool parse_number(const char *text, long low, long high, int *number)
{
    char *end = NULL;

    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < low || value > high) {
        fprintf(stderr, "portal: '%s' is not a number from %ld to %ld\n", text, low, high);
        return false;
    }
    *number = (int)value;
    return true;
}

static const char *const ca_kinds[] = {[CA_RSA] = "rsa-2048", [CA_EC] = "p-256", NULL};
static const char *const modes[] = {[MODE_CLASSIC] = "classic", [MODE_P12] = "p12", NULL};
static const char *const answers[] = {[ANSWER_P7B] = "p7b", [ANSWER_DER] = "der",
                                      [ANSWER_PEM] = "pem", NULL};
static const char *const p12_kinds[] = {[P12_MODERN] = "modern", [P12_LEGACY] = "legacy", NULL};
static const char *const p12_names[] = {[NAME_ATTACHMENT] = "attachment",
                                        [NAME_JAPANESE] = "japanese", [NAME_INLINE] = "inline",
                                        [NAME_BARE] = "bare", [NAME_NONE] = "none", NULL};

/* The names of all faults; those of a CRL come first. */
#define CRL_FAULTS [FAULT_NONE] = "honest", [FAULT_STALE] = "stale", \
    [FAULT_WRONG_SIGNER] = "wrong-signer", [FAULT_UNREACHABLE] = "unreachable", \
    [FAULT_SLOW] = "slow", [FAULT_HUGE] = "huge", [FAULT_NONSENSE] = "nonsense"
static const char *const crl_faults[] = {CRL_FAULTS, [FAULT_CRL_END] = NULL};
static const char *const ocsp_faults[] = {
    CRL_FAULTS, [FAULT_GOOD] = "good", [FAULT_REVOKED] = "revoked", [FAULT_UNKNOWN] = "unknown",
    [FAULT_WRONG_USE] = "wrong-use", [FAULT_OTHER] = "other", [FAULT_TRY_LATER] = "try-later",
    [FAULT_OCSP_END] = NULL};
static const char *const signers[] = {[SIGNER_DELEGATED] = "delegated", [SIGNER_CA] = "ca", NULL};

static bool parse_choice(const char *text, const char *const names[], int *choice)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *choice = i;
            return true;
        }
    }
    fprintf(stderr, "portal: '%s' is none of these:", text);
    for (int i = 0; names[i]; i++)
        fprintf(stderr, " %s", names[i]);
    fputc('\n', stderr);
    return false;
}

/* The type goes into a header as it is, so it must not break one. */
static bool parse_type(const char *text, const char **type)
{
    *type = text;
    for (const char *at = text; *at; at++)
        if (*at < ' ' || *at > '~')
            *type = NULL;
    if (*type && strchr(text, '/'))
        return true;
    fprintf(stderr, "portal: '%s' is not a content type\n", text);
    return false;
}

/* Written back by inet_ntop, so that later a comparison of text is enough. */
static bool parse_address(const char *text, char *address)
{
    unsigned char raw[sizeof(struct in6_addr)];
    int family = strchr(text, ':') ? AF_INET6 : AF_INET;

    if (inet_pton(family, text, raw) == 1)
        return inet_ntop(family, raw, address, ADDRESS_MAX) != NULL;
    fprintf(stderr, "portal: '%s' is not an IP address\n", text);
    return false;
}

static bool parse_allow(struct options *options, char *list)
{
    char *rest = NULL;

    for (char *one = strtok_r(list, ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
        if (options->allow_count == ALLOW_MAX) {
            fprintf(stderr, "portal: at most %d addresses\n", ALLOW_MAX);
            return false;
        }
        if (!parse_address(one, options->allow[options->allow_count]))
            return false;
        options->allow_count++;
    }
    return options->allow_count > 0;
}

/* A day, from its first moment (UTC), or a number of days before now. */
static bool parse_as_of(const char *text, time_t *as_of)
{
    struct tm tm = {0};
    time_t now = time(NULL);
    const char *end = strptime(text, "%Y-%m-%d", &tm);

    if (text[0] == '-' || !end || *end) {
        int days;
        if (!parse_number(text, -AS_OF_DAYS, 0, &days))
            return false;
        *as_of = now + days * DAY;
        return true;
    }
    *as_of = timegm(&tm);
    if (*as_of <= now && *as_of >= now - AS_OF_DAYS * DAY)
        return true;
    fprintf(stderr, "portal: %s is not a day of the last four years\n", text);
    return false;
}

static bool parse_status(struct status_options *status, int option)
{
    int choice = 0;
    bool good;

    switch (option) {
    case OPT_STATUS_LIFETIME:
        return parse_number(optarg, 1, 31536000, &status->lifetime);
    case OPT_OCSP_SIGNER:
        good = parse_choice(optarg, signers, &choice);
        status->signer = (enum ocsp_signer)choice;
        return good;
    case OPT_OCSP:
        good = parse_choice(optarg, ocsp_faults, &choice);
        status->ocsp = (enum fault)choice;
        return good;
    case OPT_CRL:
        good = parse_choice(optarg, crl_faults, &choice);
        status->crl = (enum fault)choice;
        return good;
    default:
        return false;
    }
}

static bool parse_one(struct options *options, int option)
{
    int choice = 0;
    bool good;

    switch (option) {
    case OPT_DATA:
        options->data = optarg;
        return true;
    case OPT_PORT:
        return parse_number(optarg, 0, 65535, &options->port);
    case OPT_SERVICE_PORT:
        return parse_number(optarg, 0, 65535, &options->service_port);
    case OPT_STATUS_PORT:
        return parse_number(optarg, 0, 65535, &options->status_port);
    case OPT_PREPARE:
        return parse_number(optarg, 0, 600, &options->prepare);
    case OPT_PIN_LIFETIME:
        return parse_number(optarg, 1, 31536000, &options->pin_lifetime);
    case OPT_REVOKE:
        return parse_number(optarg, 0, 600, &options->revoke);
    case OPT_AS_OF:
        return parse_as_of(optarg, &options->as_of);
    case OPT_DAYS_LEFT:
        options->left_wanted = true;
        return parse_number(optarg, -690, 760, &options->days_left);
    case OPT_CA:
        good = parse_choice(optarg, ca_kinds, &choice);
        options->ca = (enum ca_kind)choice;
        return good;
    case OPT_MODE:
        good = parse_choice(optarg, modes, &choice);
        options->mode = (enum mode)choice;
        return good;
    case OPT_ANSWER:
        good = parse_choice(optarg, answers, &choice);
        options->answer = (enum answer_kind)choice;
        return good;
    case OPT_P12_KIND:
        good = parse_choice(optarg, p12_kinds, &choice);
        options->p12.kind = (enum p12_kind)choice;
        return good;
    case OPT_P12_TYPE:
        return parse_type(optarg, &options->p12.type);
    case OPT_P12_NAME:
        good = parse_choice(optarg, p12_names, &choice);
        options->p12.name = (enum p12_name)choice;
        return good;
    case OPT_P12_CHUNKED:
        return options->p12.chunked = true;
    case OPT_P12_LINK:
        return options->p12.link = true;
    case OPT_ALLOW:
        return parse_allow(options, optarg);
    case OPT_WRONG_KEY:
        return options->wrong_key = true;
    case OPT_STALL_ANSWER:
        return parse_number(optarg, 1, 65535, &options->stall_answer);
    default:
        return parse_status(&options->status, option);
    }
}

int options_parse(struct options *options, int argc, char **argv)
{
    int option;

    *options = (struct options){.prepare = 3, .revoke = 3, .pin_lifetime = 7 * 24 * 3600,
                                .status.lifetime = 24 * 3600,
                                .p12.type = "application/x-pkcs12"};
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (option == OPT_HELP) {
            fputs(usage_text, stdout);
            return 0;
        }
        if (!parse_one(options, option))
            return 64;
    }
    if (optind != argc || !options->data || !*options->data) {
        fputs(usage_text, stderr);
        return 64;
    }
    return -1;
}

bool options_allow(const struct options *options, const char *address)
{
    for (int i = 0; i < options->allow_count; i++)
        if (strcmp(options->allow[i], address) == 0)
            return true;
    return options->allow_count == 0;
}
