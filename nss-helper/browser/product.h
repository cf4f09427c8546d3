/* SPDX-License-Identifier: MPL-2.0 */
/* What a profile's program is called, as people call it. */
#ifndef NH_BROWSER_PRODUCT_H
#define NH_BROWSER_PRODUCT_H

/*
 * "Firefox", "Firefox ESR", "Firefox Developer Edition", "Firefox Nightly", "LibreWolf",
 * "Thunderbird" …: what application.ini in the program's folder says, which may be NULL
 * or gone; else what the profile's name does; else `usual`. Static, or `usual` itself.
 */
const char *nh_product_name(const char *folder, const char *profile, const char *usual);

#endif
