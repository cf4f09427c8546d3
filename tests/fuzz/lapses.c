/* SPDX-License-Identifier: MPL-2.0 */
/* A sample with faults that show only when a call fails; fuzz.test.mjs must see each. The first
   byte of the input says which one it is. */
#include "room.h"

#include <secitem.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    fuzz_fail_start(*argc, *argv);
    return 0;
}

/* It writes to a copy that there is not. */
static void use_nothing(void)
{
    char *volatile text = strdup("text");
    text[0] = 'T';
    free(text);
}

/* The first copy stays when there is no second. */
static void leak(void)
{
    char *volatile first = strdup("first"), *volatile second = strdup("second");
    if (!second)
        return; // cppcheck-suppress memleak
    free(first);
    free(second);
}

/* It says that it has copied what NSS has not. */
static void claim(void)
{
    const SECItem item = {siBuffer, (unsigned char *)"abc", 3};
    SECItem copy = {siBuffer, NULL, 0};
    bool done = true;
    SECITEM_CopyItem(NULL, &copy, &item);
    if (done && copy.len != 3)
        abort();
    SECITEM_FreeItem(&copy, PR_FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const lapses[])(void) = {use_nothing, leak, claim};
    if (size)
        lapses[data[0] % (sizeof lapses / sizeof *lapses)]();
    return 0;
}
