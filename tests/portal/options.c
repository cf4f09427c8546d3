/* SPDX-License-Identifier: MPL-2.0 */
#include "options.h"

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
    "  --prepare SECONDS     until a certificate is ready, 0 to 600 (default 3)\n"
    "  --pin-lifetime SECONDS  of an access PIN (default 604800, a week)\n"
    "  --answer p7b|der|pem  how the certificate is sent (default p7b, with chain)\n"
    "  --allow ADDR[,ADDR]   only these clients; others are told of campus network\n"
    "  --wrong-key           certify a key that is not the requester's, for tests\n"
    "  --stall-answer BYTES  stop after so many bytes of a certificate, until SIGCONT\n"
    "  --help\n";

enum { OPT_DATA = 1, OPT_PORT, OPT_SERVICE_PORT, OPT_PREPARE, OPT_PIN_LIFETIME, OPT_ANSWER,
       OPT_ALLOW, OPT_WRONG_KEY, OPT_STALL_ANSWER, OPT_HELP };

static const struct option long_options[] = {
    {"data", required_argument, NULL, OPT_DATA},
    {"port", required_argument, NULL, OPT_PORT},
    {"service-port", required_argument, NULL, OPT_SERVICE_PORT},
    {"prepare", required_argument, NULL, OPT_PREPARE},
    {"pin-lifetime", required_argument, NULL, OPT_PIN_LIFETIME},
    {"answer", required_argument, NULL, OPT_ANSWER},
    {"allow", required_argument, NULL, OPT_ALLOW},
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

static bool parse_answer(const char *text, enum answer_kind *answer)
{
    static const char *const names[] = {[ANSWER_P7B] = "p7b", [ANSWER_DER] = "der",
                                        [ANSWER_PEM] = "pem"};

    for (int i = 0; i < 3; i++) {
        if (strcmp(text, names[i]) == 0) {
            *answer = (enum answer_kind)i;
            return true;
        }
    }
    fprintf(stderr, "portal: --answer is p7b, der or pem, not '%s'\n", text);
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

static bool parse_one(struct options *options, int option)
{
    switch (option) {
    case OPT_DATA:
        options->data = optarg;
        return true;
    case OPT_PORT:
        return parse_number(optarg, 0, 65535, &options->port);
    case OPT_SERVICE_PORT:
        return parse_number(optarg, 0, 65535, &options->service_port);
    case OPT_PREPARE:
        return parse_number(optarg, 0, 600, &options->prepare);
    case OPT_PIN_LIFETIME:
        return parse_number(optarg, 1, 31536000, &options->pin_lifetime);
    case OPT_ANSWER:
        return parse_answer(optarg, &options->answer);
    case OPT_ALLOW:
        return parse_allow(options, optarg);
    case OPT_WRONG_KEY:
        return options->wrong_key = true;
    case OPT_STALL_ANSWER:
        return parse_number(optarg, 1, 65535, &options->stall_answer);
    default:
        return false;
    }
}

int options_parse(struct options *options, int argc, char **argv)
{
    int option;

    *options = (struct options){.prepare = 3, .pin_lifetime = 7 * 24 * 3600};
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
