/* SPDX-License-Identifier: MPL-2.0 */
/* An institution's network settings: the person's file in them, and the network. */
#include "formats/settings.h"

#include "export/netfile.h"
#include "export/network.h"
#include "room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nh_settings settings = {.kind = NULL};
    struct nh_network network = {0};
    struct nh_buf file = {0};
    struct nh_error err = {0};
    fuzz_store();
    enum nh_status status = nh_settings_read(data, size, &settings, &err);
    fuzz_check(status, &err);
    fuzz_expect(status || nh_settings_recognise(data, size) || fuzz_failed(),
                "what can be read is recognised");
    nh_settings_reset(&settings);
    if (nh_buf_add(&file, data, size)) {
        status = nh_netfile_read(&file, size % 2 ? "eduroam" : NULL, &network, &err);
        fuzz_check(status, &err);
        if (!status)
            nh_network_reset(&network);
    }
    nh_buf_reset(&file);
    return 0;
}
