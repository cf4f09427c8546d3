/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/told.h"

#include "base/buf.h"
#include "journal/note.h"

#include <string.h>

bool nh_told_begin(struct nh_journal *journal, const char *about, enum nh_status status)
{
    const char *word = nh_status_name(status);
    struct nh_buf told = {0};
    bool before = !nh_note_read(journal, NH_SECTION_TOLD, about, &told, NULL) &&
                  told.length == strlen(word) && memcmp(told.data, word, told.length) == 0;
    nh_buf_reset(&told);
    if (!before)
        nh_note_write(journal, NH_SECTION_TOLD, about, word, strlen(word), NULL);
    return !before;
}

void nh_told_end(struct nh_journal *journal, const char *about)
{
    nh_note_remove(journal, NH_SECTION_TOLD, about);
}
