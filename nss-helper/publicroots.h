/* SPDX-License-Identifier: MPL-2.0 */
/* The roots that everybody knows. A browser carries them itself; NSS takes them from a module. */
#ifndef NH_PUBLICROOTS_H
#define NH_PUBLICROOTS_H

typedef struct SECMODModuleStr SECMODModule;

/* Beside an open store, until nh_publicroots_unload, which takes NULL. NULL: there are none. */
SECMODModule *nh_publicroots_load(void);
void nh_publicroots_unload(SECMODModule *module);

#endif
