/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/hint.h"

#include "base/language.h"
#include "browser/profile.h"

#include <stddef.h>

const char *const *nh_hint(const struct nh_profile *profile)
{
    static const char *const mail[] = {
        N_("In Thunderbird, open Account Settings › End-To-End Encryption."),
        N_("Under S/MIME, press Select… beside “Personal certificate for digital signing” and "
           "choose "
           "the certificate."),
        NULL};
    static const char *const chromium[] = {
        N_("Chromium uses the certificate from now on. If you have visited the site before, "
           "restart "
           "Chromium."),
        NULL};
    static const char *const running[] = {
        N_("That Firefox uses the certificate from now on. If you have visited the site before, "
           "open "
           "it in a new container tab or restart that Firefox."),
        NULL};
    static const char *const none[] = {NULL};
    switch (profile->family) {
    case NH_THUNDERBIRD: return mail;
    case NH_CHROMIUM: return chromium;
    default: return profile->pid > 0 ? running : none;
    }
}
