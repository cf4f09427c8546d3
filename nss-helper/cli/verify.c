/* SPDX-License-Identifier: MPL-2.0 */
#include "verify.h"
#include "cli.h"
#include "identity.h"
#include "json.h"
#include "output.h"
#include <cjson/cJSON.h>

static void line(const char *what, enum cli_tone tone, const char *word, const char *meaning)
{
    cli_print(stdout, "  %-11s ", what);
    cli_tone(stdout, tone);
    cli_print(stdout, "%-12s", word);
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, " %s\n", meaning);
}

static void show_chain(enum nh_chain chain)
{
    static const char *const meanings[] = {
        [NH_CHAIN_GOOD] = "up to a root that this profile or the system trusts",
        [NH_CHAIN_UNTRUSTED] = "complete, but its root is not trusted here",
        [NH_CHAIN_INCOMPLETE] = "no way up to a root: the certificate of a CA is missing here",
        [NH_CHAIN_BAD] = "a signature, a date or a constraint on the way is wrong",
    };
    enum cli_tone tone = chain == NH_CHAIN_GOOD        ? CLI_GOOD
                         : chain == NH_CHAIN_UNTRUSTED ? CLI_WARN
                                                       : CLI_BAD;

    line("chain", tone, nh_chain_word(chain), meanings[chain]);
}

static void show_check(const char *what, bool good, const char *yes, const char *no)
{
    line(what, good ? CLI_GOOD : CLI_BAD, good ? "good" : "bad", good ? yes : no);
}

static void show(const struct nh_identity *identity, const struct nh_proof *proof)
{
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE], dates[2 * CLI_DATE_SIZE + 32];

    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", identity->name);
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, ", issued by %s\n  %s\n", identity->issuer_name, identity->fingerprint);
    snprintf(dates, sizeof dates, "valid from %s until %s (UTC)",
             cli_date(identity->not_before, from), cli_date(identity->not_after, until));
    show_check("key", proof->key, "the private key is in the profile",
               "the private key is not in the profile");
    show_check("signature", proof->signs, "what the key signs verifies with the certificate",
               "the key did not sign so that the certificate verifies it");
    show_check("dates", proof->dates, dates, dates);
    show_chain(proof->chain);
    line("revocation", CLI_WARN, "not checked", "ask the issuer whether it was revoked");
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_identity *identity = NULL;
    struct nh_proof proof = {.key = false};
    enum nh_status status = cli_profile_enter(cli, err);

    if (status == NH_OK)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (status == NH_OK)
        status = nh_identity_find(cli->store, cli->words[0], &identity, err);
    if (status != NH_OK)
        return status;
    status = nh_verify(cli->store, identity->fingerprint, &proof, err);
    if (status == NH_OK)
        status = nh_proof_judge(&proof, err);
    if (cli->json) {
        cJSON_AddItemToObject(cli_document(cli), "identity", nh_json_identity(identity));
        cJSON_AddItemToObject(cli_document(cli), "proof", nh_json_proof(&proof));
    } else if (!cli->quiet) {
        show(identity, &proof);
    }
    nh_identity_free(&identity);
    return status;
}

const struct cli_verb cli_verify = {
    .name = "verify",
    .summary = "prove that a certificate works",
    .help = "Usage: nss-helper verify ID [OPTION…]\n\n"
            "Proves a certificate from what the database holds: its private key is there and\n"
            "signs, the dates hold, and the chain leads to a root. Revocation is not checked.\n"
            "The exit code is 0 only if all of that holds. A certificate whose chain is untrusted\n"
            "or incomplete here may still log in where the server knows its CA.\n\n"
            "ID is the start of the SHA-256 fingerprint (8 hex digits or more), the serial\n"
            "number in decimal, or in hex with 0x or colons.\n",
    .examples = "  nss-helper verify 9f2c41d0\n"
                "  nss-helper verify 0x01AF --json\n",
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
