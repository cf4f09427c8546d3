/* SPDX-License-Identifier: MPL-2.0 */
/* A word on the desktop, for who looks at no terminal. */
#ifndef NH_CLI_NOTICE_H
#define NH_CLI_NOTICE_H

/*
 * Shows it by the desktop's notification service (Desktop Notifications Specification 1.2,
 * Notify), if there is one: a comfort, so that nothing is said when there is none. Waits for
 * the service. Some of them take the body for markup: it has neither '<' nor '&'.
 */
void cli_notice_show(const char *summary, const char *body);

#endif
