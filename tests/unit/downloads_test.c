/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"
#include "machine/downloads.h"

static void set_folder(const char *text)
{
    sh("mkdir -p .config && printf '%%s\\n' '%s' >.config/user-dirs.dirs", text);
}

static void is_found(const char *expected)
{
    char found[PATH_MAX], path[2 * PATH_MAX];
    snprintf(path, sizeof path, "%s%s", folder, expected);
    assert_int_equal(nh_downloads_find(found, &err), NH_OK);
    assert_string_equal(found, path);
}

static void takes_the_folder_that_the_desktop_names(void **state)
{
    static const struct {
        const char *line, *found;
    } cases[] = {
        {"XDG_DOWNLOAD_DIR=\"$HOME/to me\"", "/to me"},
        {"XDG_DOWNLOAD_DIR=\"$HOME/\"", ""},
        {"XDG_DOWNLOAD_DIR=\"$HOME/none\"", ""},
        {"XDG_DOWNLOAD_DIR=\"$HOME/file\"", ""},
        {"XDG_DOWNLOAD_DIR=$HOME/other", "/Downloads"},
        {"XDG_DOWNLOAD_DIR=\"other\"", "/Downloads"},
        {"XDG_DESKTOP_DIR=\"$HOME/other\"", "/Downloads"},
        {"# XDG_DOWNLOAD_DIR=\"$HOME/other\"", "/Downloads"},
    };
    char line[PATH_MAX + 32];
    (void)state;
    sh("mkdir Downloads 'to me' other && touch file");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_folder(cases[i].line);
        is_found(cases[i].found);
    }
    snprintf(line, sizeof line, "XDG_DOWNLOAD_DIR=\"%s/other\"", folder);
    set_folder(line);
    is_found("/other");
}

static void falls_back_to_the_home(void **state)
{
    (void)state;
    sh("rm -r .config Downloads");
    is_found("");
    setenv("HOME", "relative", 1);
    char found[PATH_MAX];
    assert_int_equal(nh_downloads_find(found, &err), NH_CONFIG);
    setenv("HOME", folder, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_folder_that_the_desktop_names),
        cmocka_unit_test(falls_back_to_the_home),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
