/* SPDX-License-Identifier: MPL-2.0 */
/* hold-lock FILE: holds SQLite's write lock on a database until its input ends, as a
 * program in a commit does. Others can read it meanwhile. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* https://www.sqlite.org/src/file?name=src/os.h RESERVED_BYTE */
#define RESERVED_BYTE 0x40000001

int main(int argc, char *argv[])
{
    char byte;
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = RESERVED_BYTE, .l_len = 1};
    int fd = argc == 2 ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;

    if (fd < 0 || fcntl(fd, F_SETLKW, &lock) < 0) {
        perror("hold-lock");
        return 1;
    }
    if (puts("held") < 0 || fflush(stdout) != 0)
        return 1;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    return 0;
}
