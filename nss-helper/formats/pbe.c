/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pbe.h"

#include "base/buf.h"
#include "base/language.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* Bytes: the longest key of a cipher, and of HMAC with SHA-512. */
#define CIPHER_KEY_MOST 32
#define KEY_BYTES_MOST 64

struct element {
    unsigned tag;
    const unsigned char *value;
    size_t length;
};

/*
 * Elements are read by hand here, before NSS reads them, because each algorithm has other
 * parameters and a template skips what it does not name. Every number found is checked; data that
 * can't be read to its end is rejected. There is no recursion, so depth does no harm.
 */

/* Read the element at *at, and move *at to its content if it is constructed, else past it. */
static bool next_element(const unsigned char **at, const unsigned char *end, struct element *out)
{
    const unsigned char *p = *at;
    if (end - p < 2 || (p[0] & 0x1f) == 0x1f)
        return false;
    size_t more = p[1] > 0x80 ? p[1] & 0x7f : 0, length = more || p[1] == 0x80 ? 0 : p[1];
    if (more > 4 || (size_t)(end - p) < 2 + more)
        return false;
    for (size_t i = 0; i < more; i++)
        length = length << 8 | p[2 + i];
    *out = (struct element){p[0], p + 2 + more, length};
    bool constructed = p[0] & 0x20;
    if (length > (size_t)(end - out->value) || (!constructed && p[1] == 0x80))
        return false;
    *at = constructed ? out->value : out->value + length;
    return true;
}

/* Read on past 32 bits is useless, as such a number exceeds every limit; a negative one is
   invalid. */
static bool number_of(const struct element *element, unsigned long *number)
{
    if (element->length == 0 || element->value[0] >= 0x80)
        return false;
    *number = 0;
    for (size_t i = 0; i < element->length; i++)
        *number = *number >> 32 ? *number : *number << 8 | element->value[i];
    return true;
}

static enum nh_status fail_damaged(const char *what, struct nh_error *err)
{
    return nh_fail(err, NH_BAD_DATA,
                   NULL, /* TRANSLATORS: "This PKCS#12 file" or "The key in this file". */
                   "%s is damaged.", _(what));
}

enum nh_status nh_pbe_fail_waiting(struct nh_error *err)
{
    return nh_fail(err, NH_PASSWORD, NULL, "This certificate file waits for its password.");
}

enum nh_status nh_pbe_check_rounds(unsigned long rounds, const char *what, struct nh_error *err)
{
    if (rounds <= NH_PBE_ROUNDS_MOST)
        return NH_OK;
    return nh_fail(err, NH_BAD_DATA, NULL,
                   /* TRANSLATORS: "This PKCS#12 file" or "The key in this file". */
                   "%s asks for more work than any password needs (more than %d rounds).", _(what),
                   NH_PBE_ROUNDS_MOST);
}

/* The parameters are the salt, the iterations and perhaps the key length (PBKDF2-params, RFC 8018
   appendix A.2); a version number does not follow a salt. */
enum nh_status nh_pbe_check(const void *ber, size_t length, const char *what, unsigned long *rounds,
                            struct nh_error *err)
{
    const unsigned char *at = ber, *end = at + length;
    struct element element;
    unsigned long last = 0;
    enum nh_status status = NH_OK;
    for (bool after_number = false; !status && at < end; after_number = element.tag == 0x02) {
        if (!next_element(&at, end, &element))
            return fail_damaged(what, err);
        if (element.tag != 0x02)
            continue;
        unsigned long number = 0;
        if (!number_of(&element, &number))
            return fail_damaged(what, err);
        if (after_number && number > KEY_BYTES_MOST)
            return nh_fail(err, NH_BAD_DATA,
                           NULL, /* TRANSLATORS: "This PKCS#12 file" or "The key in this file". */
                           "%s asks for a longer key than any cipher has.", _(what));
        if (!after_number)
            status = nh_pbe_check_rounds(last = number, what, err);
        else if (number <= CIPHER_KEY_MOST)
            continue;
        if (!status)
            status = nh_pbe_check_rounds(*rounds += last, what, err);
    }
    return status ? status : nh_pbe_check_rounds(*rounds, what, err);
}

static bool add_unit(struct nh_buf *out, uint32_t unit)
{
    const unsigned char bytes[] = {(unsigned char)(unit >> 8), (unsigned char)unit};
    return nh_buf_add(out, bytes, sizeof bytes);
}

bool nh_pbe_utf8(const char *password, struct nh_buf *out)
{
    return nh_buf_add(out, password, strlen(password));
}

/* PKCS#12 knows characters of 16 bits only; for others, programs write UTF-16. */
bool nh_pbe_utf16(const char *password, struct nh_buf *out)
{
    bool good = true;
    size_t length = strlen(password), size;
    for (uint32_t character; good && length; password += size, length -= size) {
        size = nh_utf8_next(password, length, &character);
        if (size == 0)
            return false;
        if (character > 0xffff)
            good = add_unit(out, 0xd7c0 + (character >> 10)) &&
                   add_unit(out, 0xdc00 + (character & 0x3ff));
        else
            good = add_unit(out, character);
    }
    return good && add_unit(out, 0);
}

bool nh_pbe_bytes(const char *password, struct nh_buf *out)
{
    bool good = true, ascii = true;
    for (; good && *password; password++) {
        ascii &= (unsigned char)*password < 0x80;
        good = add_unit(out, (unsigned char)*password);
    }
    return good && !ascii && add_unit(out, 0);
}

bool nh_pbe_latin1(const char *password, struct nh_buf *out)
{
    bool good = true, ascii = true;
    for (; good && *password; password++) {
        unsigned char byte = (unsigned char)*password;
        const unsigned char two[] = {(unsigned char)(0xc0 | byte >> 6), 0x80 | (byte & 0x3f)};
        ascii &= byte < 0x80;
        good = byte < 0x80 ? nh_buf_add(out, &byte, 1) : nh_buf_add(out, two, sizeof two);
    }
    return good && !ascii;
}

bool nh_pbe_none(const char *password, struct nh_buf *out)
{
    (void)out;
    return *password == '\0';
}
