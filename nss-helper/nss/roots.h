/* SPDX-License-Identifier: MPL-2.0 */
/* The public root certificates. Browsers have them built in; NSS loads them as a module. */
#ifndef NH_NSS_ROOTS_H
#define NH_NSS_ROOTS_H

typedef struct SECMODModuleStr SECMODModule;

/* Load them; a store must be open. NULL when there are none. The caller unloads them before it
   closes the store; nh_roots_unload allows NULL. Calls may nest and share one module: loading takes
   a millisecond or two, so code that needs the roots repeatedly holds them meanwhile. */
SECMODModule *nh_roots_load(void);
void nh_roots_unload(SECMODModule *module);

#endif
