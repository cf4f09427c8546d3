/* SPDX-License-Identifier: MPL-2.0 */
/* A home and a profile in a temporary folder, for one group of tests. */
#ifndef TEST_FIXTURE_H
#define TEST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/files.h"
#include "base/status.h"
#include "journal/job.h"
#include "journal/jobs.h"
#include "nss/store.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX]; /* the working directory, and the home */
static struct nh_error err;

/* Run a shell command: it has to succeed. */
__attribute__((format(printf, 1, 2))) static inline void sh(const char *format, ...)
{
    char command[4096];
    va_list list;
    va_start(list, format);
    vsnprintf(command, sizeof command, format, list);
    va_end(list);
    if (system(command) != 0)
        fail_msg("%s", command);
}

static inline int enter_folder(void **state)
{
    const char *temporary = getenv("TMPDIR");
    char name[PATH_MAX];
    (void)state;
    snprintf(name, sizeof name, "%s/nss-helper-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(name) || chdir(name) < 0 || !realpath(".", folder))
        return -1;
    setenv("HOME", folder, 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("MOZ_LEGACY_HOME");
    return 0;
}

static inline int leave_folder(void **state)
{
    (void)state;
    sh("cd / && chmod -R u+rwX '%s' && rm -rf '%s'", folder, folder);
    return 0;
}

/* An empty database without a primary password in the folder "p". */
static inline int make_profile(void **state)
{
    if (enter_folder(state) < 0)
        return -1;
    sh("mkdir p && certutil -N -d sql:p --empty-password");
    return 0;
}

static inline struct nh_store *open_store(enum nh_store_mode mode)
{
    char path[PATH_MAX + 2];
    struct nh_store *store = NULL;
    snprintf(path, sizeof path, "%s/p", folder);
    if (nh_store_open(path, mode, &store, &err))
        fail_msg("%s", err.message);
    return store;
}

/* NSS must not hold any reference: the cheapest way to find leaks. */
static inline void close_store(struct nh_store *store)
{
    assert_true(nh_store_close(&store));
    assert_null(store);
}

/* How many keys certutil finds in the profile. */
static inline int keys_in_profile(void)
{
    int count = -1;
    FILE *pipe = popen("certutil -K -d sql:p 2>/dev/null | grep -c '^<'", "r");
    assert_non_null(pipe);
    assert_int_equal(fscanf(pipe, "%d", &count), 1);
    pclose(pipe);
    return count;
}

static inline struct nh_journal *open_journal(const char *profile)
{
    struct nh_journal *journal = NULL;
    assert_int_equal(nh_journal_open(profile, &journal, &err), NH_OK);
    return journal;
}

static inline struct nh_buf read_file(const char *path)
{
    struct nh_buf buf = {0};
    if (nh_file_read(path, &buf, &err))
        fail_msg("%s", err.message);
    return buf;
}

static inline void write_file(const char *path, const void *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* A test CA in "ca": root -> issuing. */
static inline void make_ca(void)
{
    sh("mkdir -p ca && cd ca && exec 2>/dev/null"
       " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 900"
       " -keyout root.key -out root.pem -subj '/O=Test/CN=Root'"
       " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
       " -keyout issuing.key -out issuing.csr -subj '/O=Test/CN=Issuing'"
       " && echo basicConstraints=critical,CA:true >ext"
       " && openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -days 800"
       " -set_serial 2 -extfile ext -out issuing.pem"
       " && printf '%%s\\n' extendedKeyUsage=clientAuth subjectAltName=email:t@example.jp >user");
}

/* Sign a request file with the issuing CA. */
static inline void issue(const char *csr, const char *out, const char *serial)
{
    sh("openssl x509 -req -in %s -CA ca/issuing.pem -CAkey ca/issuing.key -days 30"
       " -set_serial %s -extfile ca/user -out %s 2>/dev/null",
       csr, serial, out);
}

#endif
