/* SPDX-License-Identifier: MPL-2.0 */
/* The roots that everybody knows. A browser carries them itself; NSS takes them from a module. */
#ifndef NH_NSS_ROOTS_H
#define NH_NSS_ROOTS_H

typedef struct SECMODModuleStr SECMODModule;

/* Beside an open store, until nh_roots_unload, which takes NULL. NULL: there are none. To set them
   up takes a millisecond or two: who needs them often holds them meanwhile, and those who load
   them within find them there. */
SECMODModule *nh_roots_load(void);
void nh_roots_unload(SECMODModule *module);

#endif
