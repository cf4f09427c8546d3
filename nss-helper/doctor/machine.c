/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/machine.h"

#include "base/home.h"
#include "doctor/pinentry.h"
#include "doctor/state.h"
#include "machine/disk.h"

static void check_home(struct nh_findings *out)
{
    static const char why[] = "Profiles, journal and the browser's list of hosts are in it.";
    struct nh_error err = {NH_OK};
    const char *home = NULL;
    enum nh_status status = nh_home_find(&home, &err);
    if (status)
        nh_finding_add_error(out, "home", &err, why,
                             status == NH_PERMISSION
                                 ? "Run this as the owner of that folder, without sudo."
                                 : "Set HOME to your home folder, or log in again.");
    else if (nh_disk_network(home))
        nh_finding_add(out, "home", NH_STATE_HINT, NH_OK,
                       "What one program writes there, another may see up to ten seconds later, "
                       "and locks may not hold between two computers.",
                       "Let a browser run on one computer at a time; if a new certificate does "
                       "not show up, restart it.",
                       "The home folder %s is on %s.", home, nh_disk_network(home));
    else
        nh_finding_add_good(out, "home", "The home folder is %s, on this computer.", home);
}

void nh_checkup_machine(struct nh_findings *out)
{
    check_home(out);
    nh_checkup_state(out);
    nh_checkup_pinentry(out);
}
