/* SPDX-License-Identifier: MPL-2.0 */
/* The folders of the XDG Base Directory Specification, and bytes in hex. */
#include "base/home.h"

#include "base/hex.h"
#include "fixture.h"

static void set(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void xdg_folders(void **state)
{
    static const struct {
        const char *home, *given, *path;
    } cases[] = {
        {"/h", NULL, "/h/.config/x/y"},
        {"/h", "", "/h/.config/x/y"},
        {"/h", "/c", "/c/x/y"},
        {"/h", "c", "/h/.config/x/y"},
        {"/h", "./c", "/h/.config/x/y"},
        {"/h", "~/c", "/h/.config/x/y"},
        {NULL, "/c", "/c/x/y"},
        {"h", "/c", "/c/x/y"},
        {NULL, NULL, NULL},
        {"h", "c", NULL},
        {"", "", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set("HOME", cases[i].home);
        set("XDG_CONFIG_HOME", cases[i].given);
        char *path = nh_xdg_path(NH_XDG_CONFIG, "x/y");
        if (!path != !cases[i].path || (path && strcmp(path, cases[i].path) != 0))
            fail_msg("%zu: %s", i, path ? path : "(none)");
        free(path);
    }
    set("HOME", "/h");
    set("XDG_DATA_HOME", NULL);
    set("XDG_STATE_HOME", NULL);
    char *data = nh_xdg_path(NH_XDG_DATA, "x"), *at = nh_xdg_path(NH_XDG_STATE, "x");
    assert_string_equal(data, "/h/.local/share/x");
    assert_string_equal(at, "/h/.local/state/x");
    free(data);
    free(at);
}

static char seen[256];

static bool note(const char *at, const char *name)
{
    size_t length = strlen(seen);
    snprintf(seen + length, sizeof seen - length, "%s ", at);
    return strcmp(name, "found") == 0;
}

static void data_folders(void **state)
{
    static const struct {
        const char *own, *folders, *name, *seen;
    } cases[] = {
        {NULL, NULL, "", "/h/.local/share/ /usr/local/share /usr/share "},
        {"/d", "/a:/b", "", "/d/ /a /b "},
        {"d", "a:/b::c", "", "/h/.local/share/ /b "},
        {"/d", "/a:/b", "found", "/d/ "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        *seen = '\0';
        set("HOME", "/h");
        set("XDG_DATA_HOME", cases[i].own);
        set("XDG_DATA_DIRS", cases[i].folders);
        assert_int_equal(nh_xdg_data_has(note, cases[i].name), *cases[i].name != '\0');
        assert_string_equal(seen, cases[i].seen);
    }
}

static void hex(void **state)
{
    char text[16], other[NH_HEX_SIZE(NH_RANDOM_SIZE)];
    (void)state;
    nh_hex("\x00\x9f\xff", 3, text);
    assert_string_equal(text, "009fff");
    nh_hex("", 0, text);
    assert_string_equal(text, "");
    nh_hex_colons("\x00\x9f\xff", 3, text);
    assert_string_equal(text, "00:9F:FF");
    nh_hex_colons("", 0, text);
    assert_string_equal(text, "");
    assert_true(nh_hex_is("009f", 4));
    assert_false(nh_hex_is("009f", 3));
    assert_false(nh_hex_is("009", 4));
    assert_false(nh_hex_is("009F", 4));
    assert_int_equal(nh_random_hex(other, NH_RANDOM_SIZE, &err), NH_OK);
    assert_true(nh_hex_is(other, sizeof other - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(xdg_folders),
                                       cmocka_unit_test(data_folders), cmocka_unit_test(hex)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
