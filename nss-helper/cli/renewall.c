/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewall.h"

#include "browser/listed.h"
#include "cli/cli.h"
#include "cli/notice.h"
#include "cli/open.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/renewal.h"
#include "lifecycle/due.h"
#include "lifecycle/issuance.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A CA that takes its time is no failure of ours: the next run asks again. */
static void report(struct cli *cli, const struct nh_due *due, enum nh_status status,
                   const struct nh_error *failed, cJSON *item)
{
    if (item && status)
        cJSON_AddItemToObject(item, "error", cli_json_error(failed));
    if (cli->json || !status)
        return;
    if (status == NH_PENDING)
        cli_note(cli, "%s: %s", due->name, failed->message);
    else
        cli_complain(due->name, failed);
}

/* For who has a desktop, perhaps no terminal, and may have to open one: in English, Japanese. */
struct notice {
    const char *summary[2], *body[2];
};

static const struct notice of_lock = {
    {"A certificate is to be renewed", "証明書の更新が必要です"},
    {"Its profile has a primary password, so it can't be done unattended. In a terminal: "
     "nss-helper renew --all --due --primary-password-file FILE",
     "Firefox のマスターパスワードが必要なため、自動では更新できません。"
     "端末で実行してください: nss-helper renew --all --due --primary-password-file FILE"},
};

static const struct notice of_password = {
    {"A certificate waits for you", "証明書が受け取りを待っています"},
    {"Its CA wants your password before it hands it out. In a terminal: nss-helper renew --all",
     "認証局への問い合わせにはパスワードが必要です。端末で実行してください: "
     "nss-helper renew --all"},
};

static void notify(struct cli *cli, const struct notice *notice)
{
    bool japanese = strcmp(cli_language(cli), "ja") == 0;
    if (!isatty(STDERR_FILENO))
        cli_notice_show(notice->summary[japanese], notice->body[japanese]);
}

static enum nh_status renew_each(struct cli_est *it, const struct cli_est_options *options,
                                 const struct nh_dues *dues, cJSON *list, struct nh_error *err)
{
    enum nh_status first = NH_OK;
    bool wants_person = false;
    for (size_t i = 0; i < dues->count; i++) {
        const struct nh_due *due = &dues->items[i];
        struct nh_error failed = {.status = NH_OK};
        struct cli_renewal renewal = {.options = options,
                                      .fingerprint = due->fingerprint,
                                      .kind = due->job.kind,
                                      .unattended = !isatty(STDERR_FILENO)};
        cJSON *item = list ? cJSON_CreateObject() : NULL;
        if (nh_job_is_open(&due->job))
            renewal.job = due->job;
        if (item)
            cli_json_add(item, "name", due->name);
        enum nh_status status = cli_renewal_do(it, &renewal, item, &failed);
        wants_person |= renewal.wants_person;
        report(it->cli, due, status, &failed, item);
        if (item)
            cJSON_AddItemToArray(list, item);
        if (!first && status && status != NH_PENDING) {
            first = status;
            *err = failed;
        }
    }
    if (wants_person)
        notify(it->cli, &of_password);
    return first;
}

/* Nobody is there who could type the primary password. */
static void skip(struct cli *cli, const struct nh_dues *dues)
{
    if (dues->count > 0) {
        notify(cli, &of_lock);
        cli_print(stderr,
                  "nss-helper: the profile \"%s\" has a primary password and is left out: %zu "
                  "certificate%s to renew there. Do it by hand: nss-helper renew --all%s\n",
                  cli->chosen.name, dues->count, dues->count == 1 ? " is" : "s are",
                  " --due --primary-password-file FILE");
    }
    if (cli->json)
        cJSON_AddBoolToObject(cli_document(cli), "locked", true);
}

static enum nh_status renew_listed(struct cli *cli, const struct cli_est_options *options,
                                   const struct nh_dues *dues, struct nh_error *err)
{
    struct cli_est it;
    cJSON *list = cli->json ? cJSON_AddArrayToObject(cli_document(cli), "renewals") : NULL;
    enum nh_status status = cli_est_begin(&it, cli, options, err);
    if (!status)
        status = cli_est_resume(&it, err);
    if (!status) {
        cli->reported = true;
        status = renew_each(&it, options, dues, list, err);
    }
    cli_est_end(&it);
    return status;
}

enum nh_status cli_renew_all(struct cli *cli, const struct cli_est_options *options, bool only_due,
                             struct nh_error *err)
{
    struct nh_dues dues = {.items = NULL};
    bool locked = false;
    enum nh_status status = cli_journal_open(cli, err);
    if (!status)
        status = nh_issuance_check(cli->chosen.path, &locked, err);
    if (!status && locked && (cli->primary_file || cli->primary_fd)) {
        status = cli_store_unlock(cli, err);
        locked = false;
    }
    if (!status)
        status = nh_dues_list(cli->journal, cli->chosen.path, locked, only_due, &dues, err);
    if (!status && cli->json)
        cli_json_profile(cli);
    if (!status && locked)
        skip(cli, &dues);
    else if (!status && dues.count > 0)
        status = renew_listed(cli, options, &dues, err);
    else if (!status)
        cli_note(cli, "Nothing is to be renewed in the profile %s.", cli->chosen.name);
    nh_dues_reset(&dues);
    return status;
}

/* The words of this run, for one profile. */
static void run_child(struct cli *cli, const char *path)
{
    char **argv = cli_options_with_profile(cli->argv, path);
    if (argv)
        execv("/proc/self/exe", argv);
    _exit(NH_SYSTEM);
}

static enum nh_status renew_in(struct cli *cli, const struct nh_profile *profile,
                               struct nh_error *err)
{
    int code = 0;
    pid_t child = fork();
    if (child == 0)
        run_child(cli, profile->path);
    if (child < 0)
        return nh_fail_errno(err, NH_SYSTEM, errno, "No further process can be started.");
    while (waitpid(child, &code, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(code) && WEXITSTATUS(code) == 0)
        return NH_OK;
    return nh_fail(err, WIFEXITED(code) ? (enum nh_status)WEXITSTATUS(code) : NH_SYSTEM, NULL,
                   "Not all was renewed in the profile %s.", profile->name);
}

enum nh_status cli_renew_everywhere(struct cli *cli, bool *done, struct nh_error *err)
{
    struct nh_profiles profiles = {.items = NULL};
    struct nh_error failed = {.status = NH_OK};
    size_t count = 0;
    enum nh_status first = NH_OK, status = nh_profiles_find(&profiles, err);
    for (size_t i = 0; !status && i < profiles.count; i++)
        if (nh_journal_is_there(profiles.items[i].path))
            count++;
    *done = !status && count > 1 && !cli->json && !cli->primary_file && !cli->primary_fd;
    for (size_t i = 0; *done && i < profiles.count; i++) {
        if (!nh_journal_is_there(profiles.items[i].path))
            continue;
        status = renew_in(cli, &profiles.items[i], &failed);
        if (!first && status) {
            first = status;
            *err = failed;
        }
    }
    cli->reported = *done;
    nh_profiles_reset(&profiles);
    return *done ? first : status;
}
