/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/group.h"

#include "machine/attendant.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_own(gid_t gid)
{
    struct passwd user, *found_user = NULL;
    struct group group, *found_group = NULL;
    char user_text[4096], group_text[4096];
    if (getpwuid_r(geteuid(), &user, user_text, sizeof user_text, &found_user) || !found_user ||
        getgrgid_r(gid, &group, group_text, sizeof group_text, &found_group) || !found_group ||
        gid != user.pw_gid || strcmp(group.gr_name, user.pw_name) != 0)
        return false;
    for (char **member = group.gr_mem; *member; member++) {
        if (strcmp(*member, user.pw_name) != 0)
            return false;
    }
    return true;
}

/* A service of this computer or of a network may have to be asked. */
bool nh_group_is_own(gid_t gid)
{
    struct nh_errand_reply reply;
    char text[16];
    snprintf(text, sizeof text, "%u", gid);
    return nh_attendant_does(NH_ERRAND_GROUP, text, &reply) ? reply.number != 0 : is_own(gid);
}
