/* SPDX-License-Identifier: MPL-2.0 */
/* Opening a database that others have locked, or have left in the middle of a commit. */
#include "fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

/* A wait for a lock pauses between two tries. Here a pause takes no time: the clock goes on by its
   seconds, or what the test wants to happen meanwhile happens. */
static time_t passed;
static time_t seconds_of_a_pause;
static pid_t killed_in_a_pause;

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec + passed;
    return now.tv_sec + passed;
}

int nanosleep(const struct timespec *pause, struct timespec *left)
{
    (void)pause;
    (void)left;
    passed += seconds_of_a_pause;
    if (killed_in_a_pause) {
        kill(killed_in_a_pause, SIGKILL);
        waitpid(killed_in_a_pause, NULL, 0);
        killed_in_a_pause = 0;
    }
    return 0;
}

/* Whose process this is; 0: as it is. */
static uid_t other_user;

uid_t geteuid(void)
{
    return other_user ? other_user : (uid_t)syscall(SYS_geteuid);
}

/* A process that holds SQLite's write lock on a file, as a browser in a commit does. */
static pid_t hold_lock(const char *path)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct flock lock = {
            .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512};
        int fd = open(path, O_RDWR);
        if (fd < 0 || fcntl(fd, F_SETLK, &lock) < 0 || write(ready[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static enum nh_status try_to_open(enum nh_store_mode mode)
{
    char path[PATH_MAX + 2];
    struct nh_store *store = NULL;
    snprintf(path, sizeof path, "%s/p", folder);
    enum nh_status status = nh_store_open(path, mode, &store, &err);
    assert_true(nh_store_close(&store));
    return status;
}

static void a_lock_that_stays_is_named(void **state)
{
    (void)state;
    pid_t pid = hold_lock("p/key4.db");
    time_t before = passed;
    seconds_of_a_pause = 5;
    assert_int_equal(try_to_open(NH_STORE_WRITE), NH_BUSY);
    seconds_of_a_pause = 0;
    assert_in_range(passed - before, 5, 10);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    assert_int_equal(try_to_open(NH_STORE_WRITE), NH_OK);
}

static void a_lock_that_goes_is_waited_for(void **state)
{
    (void)state;
    killed_in_a_pause = hold_lock("p/key4.db");
    assert_int_equal(try_to_open(NH_STORE_WRITE), NH_OK);
    assert_int_equal(killed_in_a_pause, 0);
}

static void a_store_is_opened_again_and_again(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(try_to_open(i % 2 ? NH_STORE_READ : NH_STORE_WRITE), NH_OK);
    struct nh_store *store = open_store(NH_STORE_WRITE);
    char path[PATH_MAX + 2];
    snprintf(path, sizeof path, "%s/p", folder);
    assert_non_null(nh_store_slot(store));
    assert_int_equal(nh_store_sync(store, &err), NH_OK);
    close_store(store);
}

/* What a process that died in a commit leaves; the header alone marks it as unused. */
static void a_journal_that_was_left_is_no_damage(void **state)
{
    static const char header[512];
    (void)state;
    write_file("p/key4.db-journal", header, sizeof header);
    write_file("p/cert9.db-journal", header, sizeof header);
    assert_int_equal(try_to_open(NH_STORE_READ), NH_OK);
    assert_int_equal(try_to_open(NH_STORE_WRITE), NH_OK);
}

static void nothing_is_made_where_nothing_was(void **state)
{
    static const char *const damages[] = {
        "rm p/key4.db",
        "rm p/cert9.db",
        ": >p/key4.db",
        ": >p/cert9.db",
        "head -c 5000 /dev/urandom >p/cert9.db",
        "rm p/key4.db && mkdir p/key4.db",
        "mv p/key4.db p/k && ln -s k p/key4.db",
        "truncate -s 10 p/cert9.db",
        "printf s | dd of=p/cert9.db conv=notrunc status=none",
        "printf 4 | dd of=p/key4.db seek=14 bs=1 conv=notrunc status=none",
    };
    char path[PATH_MAX + 2];
    (void)state;
    snprintf(path, sizeof path, "%s/p", folder);
    sh("cp -r p good");
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        sh("rm -rf p before && cp -r good p && %s && cp -a p before", damages[i]);
        if (try_to_open(NH_STORE_WRITE) != NH_BAD_DATABASE)
            fail_msg("%s: %s", damages[i], err.message);
        if (try_to_open(NH_STORE_READ) != NH_BAD_DATABASE)
            fail_msg("%s: %s", damages[i], err.message);
        if (nh_store_check(path, NH_STORE_READ, &err) != NH_BAD_DATABASE)
            fail_msg("%s: NSS would be the first to see it", damages[i]);
        sh("diff -r p before");
    }
    sh("rm -rf p && mv good p");
}

/* NSS asks again after a wrong password, as long as it gets one. */
static void a_primary_password_is_tried_once_and_for_its_profile(void **state)
{
    char path[PATH_MAX + 8];
    struct nh_store *store = NULL;
    (void)state;
    sh("echo secret >word && for each in locked other; do mkdir $each &&"
       " certutil -N -d sql:$each -f word; done");
    snprintf(path, sizeof path, "%s/locked", folder);
    alarm(60);
    assert_int_equal(nh_store_unlock(path, "Secret", &err), NH_PRIMARY_PASSWORD);
    alarm(0);
    assert_int_equal(nh_store_open(path, NH_STORE_READ, &store, &err), NH_PRIMARY_PASSWORD);
    assert_int_equal(nh_store_unlock(path, "secret", &err), NH_OK);
    assert_int_equal(nh_store_open(path, NH_STORE_READ, &store, &err), NH_OK);
    assert_true(nh_store_close(&store));
    snprintf(path, sizeof path, "%s/other", folder);
    assert_int_equal(nh_store_open(path, NH_STORE_READ, &store, &err), NH_PRIMARY_PASSWORD);
    nh_store_lock();
}

static void what_is_of_another_user_is_left_alone(void **state)
{
    (void)state;
    other_user = (uid_t)syscall(SYS_geteuid) + 1;
    enum nh_status status = try_to_open(NH_STORE_READ);
    other_user = 0;
    assert_int_equal(status, NH_PERMISSION);
    assert_int_equal(try_to_open(NH_STORE_READ), NH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lock_that_stays_is_named),
        cmocka_unit_test(a_lock_that_goes_is_waited_for),
        cmocka_unit_test(a_store_is_opened_again_and_again),
        cmocka_unit_test(a_journal_that_was_left_is_no_damage),
        cmocka_unit_test(nothing_is_made_where_nothing_was),
        cmocka_unit_test(a_primary_password_is_tried_once_and_for_its_profile),
        cmocka_unit_test(what_is_of_another_user_is_left_alone),
    };
    return cmocka_run_group_tests(tests, make_profile, leave_folder);
}
