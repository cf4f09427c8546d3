/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/confined.h"

#include "base/buf.h"
#include "base/files.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "journal/journal.h"
#include "machine/confine.h"

#include <stdlib.h>
#include <string.h>

/* What stays, and the folders in it that belong to nobody else. */
struct stays {
    struct nh_confined confined;
    struct nh_bufs folders;
};

/* The folder of this file, which lives as long as *to; NULL without memory. */
static const char *folder_of(struct stays *to, const char *file)
{
    char *folder = nh_path_folder(file);
    bool kept = folder && nh_bufs_add(&to->folders, folder, strlen(folder) + 1);
    free(folder);
    return kept ? (const char *)to->folders.items[to->folders.count - 1].data : NULL;
}

static void add_options(struct stays *to, const struct cli_option *option)
{
    for (; option && option->name; option++) {
        const char *file = option->value ? *option->value : NULL;
        if (!file || strcmp(option->argument, "FILE") != 0)
            continue;
        if (option->creates)
            nh_confined_write(&to->confined, folder_of(to, file));
        else
            nh_confined_read(&to->confined, file);
    }
}

/* Files that were named together mostly lie together. */
static void add_words(struct stays *to, const struct cli *cli)
{
    const char *last = NULL;
    for (size_t i = 0; i < cli->count; i++) {
        const char *folder = folder_of(to, cli->words[i]);
        if (folder && (!last || strcmp(folder, last) != 0))
            nh_confined_remove(&to->confined, folder);
        last = folder;
    }
}

/* Where there is none, a later step tells why it can't be made. */
static void make_records(void)
{
    char *root = nh_journal_root();
    if (root)
        nh_folder_make(root, NULL);
    free(root);
}

void cli_confine(struct cli *cli, unsigned needs, const char *also)
{
    struct stays stays = {.folders = {.items = NULL}};
    if (needs & CLI_NEED_RECORDS)
        make_records();
    add_options(&stays, cli_common_options);
    add_options(&stays, cli->verb->options);
    add_options(&stays, cli->verb->shared);
    if (needs & CLI_NEED_DELETE)
        add_words(&stays, cli);
    nh_confined_write(&stays.confined, also);
    nh_profile_confine(cli->chosen.path, needs, &stays.confined);
    nh_bufs_reset(&stays.folders);
}
