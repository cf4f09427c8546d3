/* SPDX-License-Identifier: MPL-2.0 */
/* How much of a file of another program is read. */
#include "base/ini.h"
#include "browser/manifest.h"
#include "fixture.h"

/* The text, and spaces up to this length. */
static void put(const char *text, size_t length)
{
    char *all = malloc(length);
    assert_non_null(all);
    memset(all, ' ', length);
    memcpy(all, text, strlen(text));
    write_file("file", all, length);
    free(all);
}

static void note(void *context, const char *section, const char *name, const char *value)
{
    snprintf(context, 64, "%s %s %s", section, name, value);
}

static void an_ini_file_has_a_bound(void **state)
{
    char noted[64] = "";
    (void)state;
    put("[a]\nb=c\n", NH_INI_MOST);
    assert_true(nh_ini_read("file", note, noted));
    assert_string_equal(noted, "a b c");
    *noted = '\0';
    put("[a]\nb=c\n", NH_INI_MOST + 1);
    assert_false(nh_ini_read("file", note, noted));
    assert_string_equal(noted, "");
}

static void a_manifest_has_a_bound(void **state)
{
    char *text = nh_manifest_make("/bin/sh"), *host = NULL;
    (void)state;
    put(text, 65536);
    assert_int_equal(nh_manifest_read("file", &host, &err), NH_OK);
    assert_string_equal(host, "/bin/sh");
    free(host);
    put(text, 65537);
    assert_int_equal(nh_manifest_read("file", &host, &err), NH_TOO_LARGE);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ini_file_has_a_bound),
        cmocka_unit_test(a_manifest_has_a_bound),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
