/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/given.h"

#include <string.h>

void nh_given_from(struct nh_given *given, const char *site)
{
    const char *host = strstr(site, "://");
    given->file.name = host ? host + 3 : site;
    given->file.source = NH_ASK_SITE;
}

bool nh_given_lacks(enum nh_status status)
{
    return status == NH_PASSWORD || status == NH_KEY_PASSWORD || status == NH_OPEN_KEY;
}

static enum nh_status ask_password(struct nh_given *given, struct nh_error *err)
{
    nh_buf_reset(&given->password);
    enum nh_status status = nh_ask_file(&given->file, given->tried++, &given->password, err);
    given->opening.password = (const char *)given->password.data;
    return status;
}

static enum nh_status ask_key_password(struct nh_given *given, struct nh_error *err)
{
    nh_buf_reset(&given->key_password);
    enum nh_status status = nh_ask_key(&given->file, given->key_tried++, &given->key_password, err);
    given->opening.key_password = (const char *)given->key_password.data;
    return status;
}

enum nh_status nh_given_ask(struct nh_given *given, enum nh_status wanting, struct nh_error *err)
{
    if (wanting == NH_PASSWORD && given->tried < NH_ASK_TRIES)
        return ask_password(given, err);
    if (wanting == NH_KEY_PASSWORD && given->key_tried < NH_ASK_TRIES)
        return ask_key_password(given, err);
    if (wanting != NH_OPEN_KEY)
        return wanting;
    enum nh_status status = nh_ask_open_key(&given->file, err);
    given->opening.accept_open = !status;
    return status;
}

void nh_given_reset(struct nh_given *given)
{
    nh_buf_reset(&given->password);
    nh_buf_reset(&given->key_password);
    *given = (struct nh_given){.file = {.name = NULL}};
}
