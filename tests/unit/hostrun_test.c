/* SPDX-License-Identifier: MPL-2.0 */
/* What a program that passes for the host may say of its version. */
#include "doctor/hostrun.h"
#include "fixture.h"

/* So many bytes in all, with the end of the line. */
static enum nh_status say(size_t length, char **version)
{
    char path[PATH_MAX + 8];
    sh("printf '#!/bin/sh\\necho nss-helper-host ' >host && head -c %zu /dev/zero | tr '\\0' 1 >>host"
       " && chmod 700 host",
       length - strlen("nss-helper-host ") - 1);
    snprintf(path, sizeof path, "%s/host", folder);
    return nh_hostrun_version(path, version, &err);
}

static void its_output_has_a_bound(void **state)
{
    char *version = NULL;
    (void)state;
    assert_int_equal(say(256, &version), NH_OK);
    assert_int_equal(strlen(version), 256 - strlen("nss-helper-host ") - 1);
    free(version);
    assert_int_equal(say(257, &version), NH_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_output_has_a_bound),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
