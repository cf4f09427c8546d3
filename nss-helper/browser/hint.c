/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/hint.h"

#include "base/language.h"
#include "browser/profile.h"

#include <stddef.h>

const char *const *nh_hint(const struct nh_profile *profile, bool mail)
{
    static const char *const for_mail[] = {
        N_("In Thunderbird, open Account Settings › End-To-End Encryption, below your mail account."),
        N_("Under S/MIME, press Select… beside “Personal certificate for digital signing” and "
           "choose the certificate. If Thunderbird asks whether to use it for encryption too, "
           "choose Yes."),
        N_("If signing fails, Thunderbird may not know the issuer: open Settings › Privacy & "
           "Security › Manage Certificates… › Authorities, select the root of your certificate, "
           "press Edit Trust… and tick “This certificate can identify mail users.”"),
        NULL};
    static const char *const not_for_mail[] = {
        N_("The certificate is for logging in, not for e-mail: Thunderbird does not offer it for "
           "signing, but uses it for servers that ask for one."),
        NULL};
    static const char *const chromium[] = {
        N_("Chromium uses the certificate from now on. If you have visited the site before, "
           "restart Chromium."),
        NULL};
    static const char *const running[] = {
        N_("That Firefox uses the certificate from now on. If you have visited the site before, "
           "open it in a new container tab or restart that Firefox."),
        NULL};
    static const char *const none[] = {NULL};
    switch (profile->family) {
    case NH_THUNDERBIRD: return mail ? for_mail : not_for_mail;
    case NH_CHROMIUM: return chromium;
    default: return profile->pid > 0 ? running : none;
    }
}
