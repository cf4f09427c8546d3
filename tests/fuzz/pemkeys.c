/* SPDX-License-Identifier: MPL-2.0 */
/* A file with keys, in PEM or DER, opened with a password and accepted when it needs none. */
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nh_opening opening = {.password = "x", .accept_open = true};
    struct nh_keyfile *keyfile = NULL;
    struct nh_error err = {0};
    enum nh_status status = nh_keyfile_open(fuzz_store(), data, size, &opening, &keyfile, &err);
    fuzz_check(status, &err);
    fuzz_expect(!status == (keyfile != NULL), "a file that is open, or an error");
    if (keyfile)
        fuzz_expect(nh_keyfile_incoming(keyfile) != NULL, "it says what it brings");
    nh_keyfile_free(&keyfile);
    return 0;
}
