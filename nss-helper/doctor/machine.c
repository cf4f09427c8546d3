/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/machine.h"

#include "base/home.h"
#include "base/language.h"
#include "doctor/confinement.h"
#include "doctor/pinentry.h"
#include "doctor/sites.h"
#include "doctor/state.h"
#include "machine/disk.h"

static void check_home(struct nh_findings *out)
{
    static const char why[] = N_(
        "Your home folder holds the profiles, NSS Helper's records, and the file by which Firefox finds the program nss-helper.");
    struct nh_error err = {NH_OK};
    const char *home = NULL;
    enum nh_status status = nh_home_find(&home, &err);
    if (status)
        nh_finding_add_error(out, "home", &err, why,
                             status == NH_PERMISSION
                                 ? N_("Run this command as the owner of that folder, without sudo.")
                                 : N_("Set HOME to your home folder, or log in again."));
    else if (nh_disk_network(home))
        nh_finding_add(out, "home", NH_STATE_HINT, NH_OK,
                       N_("A running browser may take up to ten seconds to see a new certificate, "
                          "and locks between two computers may not work."),
                       N_("Run the browser on one computer at a time. If a new certificate does "
                          "not show up, restart the browser."),
                       /* TRANSLATORS: a folder, and a file system: NFS, CIFS … */
                       "The home folder %s is on a network file system (%s).", home,
                       nh_disk_network(home));
    else
        nh_finding_add_good(out, "home", "The home folder %s is on this computer.", home);
}

void nh_checkup_machine(struct nh_findings *out)
{
    check_home(out);
    nh_checkup_state(out);
    nh_checkup_pinentry(out);
    nh_checkup_sites(out);
    nh_checkup_confinement(out);
}
