/* SPDX-License-Identifier: MPL-2.0 */
#include "account.h"

#include <openssl/crypto.h>
#include <string.h>

static const struct account accounts[] = {
    {"taro", "taro-pass", "Taro Yamada", "taro.yamada@example.ac.jp", "山田 太郎"},
    {"hanako", "hanako-pass", "Hanako Suzuki", "hanako.suzuki@example.ac.jp", "鈴木 花子"},
};

const struct account *account_find(const char *user)
{
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
        if (strcmp(accounts[i].user, user) == 0)
            return &accounts[i];
    return NULL;
}

const struct account *account_check(const char *user, const char *password)
{
    const struct account *account = account_find(user);

    if (!account || strlen(account->password) != strlen(password) ||
        CRYPTO_memcmp(account->password, password, strlen(password)) != 0)
        return NULL;
    return account;
}
