/* SPDX-License-Identifier: MPL-2.0 */
/* Warn about a file with an unprotected key. */
#ifndef NH_CLI_OPENKEY_H
#define NH_CLI_OPENKEY_H

struct cli;

/* Say that anybody who has this imported file can use its key, and who can read it. At a terminal,
   offer to delete it. "-" is standard input. */
void cli_openkey_tell(const struct cli *cli, const char *path);

#endif
