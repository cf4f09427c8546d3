/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/plain.h"

#include "nss/der.h"

#include <string.h>

/* Bytes that are looked at if there is no byte order mark. */
#define SAMPLE 16

enum order { NONE, LITTLE, BIG };

/* ASCII text in UTF-16 has a zero byte in each unit; DER does not begin so. */
static enum order order_of(const unsigned char *bytes, size_t length)
{
    if (length < 4 || length % 2)
        return NONE;
    if (bytes[0] == 0xff && bytes[1] == 0xfe)
        return LITTLE;
    if (bytes[0] == 0xfe && bytes[1] == 0xff)
        return BIG;
    bool little = true, big = true;
    for (size_t i = 0; i < length && i < SAMPLE; i += 2) {
        little = little && bytes[i] && !bytes[i + 1];
        big = big && !bytes[i] && bytes[i + 1];
    }
    return little ? LITTLE : big ? BIG : NONE;
}

/* Other characters than ASCII occur only in text around the PEM. */
static enum nh_status narrow(const unsigned char *bytes, size_t length, enum order order,
                             struct nh_buf *out, struct nh_error *err)
{
    for (size_t i = 0; i < length; i += 2) {
        unsigned char low = bytes[i + (order == BIG)], high = bytes[i + (order == LITTLE)];
        unsigned char character = high || low >= 0x80 ? '?' : low;
        enum nh_status status = nh_buf_append(out, &character, 1, err);
        if (status)
            return status;
    }
    return NH_OK;
}

enum nh_status nh_plain_open(const void *data, size_t length, struct nh_plain *out,
                             struct nh_error *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    const unsigned char *bytes = data;
    enum order order = order_of(bytes, length);
    size_t skip = order && (bytes[0] == 0xff || bytes[0] == 0xfe) ? 2 : 0;
    enum nh_status status = NH_OK;
    *out = (struct nh_plain){bytes, length, {0}};
    if (order) {
        status = narrow(bytes + skip, length - skip, order, &out->copy, err);
        out->data = out->copy.data ? out->copy.data : out->data;
        out->length = out->copy.length;
    } else if (length >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0) {
        out->data = bytes + strlen(mark);
        out->length -= strlen(mark);
    }
    out->data = nh_der_after_blanks(out->data, &out->length);
    return status;
}

void nh_plain_reset(struct nh_plain *plain)
{
    nh_buf_reset(&plain->copy);
    *plain = (struct nh_plain){NULL, 0, {0}};
}
