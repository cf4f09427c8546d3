/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/verify.h"

#include "base/language.h"
#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/details.h"
#include "cli/enter.h"
#include "cli/here.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "cli/wrap.h"
#include "journal/journal.h"
#include "journal/origin.h"
#include "lifecycle/issuers.h"
#include "lifecycle/report.h"
#include "net/fetch.h"
#include "revocation/revocation.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

static bool fresh, offline, fetch;
static const char *email, *max_age;

#define DAY_SECONDS 86400L

#define WORDS_AT 14   /* column of the result */
#define MEANING_AT 27 /* column of its explanation */

/* A line about one check. */
static void line(const char *what, enum cli_tone tone, const char *word, const char *meaning)
{
    size_t column = 2 + cli_text_width(what);
    size_t blanks = column < WORDS_AT ? WORDS_AT - column : 1;
    printf("  %s%*s", what, (int)blanks, "");
    cli_tone(stdout, tone);
    fputs(word, stdout);
    cli_tone(stdout, CLI_PLAIN);
    cli_meaning(stdout, MEANING_AT, column + blanks + cli_text_width(word), meaning);
}

/* Another line about the same check. */
static __attribute__((format(printf, 1, 2))) void further(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = cli_format(format, list);
    va_end(list);
    char *here = text ? cli_here_text(text) : NULL;
    if (here)
        cli_meaning(stdout, MEANING_AT, 0, here);
    free(here);
    free(text);
}

static const char *chain_word(enum nh_chain chain)
{
    switch (chain) {
    case NH_CHAIN_GOOD: return _("good");
    case NH_CHAIN_UNTRUSTED: return _("untrusted");
    case NH_CHAIN_INCOMPLETE: return _("incomplete");
    case NH_CHAIN_BAD: break;
    }
    return _("bad");
}

static void show_missing(const struct nh_identity *identity, const struct nh_missing *missing)
{
    char id[CLI_ID_SIZE];
    further(_("missing: %s"), missing->name);
    if (*missing->address)
        further(_("available at %s"), missing->address);
    if (missing->web)
        further(_("to get it: nss-helper verify %s --fetch"), cli_id(identity->fingerprint, id));
    else
        further("%s", _("ask the CA for it and import it"));
}

static void show_chain(const struct nh_identity *identity, const struct nh_proof *proof)
{
    static const char *const meanings[] = {
        [NH_CHAIN_GOOD] = N_("leads to a root that this profile or the system trusts"),
        [NH_CHAIN_UNTRUSTED] =
            N_("complete; its root is not trusted for websites here, which is normal "
               "for an organization's own CA and does not affect logging in"),
        [NH_CHAIN_INCOMPLETE] = N_("the certificate of a CA is missing here"),
    };
    char wrong[sizeof proof->fault + 2];
    enum cli_tone tone = proof->chain == NH_CHAIN_GOOD        ? CLI_GOOD
                         : proof->chain == NH_CHAIN_UNTRUSTED ? CLI_PLAIN
                                                              : CLI_BAD;
    snprintf(wrong, sizeof wrong, "%s: %s", proof->fault.name, proof->fault.what);
    line(_("chain"), tone, chain_word(proof->chain),
         proof->chain == NH_CHAIN_BAD ? wrong : _(meanings[proof->chain]));
    if (*proof->missing.name)
        show_missing(identity, &proof->missing);
}

static void show_check(const char *what, bool good, const char *yes, const char *no)
{
    line(what, good ? CLI_GOOD : CLI_BAD, good ? _("good") : _("bad"), good ? yes : no);
}

/* The date of the CA's statement, and its age. */
static const char *when(time_t said, char text[CLI_DATE_SIZE + 24])
{
    char date[CLI_DATE_SIZE];
    long days = (long)((time(NULL) - said) / DAY_SECONDS);
    if (days < 1)
        return cli_date(said, text);
    snprintf(text, CLI_DATE_SIZE + 24,
             ngettext("%s (%ld day ago)", "%s (%ld days ago)", (unsigned long)days),
             cli_date(said, date), days);
    return text;
}

