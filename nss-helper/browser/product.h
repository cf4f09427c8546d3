/* SPDX-License-Identifier: MPL-2.0 */
/* The usual name of a profile's program. */
#ifndef NH_BROWSER_PRODUCT_H
#define NH_BROWSER_PRODUCT_H

/*
 * "Firefox", "Firefox ESR", "Firefox Developer Edition", "Firefox Nightly", "LibreWolf",
 * "Thunderbird" and so on: by application.ini in the program's folder (may be NULL), else by the
 * profile's name, else `usual`. Static, or `usual` itself.
 */
const char *nh_product_name(const char *folder, const char *profile, const char *usual);

#endif
