/* SPDX-License-Identifier: MPL-2.0 */
/* What comes from the browser, cut into frames: what was read is written again, byte for byte. */
#include "frame.h"

#include "base/buf.h"
#include "room.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Is this, with its length, what stands at that place of the input? */
static void compare(const struct nh_buf *frame, const uint8_t *data)
{
    struct nh_error err = {0};
    unsigned char bytes[64];
    int fd = memfd_create("output", MFD_CLOEXEC);
    fuzz_expect(!nh_frame_write(fd, frame->data, frame->length, &err), "a frame can be written");
    ssize_t count = pread(fd, bytes, sizeof bytes, 0);
    fuzz_expect(count >= 4 && memcmp(bytes, data, (size_t)count) == 0, "it is as it was");
    fuzz_expect(lseek(fd, 0, SEEK_END) == (off_t)frame->length + 4, "it is as long as it was");
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nh_buf frame = {.limit = NH_FRAME_MAX};
    struct nh_error err = {0};
    enum nh_status status = NH_OK;
    bool ended = false;
    int fd = fuzz_file(data, size);
    size_t at = 0;
    while (!status && !ended) {
        status = nh_frame_read(fd, NULL, &frame, &ended, &err);
        if (!status && !ended) {
            compare(&frame, data + at);
            at += frame.length + 4;
        }
    }
    fuzz_check(status, &err);
    fuzz_expect(status || at == size, "all was read");
    nh_buf_reset(&frame);
    close(fd);
    return 0;
}
