/* SPDX-License-Identifier: MPL-2.0 */
/* What is said of a file that whoever has it can open. */
#ifndef NH_CLI_OPENKEY_H
#define NH_CLI_OPENKEY_H

struct cli;

/* Say that this file, whose key was imported, protects that key from nobody, and who can read it;
   and delete it, if somebody at a terminal says so. "-" is standard input. */
void cli_openkey_tell(const struct cli *cli, const char *path);

#endif
