/* SPDX-License-Identifier: MPL-2.0 */
/* Desktop notifications, for people who don't look at a terminal. */
#ifndef NH_CLI_NOTICE_H
#define NH_CLI_NOTICE_H

/*
 * Show a notification (Desktop Notifications Specification 1.2, Notify), if there is a service;
 * otherwise do nothing. Waits for the service. `body` must not contain '<' or '&', because some
 * services read it as markup.
 */
void cli_notice_show(const char *summary, const char *body);

#endif
