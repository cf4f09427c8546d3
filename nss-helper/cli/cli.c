/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include "base/language.h"
#include "nss/runtime.h"

#include <fcntl.h>
#include <unistd.h>

/* Fill closed standard descriptors, so that no file, such as a database, is opened as one of them.
   Reading or writing the replacement fails. */
static bool hold_descriptors(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

bool cli_begin(void)
{
    if (!hold_descriptors())
        return false;
    nh_runtime_clean();
    nh_language_take();
    return true;
}
