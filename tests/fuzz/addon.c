/* SPDX-License-Identifier: MPL-2.0 */
/* Firefox's two lists of extensions. A line that begins with "\f" separates them. */
#include "browser/addon.h"

#include "base/utf8.h"
#include "room.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *cut = size ? memchr(data, '\f', size) : NULL;
    size_t length = cut ? (size_t)(cut - data) : size;
    struct nh_addon addon = {.active = false};
    struct nh_error err = {0};
    fuzz_write(fuzz_home(), "extensions.json", data, length);
    fuzz_write(fuzz_home(), "extension-preferences.json", cut ? cut + 1 : data,
               cut ? size - length - 1 : 0);
    enum nh_status status = nh_addon_look(fuzz_home(), &addon, &err);
    fuzz_check(status, &err);
    fuzz_expect(!status || !addon.installed, "nothing is told beside an error");
    return 0;
}
