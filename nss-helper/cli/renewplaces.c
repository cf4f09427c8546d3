/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewplaces.h"

#include "browser/listed.h"
#include "cli/again.h"
#include "cli/cli.h"
#include "cli/est.h"
#include "cli/follow.h"
#include "cli/handed.h"
#include "cli/verbs.h"
#include "cli/workers.h"
#include "lifecycle/due.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The profiles with a journal, and the secrets for all. */
struct places {
    struct cli *cli;
    struct nh_profiles profiles;
    size_t count;
    bool *want; /* for each: needs the password of a server */
    struct cli_handed password, backup;
};

/* Run the program for one profile, without options that would have no effect there. */
static void run_child(const struct places *places, size_t i)
{
    char **argv = cli_again_with_profile(places->cli->argv, places->profiles.items[i].path);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (argv && !places->want[i])
        cli_again_leave_out(argv, &cli_renew, "password-file password-fd");
    if (argv && cli_handed_give(&places->password) && cli_handed_give(&places->backup))
        execv("/proc/self/exe", argv);
    _exit(NH_SYSTEM);
}

static enum nh_status renew_in(const struct places *places, size_t i, struct nh_error *err)
{
    const struct nh_profile *profile = &places->profiles.items[i];
    int code = 0;
    pid_t child = fork();
    if (child == 0)
        run_child(places, i);
    if (child < 0)
        return nh_fail_errno(err, NH_SYSTEM, errno, "No further process can be started.");
    while (waitpid(child, &code, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(code) && WEXITSTATUS(code) == 0)
        return NH_OK;
    return nh_fail(err, WIFEXITED(code) ? (enum nh_status)WEXITSTATUS(code) : NH_SYSTEM, NULL,
                   "Not everything was renewed in the profile %s.", profile->name);
}

static enum nh_status find_places(struct places *places, struct nh_error *err)
{
    struct nh_profiles *all = &places->profiles;
    enum nh_status status = nh_profiles_find(all, err);
    for (size_t i = 0; !status && i < all->count; i++) {
        struct nh_profile profile = all->items[i];
        if (!nh_journal_is_there(profile.path))
            continue;
        all->items[i] = all->items[places->count];
        all->items[places->count++] = profile;
    }
    return status;
}

static enum nh_status want_in(const struct nh_profile *profile, bool *want, struct nh_error *err)
{
    struct nh_journal *journal = NULL;
    enum nh_status status = nh_journal_open(profile->path, &journal, err);
    if (!status)
        status = nh_dues_want_login(journal, want, err);
    nh_journal_close(&journal);
    return status;
}

/* The run for a profile reports if its journal can't be read. */
static enum nh_status find_wants(struct places *places, struct nh_error *err)
{
    bool any = false;
    places->want = calloc(places->count + 1, sizeof *places->want);
    if (!places->want)
        return nh_fail_memory(err);
    for (size_t i = 0; i < places->count; i++) {
        if (want_in(&places->profiles.items[i], &places->want[i], NULL))
            places->want[i] = true;
        any |= places->want[i];
    }
    return cli_est_check_password(&cli_est_given, any, err);
}

/* Read the secrets that several runs need. */
static enum nh_status prepare(struct places *places, struct nh_error *err)
{
    enum nh_status status = find_wants(places, err);
    if (!status)
        status = cli_handed_read(cli_est_given.password_fd, &places->password, err);
    if (!status)
        status = cli_handed_read(cli_follow_given.old.password_fd, &places->backup, err);
    return status;
}

static const char *path_of(void *context, size_t i)
{
    const struct places *places = context;
    return places->profiles.items[i].path;
}

static void renew_place(void *context, size_t i, struct cli_outcome *out)
{
    const struct places *places = context;
    out->status = renew_in(places, i, &out->failed);
}

/* At a terminal one by one, because each may ask the person. */
static enum nh_status renew_places(struct places *places, struct cli_outcome *outcomes,
                                   struct nh_error *err)
{
    const struct cli_work work = {
        .count = places->count, .context = places, .group = path_of, .piece = renew_place};
    if (!isatty(STDERR_FILENO))
        return cli_workers_run(places->cli, &work, outcomes, err);
    for (size_t i = 0; i < places->count; i++)
        renew_place(places, i, &outcomes[i]);
    return NH_OK;
}

static enum nh_status renew_all_places(struct places *places, struct nh_error *err)
{
    struct nh_error worst = {.status = NH_OK};
    struct cli_outcome *outcomes = calloc(places->count, sizeof *outcomes);
    enum nh_status status =
        outcomes ? renew_places(places, outcomes, &worst) : nh_fail_memory(&worst);
    for (size_t i = 0; outcomes && i < places->count; i++)
        if (outcomes[i].status)
            nh_error_gather(&worst, &outcomes[i].failed);
    free(outcomes);
    if (!status && worst.status)
        status = worst.status;
    if (status)
        *err = worst;
    return status;
}

/* A JSON document and a primary password are for one profile only. */
static enum nh_status check_options(const struct cli *cli, struct nh_error *err)
{
    const char *option = cli->json           ? "json"
                         : cli->primary_file ? "primary-password-file"
                         : cli->primary_fd   ? "primary-password-fd"
                                             : NULL;
    if (!option)
        return NH_OK;
    return nh_fail(err, NH_USAGE, NULL,
                   "--%s works with one profile, and several have certificates or requests. "
                   "Name one with --profile.",
                   option);
}

enum nh_status cli_renew_everywhere(struct cli *cli, bool *done, struct nh_error *err)
{
    struct places places = {.cli = cli};
    enum nh_status status = find_places(&places, err);
    *done = !status && places.count > 1;
    if (*done)
        status = check_options(cli, err);
    if (*done && !status)
        status = prepare(&places, err);
    if (*done && !status) {
        status = renew_all_places(&places, err);
        cli->reported = true;
    }
    cli_handed_reset(&places.password);
    cli_handed_reset(&places.backup);
    free(places.want);
    nh_profiles_reset(&places.profiles);
    return status;
}