static void show_revocation(const struct nh_revocation *revocation)
{
    char date[CLI_DATE_SIZE + 24], meaning[320];
    switch (revocation->state) {
    case NH_REVOCATION_GOOD:
        snprintf(meaning, sizeof meaning,
                 _("as of %s, the CA's %s says that the certificate is not revoked"),
                 when(revocation->said, date), revocation->by);
        line(_("revocation"), CLI_GOOD, _("good"), meaning);
        return;
    case NH_REVOCATION_REVOKED:
        snprintf(meaning, sizeof meaning, _("since %s, according to the CA's %s: %s"),
                 cli_date(revocation->since, date), revocation->by, revocation->reason);
        line(_("revocation"), CLI_BAD, _("revoked"), meaning);
        return;
    case NH_REVOCATION_UNNAMED:
    case NH_REVOCATION_UNCHECKED: break;
    }
    line(_("revocation"), CLI_WARN, _("not checked"), revocation->why);
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
        return identity->mail ? _("login, Wi-Fi and e-mail") : _("login and Wi-Fi");
    return identity->mail
               ? _("e-mail")
               : _("for neither login nor e-mail: ask its issuer for a personal certificate");
}

static void show_address(const struct nh_identity *identity)
{
    const char *own = identity->emails[0];
    char *other = NULL;
    if (own && asprintf(&other, _("%s, not %s"), own, email) < 0)
        other = NULL;
    show_check(_("e-mail"), is_for(identity, email), email,
               other ? other : _("the certificate has none"));
    free(other);
}

/* The uses, and the e-mail address if the person has given the expected one. */
static void show_uses(const struct nh_identity *identity)
{
    bool used = identity->login || identity->mail;
    line(_("uses"), used ? CLI_GOOD : CLI_BAD, used ? _("good") : _("bad"), uses_of(identity));
    if (email)
        show_address(identity);
}

/* Unusual things that are no failures. */
static void show_odd(const struct nh_identity *identity, bool open)
{
    if (identity->authority)
        line(_("kind"), CLI_WARN, _("odd"),
             _("marked as the certificate of a CA (CA:TRUE): ask its issuer for another "
               "one"));
    if (open)
        line(_("file"), CLI_WARN, _("odd"),
             _("its key came in a file that anyone could open: delete the file, and "
               "request a new certificate"));
}

static void show_dates(const struct nh_identity *identity, bool good)
{
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE], dates[2 * CLI_DATE_SIZE + 160];
    cli_date(identity->not_before, from);
    cli_date(identity->not_after, until);
    if (good)
        snprintf(dates, sizeof dates, _("valid from %s until %s"), from, until);
    else if (time(NULL) > identity->not_after)
        snprintf(dates, sizeof dates, _("expired: it was valid from %s until %s"), from, until);
    else
        snprintf(dates, sizeof dates, _("not valid yet: it is valid from %s until %s"), from,
                 until);
    show_check(_("dates"), good, dates, dates);
}

static void show(const struct nh_identity *identity, bool open, const struct nh_proof *proof,
                 const struct nh_revocation *revocation)
{
    cli_details_head(identity);
    show_check(_("key"), proof->key, _("the private key is in the profile"),
               _("the private key is not in the profile"));
    show_check(_("signature"), proof->signs, _("the certificate verifies what the key signs"),
               _("the certificate does not verify what the key signs"));
    show_dates(identity, proof->dates);
    show_uses(identity);
    if (identity->unknown_critical)
        line(_("extensions"), CLI_BAD, _("bad"),
             _("the certificate has a critical extension that nss-helper does not know: "
               "nothing may use it. Ask its issuer for another one."));
    show_odd(identity, open);
    show_chain(identity, proof);
    show_revocation(revocation);
}

