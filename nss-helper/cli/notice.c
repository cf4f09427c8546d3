/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/notice.h"

#include "machine/run.h"

#include <stddef.h>

#define SERVICE "org.freedesktop.Notifications"

/* busctl is part of systemd, so it is there if a timer has started this. */
void cli_notice_show(const char *summary, const char *body)
{
    const char *const argv[] = {"busctl",
                                "--user",
                                "--timeout=5",
                                "--",
                                "call",
                                SERVICE,
                                "/org/freedesktop/Notifications",
                                SERVICE,
                                "Notify",
                                "susssasa{sv}i",
                                "nss-helper",
                                "0",
                                "dialog-password",
                                summary,
                                body,
                                "0",
                                "0",
                                "-1",
                                NULL};
    nh_run(argv);
}
