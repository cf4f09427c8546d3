/* SPDX-License-Identifier: MPL-2.0 */
#include "ca_files.h"

#include <fcntl.h>
#include <limits.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEM_MAX 65536

static char *take(BIO *bio, int good)
{
    char *text = NULL, *data = NULL;
    long length = good ? BIO_get_mem_data(bio, &data) : 0;

    if (length > 0)
        text = OPENSSL_strndup(data, (size_t)length);
    BIO_free(bio);
    return text;
}

char *pem_of_certificate(X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());

    return take(bio, bio && PEM_write_bio_X509(bio, certificate));
}

char *pem_of_key(EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());

    return take(bio, bio && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL));
}

static bool write_all(int fd, const char *text)
{
    size_t length = strlen(text);

    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n <= 0)
            return false;
        text += n;
        length -= (size_t)n;
    }
    return fsync(fd) == 0;
}

bool pem_save(const char *directory, const char *name, const char *pem)
{
    char path[PATH_MAX], temporary[PATH_MAX];
    bool key = strstr(pem, "PRIVATE KEY") != NULL;

    if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path ||
        snprintf(temporary, sizeof temporary, "%s/%s.new", directory, name) >=
            (int)sizeof temporary)
        return false;
    unlink(temporary);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool good = write_all(fd, pem) && fchmod(fd, key ? 0600 : 0644) == 0;
    good = close(fd) == 0 && good && rename(temporary, path) == 0;
    if (!good)
        unlink(temporary);
    return good;
}

char *pem_load(const char *directory, const char *name)
{
    char path[PATH_MAX], text[PEM_MAX];

    if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path)
        return NULL;
    BIO *bio = BIO_new_file(path, "r");
    int length = bio ? BIO_read(bio, text, sizeof text) : 0;
    BIO_free(bio);
    char *copy = length > 0 ? OPENSSL_strndup(text, (size_t)length) : NULL;
    OPENSSL_cleanse(text, sizeof text);
    return copy;
}

X509 *certificate_load(const char *directory, const char *name)
{
    char *text = pem_load(directory, name);
    BIO *bio = text ? BIO_new_mem_buf(text, -1) : NULL;
    X509 *certificate = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;

    BIO_free(bio);
    OPENSSL_free(text);
    return certificate;
}

EVP_PKEY *key_load(const char *directory, const char *name)
{
    char *text = pem_load(directory, name);
    BIO *bio = text ? BIO_new_mem_buf(text, -1) : NULL;
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;

    BIO_free(bio);
    OPENSSL_clear_free(text, text ? strlen(text) : 0);
    return key;
}
