/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"

#include "journal/sections.h"

/* The lines from `begin` to the next macro of a list, as one. */
static void squeeze(const char *begin, char out[512])
{
    const char *end = begin;
    size_t length = 0;
    while (strncmp(end, "\n.It", 4) != 0 && strncmp(end, "\n.El", 4) != 0)
        end++;
    for (const char *at = begin; at < end && length < 511; at++)
        out[length++] = *at == '\n' ? ' ' : *at;
    out[length] = '\0';
}

/* This test runs where the sources are. */
static void the_manual_shows_each(void **state)
{
    struct nh_buf manual = read_file("nss-helper/nss-helper.1");
    (void)state;
    assert_int_equal(nh_buf_append(&manual, "", 1, &err), NH_OK);
    const char *files = strstr((char *)manual.data, ".Sh FILES"), *last = files;
    assert_non_null(files);
    for (enum nh_section i = 0; i < NH_SECTIONS; i++) {
        const struct nh_section_row *row = nh_section(i);
        char head[64], expected[512], said[512];
        snprintf(head, sizeof head, "\n.It Pa %s\n", row->folder);
        snprintf(expected, sizeof expected, "%s %s", row->holds, row->stays);
        const char *item = strstr(files, head);
        if (!item)
            fail_msg("FILES has no %s", row->folder);
        squeeze(item + strlen(head), said);
        assert_string_equal(said, expected);
        assert_true(item >= last); /* in the same order */
        last = item;
    }
    assert_non_null(strstr(last, "\n.El\n.El\n.Sh")); /* and shows no other */
    nh_buf_reset(&manual);
}

static void names_are_their_own(void **state)
{
    (void)state;
    for (enum nh_section i = 0; i < NH_SECTIONS; i++)
        for (enum nh_section k = 0; k < i; k++)
            assert_string_not_equal(nh_section(i)->folder, nh_section(k)->folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_shows_each),
        cmocka_unit_test(names_are_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
