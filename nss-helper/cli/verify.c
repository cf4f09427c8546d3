/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/verify.h"

#include "certificate/find.h"
#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "lifecycle/report.h"
#include "net/fetch.h"
#include "revocation/revocation.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <strings.h>

static bool fresh, offline;
static const char *email;

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

static void show_revocation(const struct nh_revocation *revocation)
{
    char date[CLI_DATE_SIZE], meaning[160];
    switch (revocation->state) {
    case NH_REVOCATION_GOOD:
        snprintf(meaning, sizeof meaning, "not revoked, as the CA's %s said on %s", revocation->by,
                 cli_date(revocation->asked, date));
        line("revocation", CLI_GOOD, "good", meaning);
        return;
    case NH_REVOCATION_REVOKED:
        snprintf(meaning, sizeof meaning, "since %s, as the CA's %s says: %s",
                 cli_date(revocation->since, date), revocation->by, revocation->reason);
        line("revocation", CLI_BAD, "revoked", meaning);
        return;
    case NH_REVOCATION_UNNAMED:
    case NH_REVOCATION_UNCHECKED: break;
    }
    line("revocation", CLI_WARN, "not checked", revocation->why);
}

static bool is_for(const struct nh_identity *identity, const char *address)
{
    for (char **at = identity->emails; *at; at++)
        if (strcasecmp(*at, address) == 0)
            return true;
    return false;
}

static const char *uses_of(const struct nh_identity *identity)
{
    if (identity->login)
        return identity->mail ? "logins and Wi-Fi, and mail" : "logins and Wi-Fi";
    return identity->mail ? "mail" : "neither logins nor mail";
}

/* What it is for; and the address, if the person has said which it should be. */
static void show_uses(const struct nh_identity *identity)
{
    bool used = identity->login || identity->mail;
    line("uses", used ? CLI_GOOD : CLI_BAD, used ? "good" : "bad", uses_of(identity));
    if (email)
        show_check("e-mail", is_for(identity, email), email,
                   identity->emails[0] ? identity->emails[0] : "it has none");
}

static void show(const struct nh_identity *identity, const struct nh_proof *proof,
                 const struct nh_revocation *revocation)
{
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE], dates[2 * CLI_DATE_SIZE + 32];
    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", identity->name);
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, ", issued by %s\n  %s\n", identity->issuer_name, identity->fingerprint);
    snprintf(dates, sizeof dates, "valid from %s until %s", cli_date(identity->not_before, from),
             cli_date(identity->not_after, until));
    show_check("key", proof->key, "the private key is in the profile",
               "the private key is not in the profile");
    show_check("signature", proof->signs, "what the key signs verifies with the certificate",
               "the key did not sign so that the certificate verifies it");
    show_check("dates", proof->dates, dates, dates);
    show_uses(identity);
    show_chain(proof->chain);
    show_revocation(revocation);
}

static void add_json(struct cli *cli, const struct nh_identity *identity,
                     const struct nh_proof *proof, const struct nh_revocation *revocation)
{
    cJSON *object = nh_report_proof(proof);
    cJSON_ReplaceItemInObject(object, "revocation",
                              cJSON_CreateString(nh_revocation_word(revocation->state)));
    cJSON_AddItemToObject(cli_document(cli), "identity", nh_report_identity(identity));
    cJSON_AddItemToObject(cli_document(cli), "proof", object);
    cJSON_AddItemToObject(cli_document(cli), "revocation", nh_report_revocation(revocation));
}

static enum nh_status prove(struct cli *cli, struct nh_identity **identity, struct nh_proof *proof,
                            struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_identity_find(cli->store, cli->words[0], identity, err);
    if (!status)
        status = nh_verify(cli->store, (*identity)->fingerprint, proof, err);
    if (!status)
        status = nh_proof_judge(proof, err);
    nh_store_close(&cli->store);
    return status;
}

/* The proof, and whose it is. */
static enum nh_status judge_person(const struct nh_identity *identity, enum nh_status proven,
                                   struct nh_error *err)
{
    if (proven || !email || is_for(identity, email))
        return proven;
    return nh_fail(err, NH_NOT_PROVEN, NULL, "The certificate is not for %.80s, but for %.80s.",
                   email, identity->emails[0] ? identity->emails[0] : "no e-mail address");
}

/* What weighs more: no key, then revoked, then the rest of the proof, then nobody's answer. */
static enum nh_status judge(enum nh_status proven, const struct nh_revocation *revocation,
                            struct nh_error *err)
{
    bool revoked = revocation->state == NH_REVOCATION_REVOKED;
    if (proven == NH_NOT_PROVEN || (proven && !revoked))
        return proven;
    if (offline && !revoked)
        return NH_OK;
    return nh_revocation_judge(revocation, err);
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_identity *identity = NULL;
    struct nh_proof proof = {.key = false};
    struct nh_revocation revocation = {.by = ""};
    enum nh_status status = cli_profile_enter(cli, err), asked = NH_OK;
    if (status)
        return status;
    status = prove(cli, &identity, &proof, err);
    if (!identity)
        return status;
    asked =
        nh_revocation_check(cli->chosen.path, identity->fingerprint, offline ? NULL : nh_fetch_web,
                            fresh, &revocation, !status ? err : NULL);
    status = judge_person(identity, status, err);
    if (!asked)
        status = judge(status, &revocation, err);
    else if (!status)
        status = asked;
    if (!asked && cli->json)
        add_json(cli, identity, &proof, &revocation);
    else if (!asked && !cli->quiet)
        show(identity, &proof, &revocation);
    nh_identity_free(&identity);
    return status;
}

static const struct cli_option options[] = {
    {.name = "email",
     .argument = "ADDRESS",
     .about = "it must be for this address",
     .value = &email},
    {.name = "fresh", .about = "ask again, whatever was kept of an earlier answer", .flag = &fresh},
    {.name = "offline",
     .about = "ask nobody: only an answer that was kept counts",
     .flag = &offline},
    {.name = NULL},
};

const struct cli_verb cli_verify = {
    .name = "verify",
    .summary = "prove that a certificate works",
    .help = "Usage: nss-helper verify ID [OPTION…]\n\n"
            "Proves a certificate from what the database holds: its private key is there and\n"
            "signs, the dates hold, and the chain leads to a root. Then its CA is asked, at the\n"
            "places that the certificate names, whether it was revoked: by OCSP, else by its CRL.\n"
            "An answer counts for a day at most. The exit code is 0 only if all of that holds.\n"
            "A certificate whose chain is untrusted or incomplete here may still log in where the\n"
            "server knows its CA; one that names no place to ask at can't be asked about.\n\n"
            "ID is the start of the SHA-256 fingerprint (8 hex digits or more), the serial\n"
            "number in decimal, or in hex with 0x or colons.\n",
    .examples = "  nss-helper verify 9f2c41d0\n"
                "  nss-helper verify 0x01AF --json\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