static void add_json(struct cli *cli, const struct nh_identity *identity, bool open,
                     const struct nh_proof *proof, const struct nh_revocation *revocation)
{
    cJSON *object = nh_report_proof(proof);
    cJSON_ReplaceItemInObject(object, "revocation",
                              cJSON_CreateString(nh_revocation_word(revocation->state)));
    cJSON_AddItemToObject(cli_document(cli), "identity", nh_report_identity(identity));
    nh_report_odd(cli_document(cli), identity, open);
    nh_report_chain(object, proof);
    cJSON_AddItemToObject(cli_document(cli), "proof", object);
    cJSON *told = nh_report_revocation(revocation);
    nh_report_said(told, revocation);
    cJSON_AddItemToObject(cli_document(cli), "revocation", told);
}

static enum nh_status find(struct cli *cli, struct nh_identity **identity, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = cli_meant_find(cli, cli->words[0], identity, err);
    nh_store_close(&cli->store);
    return status;
}

/* Whether the table shows this error. */
static bool is_told(enum nh_status status)
{
    return status == NH_OK || status == NH_NOT_PROVEN || status == NH_DATES ||
           status == NH_UNUSABLE || status == NH_CHAIN;
}

/* Issuers that were fetched stay even if the next one can't be fetched. */
static enum nh_status fetch_issuers(struct cli *cli, struct nh_identity *identity,
                                    struct nh_error *err)
{
    struct nh_fetched fetched = {.count = 0};
    cli_progress_begin(cli, _("Downloading missing certificates"));
    enum nh_status status = cli_journal_open(cli, err);
    if (!status)
        status = nh_issuers_fetch(cli->journal, cli->chosen.path, identity, nh_fetch_anywhere,
                                  &fetched, err);
    cli_progress_end();
    for (size_t i = 0; i < fetched.count; i++)
        cli_note(cli, _("Imported without trust: %s, from %s"), fetched.items[i].name,
                 fetched.items[i].address);
    return status;
}

static enum nh_status prove(struct cli *cli, struct nh_identity *identity, struct nh_proof *proof,
                            struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_verify(cli->store, identity, proof, err);
    if (!status)
        status = nh_proof_judge(proof, err);
    nh_store_close(&cli->store);
    return status;
}

/* *told: the table shows what is wrong. */
static enum nh_status prove_whole(struct cli *cli, struct nh_identity *identity,
                                  struct nh_proof *proof, bool *told, struct nh_error *err)
{
    struct nh_error why = {.status = NH_OK};
    enum nh_status fetched = fetch ? fetch_issuers(cli, identity, &why) : NH_OK;
    enum nh_status status = prove(cli, identity, proof, err);
    *told = is_told(status);
    if (status != NH_CHAIN || !fetched)
        return status;
    *told = false;
    *err = why; /* why it could not be fetched says more than that it is missing */
    return fetched;
}

/* Judge the proof, and the expected e-mail address. */
static enum nh_status judge_person(const struct nh_identity *identity, enum nh_status proven,
                                   struct nh_error *err)
{
    if (proven || !email || is_for(identity, email))
        return proven;
    if (!identity->emails[0])
        return nh_fail(err, NH_NOT_PROVEN, NULL,
                       "The certificate is not for %.80s: it has no e-mail address.", email);
    return nh_fail(err, NH_NOT_PROVEN, NULL, "The certificate is not for %.80s, but for %.80s.",
                   email, identity->emails[0]);
}

/* In order of weight: no key, revoked, the rest of the proof, revocation not checked. */
static enum nh_status judge(enum nh_status proven, const struct nh_revocation *revocation,
                            struct nh_error *err)
{
    bool revoked = revocation->state == NH_REVOCATION_REVOKED;
    if (proven == NH_NOT_PROVEN || (proven && !revoked))
        return proven;
    return nh_revocation_judge(revocation, err);
}

/* This does not create a journal. */
static bool came_open(struct cli *cli, const struct nh_identity *identity)
{
    return nh_journal_is_there(cli->chosen.path) && !cli_journal_open(cli, NULL) &&
           nh_origin_is_open(cli->journal, identity->fingerprint);
}

