/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/pinentry.h"

#include "base/language.h"
#include "doctor/cure.h"
#include "machine/config.h"
#include "machine/pinentry.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char why[] =
    N_("This program asks for the passwords of files and profiles, so that no "
       "browser and no page sees them.");
static const char no_terminal[] =
    N_("Firefox starts nss-helper without a terminal. This program can't ask there.");

/* Whether it needs a terminal. "pinentry" is a link to the chosen one. */
static bool is_textual(const char *program)
{
    char real[PATH_MAX];
    const char *name = realpath(program, real) ? strrchr(real, '/') + 1 : program;
    return strcmp(name, "pinentry-curses") == 0 || strcmp(name, "pinentry-tty") == 0;
}

/* The path of one with windows, allocated, or NULL. */
static char *find_graphical(void)
{
    char *program = nh_pinentry_find(true);
    if (program && is_textual(program)) {
        free(program);
        program = NULL;
    }
    return program;
}

/* Install a pinentry if it is `missing`, and remove the line in nss-helper.conf if one is
   `chosen`. */
static char *write_cure(bool missing, bool chosen)
{
    char *config = nh_config_path(), *cure = NULL, *end = NULL;
    if (chosen && config)
        end = nh_cure_on("sed -i '/^[[:space:]]*pinentry-program[[:space:]]*=/d'", config);
    if (asprintf(&cure, "%s%s%s%s", missing ? "sudo apt install " : "",
                 missing ? nh_pinentry_package() : "", missing && end ? " && " : "",
                 end ? end : "") < 0)
        cure = NULL;
    free(end);
    free(config);
    return cure;
}

static void add_chosen_gone(const struct nh_error *err, bool missing, struct nh_findings *out)
{
    char *cure = write_cure(missing, true);
    nh_finding_add_error(out, "pinentry", err, why, cure);
    free(cure);
}

static void add_textual(const char *program, bool missing, bool chosen, struct nh_findings *out)
{
    char *cure = write_cure(missing, chosen);
    nh_finding_add(out, "pinentry", NH_STATE_HINT, NH_OK, no_terminal, cure,
                   "The program %s asks for passwords, but only in a terminal.", program);
    free(cure);
}

static void add_none(struct nh_findings *out)
{
    char *cure = write_cure(true, false);
    nh_finding_add(out, "pinentry", NH_STATE_BAD, NH_NO_PINENTRY, why, cure,
                   "No program that can ask for a password is installed.");
    free(cure);
}

/* The choice in nss-helper.conf counts with and without a display. */
static void check_chosen(const char *chosen, bool missing, struct nh_findings *out)
{
    struct nh_error err = {NH_OK};
    char *program = nh_pinentry_program(&err);
    if (!program)
        add_chosen_gone(&err, missing, out);
    else if (is_textual(chosen))
        add_textual(chosen, missing, true, out);
    else
        nh_finding_add_good(out, "pinentry", "The program %s asks for passwords.", chosen);
    free(program);
}

static void check_found(const char *graphical, struct nh_findings *out)
{
    char *textual = nh_pinentry_find(false);
    if (graphical && nh_pinentry_has_display())
        nh_finding_add_good(out, "pinentry", "The program %s asks for passwords.", graphical);
    else if (graphical)
        nh_finding_add(
            out, "pinentry", NH_STATE_HINT, NH_OK,
            N_("The window opens on the desktop where the browser runs."),
            N_("Run this command on that desktop."),
            "The program %s asks for passwords in a window, but there is no display here.",
            graphical);
    else if (textual)
        add_textual(textual, true, false, out);
    else
        add_none(out);
    free(textual);
}

/* The browser starts the host without a terminal, so a pinentry for this terminal does not
   count. */
void nh_checkup_pinentry(struct nh_findings *out)
{
    char *chosen = nh_config_read("pinentry-program"), *graphical = find_graphical();
    if (chosen)
        check_chosen(chosen, !graphical, out);
    else
        check_found(graphical, out);
    free(graphical);
    free(chosen);
}
