/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

static size_t zeroed; /* how many bytes the last call has cleared */

void explicit_bzero(void *memory, size_t length)
{
    zeroed = length;
    for (volatile char *at = memory; length--;)
        *at++ = 0;
}

/* The name that it has where the compiler checks sizes (_FORTIFY_SOURCE). */
void __explicit_bzero_chk(void *memory, size_t length, size_t size);
void __explicit_bzero_chk(void *memory, size_t length, size_t size)
{
    assert_true(length <= size);
    explicit_bzero(memory, length);
}

static void grows_and_keeps_its_bytes(void **state)
{
    struct nh_buf buf = {0};
    unsigned char all[5000];
    (void)state;
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (unsigned char)(i * 7);
        assert_true(nh_buf_add(&buf, &all[i], 1));
    }
    assert_int_equal(buf.length, sizeof all);
    assert_memory_equal(buf.data, all, sizeof all);
    nh_buf_reset(&buf);
    assert_null(buf.data);
    assert_int_equal(buf.length, 0);
    assert_int_equal(buf.capacity, 0);
}

static void keeps_its_limit(void **state)
{
    static const struct {
        size_t limit, first, second;
        bool fits;
    } cases[] = {
        {10, 0, 10, true},           {10, 10, 0, true},  {10, 5, 5, true},
        {10, 5, 6, false},           {10, 0, 11, false}, {10, 10, 1, false},
        {10, 5, SIZE_MAX, false},    {1, 0, 1, true},    {0, 0, NH_BUF_LIMIT, true},
        {0, 1, NH_BUF_LIMIT, false},
    };
    static const char zeros[NH_BUF_LIMIT + 1];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf buf = {.limit = cases[i].limit};
        assert_true(nh_buf_add(&buf, zeros, cases[i].first));
        assert_int_equal(nh_buf_add(&buf, zeros, cases[i].second), cases[i].fits);
        assert_int_equal(buf.length, cases[i].first + (cases[i].fits ? cases[i].second : 0));
        assert_true(buf.length <= buf.capacity || buf.length == 0);
        nh_buf_reset(&buf);
        assert_int_equal(buf.limit, cases[i].limit);
    }
}

static void append_names_the_error(void **state)
{
    struct nh_buf buf = {.limit = 3};
    (void)state;
    assert_int_equal(nh_buf_append(&buf, "abc", 3, &err), NH_OK);
    assert_int_equal(nh_buf_append(&buf, "d", 1, &err), NH_TOO_LARGE);
    assert_int_equal(err.status, NH_TOO_LARGE);
    assert_non_null(strstr(err.message, "3"));
    assert_int_equal(nh_buf_append(&buf, "d", 1, NULL), NH_TOO_LARGE);
    assert_int_equal(buf.length, 3);
    assert_memory_equal(buf.data, "abc", 3);
    nh_buf_reset(&buf);
}

/* Whether it is full, or empty: neither the length nor the limit counts it. */
static void a_nul_is_behind_the_bytes(void **state)
{
    static const char full[256];
    (void)state;
    for (size_t length = 0; length <= sizeof full; length += sizeof full / 2) {
        struct nh_buf buf = {.limit = sizeof full};
        assert_true(nh_buf_add(&buf, full, length));
        assert_true(nh_buf_terminate(&buf));
        assert_int_equal(buf.length, length);
        assert_int_equal(buf.data[length], 0);
        assert_int_equal(nh_buf_add(&buf, full, sizeof full - length), true);
        assert_false(nh_buf_add(&buf, full, 1));
        nh_buf_reset(&buf);
    }
}

static void nothing_is_nothing(void **state)
{
    struct nh_buf buf = {0};
    (void)state;
    assert_true(nh_buf_add(&buf, NULL, 0));
    assert_int_equal(buf.length, 0);
    nh_buf_reset(&buf);
    nh_buf_reset(&buf);
    nh_free_secret(NULL, 100);
}

static int refused; /* calls of mlock below, which are answered with an error */

/* In place of the C library's, so that no memory can be locked. */
int mlock(const void *memory, size_t length)
{
    (void)memory;
    (void)length;
    refused++;
    errno = ENOMEM;
    return -1;
}

static void a_secret_is_kept_where_none_may_be_locked(void **state)
{
    struct nh_buf buf = {.limit = 10000, .secret = true};
    static const char zeros[6000];
    (void)state;
    assert_true(nh_buf_add(&buf, "abc", 3));
    assert_int_equal(refused, 1);
    assert_int_equal((uintptr_t)buf.data % 4096, 0);
    assert_int_equal(buf.capacity % 4096, 0);
    assert_true(nh_buf_add(&buf, zeros, sizeof zeros));
    assert_memory_equal(buf.data, "abc", 4);
    assert_false(nh_buf_add(&buf, zeros, sizeof zeros));
    size_t had = buf.capacity;
    nh_buf_reset(&buf);
    assert_int_equal(zeroed, had);
    assert_true(buf.secret);
    assert_null(buf.data);
    nh_buf_reset(&buf);
}

static void lists_copy_their_items(void **state)
{
    struct nh_bufs bufs = {0};
    char item[] = "first";
    (void)state;
    assert_true(nh_bufs_add(&bufs, item, 5));
    item[0] = 'x';
    assert_true(nh_bufs_add(&bufs, "", 0));
    assert_true(nh_bufs_add(&bufs, item, 5));
    assert_int_equal(bufs.count, 3);
    assert_memory_equal(bufs.items[0].data, "first", 5);
    assert_int_equal(bufs.items[1].length, 0);
    assert_memory_equal(bufs.items[2].data, "xirst", 5);
    nh_bufs_reset(&bufs);
    assert_int_equal(bufs.count, 0);
    assert_null(bufs.items);
}

/* Clears all of its memory, when it grows and when it is freed. */
static void leaves_nothing_behind(void **state)
{
    static const char secret[300];
    struct nh_buf buf = {0};
    (void)state;
    assert_true(nh_buf_add(&buf, secret, 1));
    size_t had = buf.capacity;
    zeroed = 0;
    assert_true(nh_buf_add(&buf, secret, sizeof secret));
    assert_int_equal(zeroed, had);
    had = buf.capacity;
    nh_buf_reset(&buf);
    assert_int_equal(zeroed, had);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_nothing_behind),
        cmocka_unit_test(grows_and_keeps_its_bytes),
        cmocka_unit_test(keeps_its_limit),
        cmocka_unit_test(append_names_the_error),
        cmocka_unit_test(a_nul_is_behind_the_bytes),
        cmocka_unit_test(nothing_is_nothing),
        cmocka_unit_test(lists_copy_their_items),
        cmocka_unit_test(a_secret_is_kept_where_none_may_be_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
