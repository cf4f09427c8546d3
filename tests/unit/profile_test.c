/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/choose.h"
#include "browser/listed.h"
#include "browser/profile.h"
#include "fixture.h"
#include "memory.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static int make_profiles(void **state)
{
    if (enter_folder(state) < 0)
        return -1;
    sh("mkdir -p .mozilla/firefox/Profiles/a .mozilla/firefox/Profiles/b absolute");
    return 0;
}

static void write_ini(const char *text)
{
    FILE *file = fopen(".mozilla/firefox/profiles.ini", "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}
#define A "[Profile0]\nName=a\nIsRelative=1\nPath=Profiles/a\n"
#define B "[Profile1]\nName=b\nIsRelative=1\nPath=Profiles/b\n"
/* "name*" for the default, joined by commas. */
static void list_names(char *text, size_t size)
{
    struct nh_profiles list = {0};
    size_t used = 0;
    assert_int_equal(nh_profiles_find(&list, &err), NH_OK);
    *text = '\0';
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i].path[0], '/');
        assert_int_equal(list.items[i].pid, 0);
        used += (size_t)snprintf(text + used, size - used, "%s%s%s", i ? "," : "",
                                 list.items[i].name, list.items[i].chosen ? "*" : "");
    }
    nh_profiles_reset(&list);
}

