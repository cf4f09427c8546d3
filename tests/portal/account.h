/* SPDX-License-Identifier: MPL-2.0 */
/* The people of the university. Their passwords are no secret: the log-in page
 * shows them. */
#ifndef PORTAL_ACCOUNT_H
#define PORTAL_ACCOUNT_H

struct account {
    const char *user, *password;
    const char *cn, *email;
    const char *name_ja;
};

const struct account *account_find(const char *user);          /* or NULL */
const struct account *account_check(const char *user, const char *password);

#endif
