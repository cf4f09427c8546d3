/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include "base/language.h"
#include "nss/runtime.h"

#include <fcntl.h>
#include <unistd.h>

/* A closed descriptor would be taken by the next file that is opened, a database
   perhaps. What stands in its place refuses to be read or written. */
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