static void reads_profiles_ini(void **state)
{
    static const struct {
        const char *ini, *names;
        enum nh_status choice;
    } cases[] = {
        {"", "", NH_NO_PROFILE},
        {A, "a", NH_OK},
        {A B, "a,b", NH_MANY_PROFILES},
        {A "Default=1\n" B, "a*,b", NH_OK},
        {A "Default=1\n" B "[InstallX]\nDefault=Profiles/b\n", "a,b*", NH_OK},
        {"[InstallX]\nDefault=Profiles/b\n" A "Default=1\n" B, "a,b*", NH_OK},
        {"[InstallX]\nDefault=Profiles/a\n[InstallY]\nDefault=Profiles/b\n" A B, "a*,b*",
         NH_MANY_PROFILES},
        {"[InstallX]\nDefault=Profiles/a\n[InstallY]\nDefault=Profiles/a\n" A B, "a*,b", NH_OK},
        {"[InstallX]\nDefault=Profiles/gone\n" A "Default=1\n" B, "a,b", NH_MANY_PROFILES},
        {A A, "a", NH_OK},
        {"[General]\nVersion=2\n; a remark\n# another\nno value\n\n" A, "a", NH_OK},
        {"[Profile0]\nPath=Profiles/a\nIsRelative=1\n", "a", NH_OK},
        {"[Profile0]\nName=gone\nPath=Profiles/gone\nIsRelative=1\n" A, "a", NH_OK},
        {"[Profile0]\nName=a\n" B, "b", NH_OK},
        {"[Profile0\nName=a\nPath=Profiles/a", "a", NH_OK},
        {"[Profile0]\n = \n=x\nName = a \nPath = Profiles/a\n", "a", NH_OK},
        {"[Other]\nName=a\nPath=Profiles/a\n", "", NH_NO_PROFILE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_profile chosen = {0};
        char names[256];
        write_ini(cases[i].ini);
        list_names(names, sizeof names);
        if (strcmp(names, cases[i].names) != 0)
            fail_msg("case %zu: %s", i, names);
        enum nh_status status = nh_profile_choose(NULL, &chosen, &err);
        if (status != cases[i].choice)
            fail_msg("case %zu: %s", i, nh_status_name(status));
        nh_profile_reset(&chosen);
    }
}

/* The installed browsers that one file may name; further ones are not looked at. */
static void installed_browsers_have_a_bound(void **state)
{
    char ini[2048] = "", names[256];
    (void)state;
    for (int count = 15; count <= 16; count++) {
        *ini = '\0';
        for (int i = 0; i < count; i++)
            snprintf(ini + strlen(ini), 80, "[Install%d]\nDefault=Profiles/gone\n", i);
        snprintf(ini + strlen(ini), 200, A "[InstallX]\nDefault=Profiles/a\n");
        write_ini(ini);
        list_names(names, sizeof names);
        assert_string_equal(names, count == 15 ? "a*" : "a");
    }
}

/* Without memory the list is empty, whichever allocation it is that fails. */
static void reads_profiles_ini_without_memory(void **state)
{
    bool had = true;
    (void)state;
    if (!CAN_TAKE_MEMORY)
        skip();
    write_ini(A "Default=1\n" B "[InstallX]\nDefault=Profiles/b\n");
    for (long n = 2; had; n++) {
        struct nh_profiles list = {0};
        take_memory(n / 2, n % 2);
        enum nh_status status = nh_profiles_find(&list, &err);
        had = give_memory_back();
        assert_true(status ? status == NH_SYSTEM && !list.items : had || list.count == 2);
        nh_profiles_reset(&list);
    }
}

static void chooses_what_is_named(void **state)
{
    char absolute[PATH_MAX + 16], ini[3 * PATH_MAX];
    (void)state;
    snprintf(absolute, sizeof absolute, "%s/absolute", folder);
    snprintf(ini, sizeof ini,
             A B "[Profile2]\nName=c\nIsRelative=0\nPath=%s\n"
                 "[Profile3]\nName=b\nIsRelative=0\nPath=%s/.mozilla\n",
             absolute, folder);
    write_ini(ini);
    const struct {
        const char *wanted;
        enum nh_status status;
        const char *end; /* of the path */
    } cases[] = {
        {"a", NH_OK, "/Profiles/a"},
        {"c", NH_OK, "/absolute"},
        {"b", NH_MANY_PROFILES, NULL},
        {absolute, NH_OK, "/absolute"},
        {"absolute", NH_OK, "/absolute"},
        {"./absolute/../absolute/", NH_OK, "/absolute"},
        {".", NH_OK, ""},
        {"none", NH_NO_PROFILE, NULL},
        {"", NH_NO_PROFILE, NULL},
        {"A", NH_NO_PROFILE, NULL},
        {".mozilla/firefox/profiles.ini", NH_NO_PROFILE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_profile chosen = {0};
        enum nh_status status = nh_profile_choose(cases[i].wanted, &chosen, &err);
        if (status != cases[i].status)
            fail_msg("\"%s\": %s", cases[i].wanted, nh_status_name(status));
        if (!status) {
            assert_int_equal(chosen.path[0], '/');
            assert_true(strlen(chosen.path) >= strlen(cases[i].end));
            assert_string_equal(chosen.path + strlen(chosen.path) - strlen(cases[i].end),
                                cases[i].end);
        }
        nh_profile_reset(&chosen);
        assert_null(chosen.path);
    }
}

static void knows_the_browser_of_a_profile(void **state)
{
    static const struct {
        const char *ini, *browser;
    } cases[] = {
        {"[Compatibility]\nLastPlatformDir=/usr/lib/firefox-esr\n", "/usr/lib/firefox-esr"},
        {"[Compatibility]\nLastAppDir=/usr/lib/x\n", NULL},
        {"[Compatibility]\nLastPlatformDir=relative\n", NULL},
        {"[Other]\nLastPlatformDir=/usr/lib/firefox-esr\n", NULL},
        {"", NULL},
    };
    (void)state;
    write_ini(A);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_profile chosen = {0};
        write_file(".mozilla/firefox/Profiles/a/compatibility.ini", cases[i].ini,
                   strlen(cases[i].ini));
        assert_int_equal(nh_profile_choose("a", &chosen, &err), NH_OK);
        if (cases[i].browser)
            assert_string_equal(chosen.browser, cases[i].browser);
        else
            assert_null(chosen.browser);
        nh_profile_reset(&chosen);
    }
}

/* A process that has this file open, or none. */
static pid_t hold(const char *path)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        int fd = path ? open(path, O_RDWR | O_CREAT, 0600) : ready[1];
        if (fd < 0 || write(ready[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(fd > 0 ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void finds_the_profile_of_a_process(void **state)
{
    static const struct {
        const char *file, *name;
    } cases[] = {
        {".mozilla/firefox/Profiles/a/.parentlock", "a"},
        {".mozilla/firefox/Profiles/b/cert9.db", "bee"},
        {"absolute/.parentlock", "absolute"},
        {"absolute/other.db", NULL},
        {NULL, NULL},
    };
    (void)state;
    write_ini(A "[Profile1]\nName=bee\nPath=Profiles/b\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_profile found = {0};
        pid_t pid = hold(cases[i].file);
        enum nh_status status = nh_profile_of_browser(pid, &found, &err);
        end(pid);
        assert_int_equal(status, cases[i].name ? NH_OK : NH_NO_BROWSER);
        if (cases[i].name) {
            assert_string_equal(found.name, cases[i].name);
            assert_int_equal(found.pid, pid);
        }
        nh_profile_reset(&found);
    }
    struct nh_profile found;
    assert_int_equal(nh_profile_of_browser(0x7ffffff0, &found, &err), NH_NO_BROWSER);
}

static void the_running_one_goes_first(void **state)
{
    struct nh_profile chosen = {0};
    (void)state;
    write_ini(A "Default=1\n" B);
    pid_t pid = hold(".mozilla/firefox/Profiles/b/.parentlock");
    sh("ln -s 127.0.1.1:+%d .mozilla/firefox/Profiles/b/lock", pid);
    assert_int_equal(nh_profile_choose(NULL, &chosen, &err), NH_OK);
    assert_string_equal(chosen.name, "b");
    assert_int_equal(chosen.pid, pid);
    assert_non_null(chosen.browser);
    nh_profile_reset(&chosen);
    end(pid);
    assert_int_equal(nh_profile_choose(NULL, &chosen, &err), NH_OK);
    assert_string_equal(chosen.name, "a");
    assert_int_equal(chosen.pid, 0);
    nh_profile_reset(&chosen);
}

static void survives_odd_locks(void **state)
{
    static const char *const targets[] = {
        "x",  "+", "1.2.3.4:+0", "1.2.3.4:+-5", "1.2.3.4:+1", "1.2.3.4:+99999999999999999999",
        "+++"};
    (void)state;
    write_ini(A);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct nh_profile chosen = {0};
        sh("ln -sfn '%s' .mozilla/firefox/Profiles/a/lock", targets[i]);
        assert_int_equal(nh_profile_choose(NULL, &chosen, &err), NH_OK);
        assert_int_equal(chosen.pid, 0);
        nh_profile_reset(&chosen);
    }
}

static void needs_a_home(void **state)
{
    struct nh_profiles list = {0};
    (void)state;
    unsetenv("HOME");
    assert_int_equal(nh_profiles_find(&list, &err), NH_CONFIG);
    setenv("HOME", "relative", 1);
    assert_int_equal(nh_profiles_find(&list, &err), NH_CONFIG);
    setenv("HOME", folder, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_profiles_ini),
        cmocka_unit_test(installed_browsers_have_a_bound),
        cmocka_unit_test(reads_profiles_ini_without_memory),
        cmocka_unit_test(chooses_what_is_named),
        cmocka_unit_test(knows_the_browser_of_a_profile),
        cmocka_unit_test(finds_the_profile_of_a_process),
        cmocka_unit_test(the_running_one_goes_first),
        cmocka_unit_test(survives_odd_locks),
        cmocka_unit_test(needs_a_home),
    };
    return cmocka_run_group_tests(tests, make_profiles, leave_folder);
}
