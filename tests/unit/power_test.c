/* SPDX-License-Identifier: MPL-2.0 */
/* What the kernel says of a computer's supplies, and what that means. */
#include "fixture.h"
#include "machine/power.h"

static void tells_a_battery_from_the_mains(void **state)
{
    static const struct {
        const char *supplies;
        bool on_battery;
    } cases[] = {
        {":", false},
        {"echo Battery >b/type; echo Discharging >b/status", true},
        {"echo Battery >b/type; echo Discharging >b/status; echo System >b/scope", true},
        {"echo Battery >b/type; echo Discharging >b/status; echo Device >b/scope", false},
        {"echo Battery >b/type; echo Charging >b/status", false},
        {"echo Battery >b/type; echo Full >b/status", false},
        {"echo Battery >b/type; echo Unknown >b/status", false},
        {"echo Battery >b/type; printf Discharging >b/status; echo Mains >m/type; echo 0 >m/online",
         true},
        {"echo Battery >b/type; echo Discharging >b/status; echo Mains >m/type; echo 1 >m/online",
         false},
        {"echo Battery >b/type; echo Discharging >b/status; echo USB >m/type; echo 1 >m/online",
         false},
        {"echo UPS >b/type; echo Discharging >b/status", false},
        {"echo Discharging >b/status", false},
        {"mkdir b/type; echo Discharging >b/status", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sh("rm -rf s && mkdir -p s/b s/m && cd s && %s", cases[i].supplies);
        if (nh_power_on_battery("s") != cases[i].on_battery)
            fail_msg("%s", cases[i].supplies);
    }
    assert_false(nh_power_on_battery("nowhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_a_battery_from_the_mains)};
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