/* `told`: the table on the terminal says the same as the error would. */
static void answer(struct cli *cli, const struct nh_identity *identity,
                   const struct nh_proof *proof, const struct nh_revocation *revocation, bool told)
{
    bool open = came_open(cli, identity);
    if (cli->json) {
        add_json(cli, identity, open, proof, revocation);
    } else if (!cli->quiet) {
        show(identity, open, proof, revocation);
        cli->reported = told && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
    }
}

static enum nh_status read_terms(struct nh_revocation_terms *terms, struct nh_error *err)
{
    *terms = (struct nh_revocation_terms){.fetch = offline ? NULL : nh_fetch_web, .fresh = fresh};
    enum nh_status status =
        max_age ? cli_options_days("--max-age", max_age, &terms->most_days, err) : NH_OK;
    if (!status && max_age && !terms->most_days)
        status = nh_fail(err, NH_USAGE, NULL, "--max-age must be at least one day.");
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_identity *identity = NULL;
    struct nh_proof proof = {.key = false};
    struct nh_revocation revocation = {.by = ""};
    struct nh_revocation_terms terms;
    enum nh_status status = read_terms(&terms, err), asked = NH_OK;
    bool told = false;
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS | NH_NEED_NET, NULL);
    if (status)
        return status;
    status = find(cli, &identity, err);
    if (status)
        return status;
    status = prove_whole(cli, identity, &proof, &told, err);
    cli_progress_begin(cli, _("Asking the CA whether it was revoked"));
    asked =
        nh_revocation_check(cli->chosen.path, identity, &terms, &revocation, !status ? err : NULL);
    cli_progress_end();
    status = judge_person(identity, status, err);
    if (!asked)
        status = judge(status, &revocation, err);
    else if (!status)
        status = asked;
    if (!asked)
        answer(cli, identity, &proof, &revocation, told);
    nh_identity_free(&identity);
    return status;
}

static const struct cli_option options[] = {
    {.name = "email",
     .argument = "ADDRESS",
     .about = N_("require this e-mail address in the certificate"),
     .value = &email},
    {.name = "fresh", .about = N_("ask again instead of using a kept response"), .flag = &fresh},
    {.name = "max-age",
     .argument = "DAYS",
     .about = N_("accept only a response that the CA gave within this many days: 7d or 7"),
     .value = &max_age},
    {.name = "offline",
     .about = N_("ask nobody, and use only kept responses"),
     .flag = &offline,
     .excludes = "fresh fetch"},
    {.name = "fetch",
     .about = N_("download missing CA certificates from where the certificate says"),
     .flag = &fetch},
    {.name = NULL},
};

static const struct cli_alias aliases[] = {{.word = "check"}, {.word = "test"}, {.word = NULL}};

const struct cli_verb cli_verify = {
    .name = "verify",
    .aliases = aliases,
    .summary = N_("check that a certificate works"),
    .help = N_("Usage: nss-helper verify ID [OPTION…]\n\n"
               "Checks a certificate by what the database holds: its private key is present and\n"
               "signs, its dates are valid, and its chain leads to a root. Then nss-helper asks\n"
               "its CA, at the places that the certificate names, whether it was revoked: by\n"
               "OCSP, otherwise by its CRL. The date shown is when the CA answered. An OCSP\n"
               "response counts for ten days at most, a CRL until the next one is due, and what\n"
               "is kept for a day; --max-age is stricter. The exit code is 0 only if all of that\n"
               "holds.\n\n"
               "A certificate marked as that of a CA (CA:TRUE) is odd for a person: verify says\n"
               "so, and does not fail. A private CA whose root is not trusted for websites here\n"
               "is no failure either. A certificate that is good for neither login nor e-mail\n"
               "fails, and so does a broken or incomplete chain, though the certificate may\n"
               "still log in where the server knows its CA. verify names what is missing; with\n"
               "--fetch it downloads that from where the certificate says, and stores it without\n"
               "trust. A certificate that names no place can't be checked for revocation; one\n"
               "that names a place that could not be reached fails with exit code 69.\n"),
    .examples = "  nss-helper verify 9f2c41d0\n"
                "  nss-helper verify 0x01AF --json\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .takes_id = true,
    .run = run,
};
