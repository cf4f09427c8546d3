/* SPDX-License-Identifier: MPL-2.0 */
/* A message of the browser, and each of its fields in each form that one may have. */
#include "message.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "room.h"

#include <cjson/cJSON.h>
#include <string.h>

static void read_base64(struct nh_message *message, const char *name)
{
    struct nh_buf bytes = {0};
    nh_message_base64(message, name, 1, 4096, &bytes);
    nh_buf_reset(&bytes);
}

static void read_word(struct nh_message *message, const char *name)
{
    static const char *const words[] = {"yes", "no", "kept", NULL};
    fuzz_expect(nh_message_word(message, name, words) < 3, "a word is one of them");
    nh_message_is(message, name, "yes", "no");
}

static void read_text(struct nh_message *message, const char *name)
{
    const char *text = nh_message_text(message, name);
    fuzz_expect(strlen(text) <= NH_STRING_MAX && nh_utf8_valid(text, strlen(text)),
                "a text is one of UTF-8, and within its limit");
}

static void read_ascii(struct nh_message *message, const char *name)
{
    fuzz_expect(strlen(nh_message_ascii(message, name, 16)) <= 16, "a text is within its limit");
}

static void read_site(struct nh_message *message, const char *name)
{
    nh_message_site(message, name);
}

static void read_address(struct nh_message *message, const char *name)
{
    nh_message_address(message, name);
}

static void read_fingerprint(struct nh_message *message, const char *name)
{
    nh_message_fingerprint(message, name);
}

static void read_id(struct nh_message *message, const char *name)
{
    nh_message_id(message, name);
}

static void read_integer(struct nh_message *message, const char *name)
{
    nh_message_integer(message, name);
}

static void read_fields(struct nh_message *message)
{
    static void (*const readers[])(struct nh_message * message, const char *name) = {
        read_text, read_ascii,  read_site,    read_address, read_fingerprint,
        read_id,   read_base64, read_integer, read_word};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        for (const cJSON *field = message->object->child; field; field = field->next) {
            struct nh_error err = {0};
            message->wrong = (struct nh_error){0}; /* after a first error no form is looked at */
            readers[i](message, field->string);
            enum nh_status status = nh_message_end(message, &err);
            fuzz_check(status, &err);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nh_message message = {.type = NULL};
    struct nh_error err = {0};
    enum nh_status status = nh_message_parse(data, size, &message, &err);
    fuzz_check(status, &err);
    fuzz_expect(status ? !message.object : message.type != NULL, "a message has a type");
    if (!status)
        read_fields(&message);
    nh_message_reset(&message);
    return 0;
}
