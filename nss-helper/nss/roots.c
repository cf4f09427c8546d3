/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/roots.h"

#include "nss/runtime.h"

#include <secmod.h>
#include <stdio.h>
#include <stdlib.h>

SECMODModule *nh_roots_load(void)
{
    char *spec = NULL;
    const char *library = nh_runtime_roots();
    SECMODModule *module = NULL;
    if (library && asprintf(&spec, "name=\"Roots\" library=\"%s\"", library) > 0)
        module = SECMOD_LoadUserModule(spec, NULL, PR_FALSE);
    free(spec);
    if (module && !module->loaded) {
        SECMOD_DestroyModule(module);
        module = NULL;
    }
    return module;
}

void nh_roots_unload(SECMODModule *module)
{
    if (!module)
        return;
    SECMOD_UnloadUserModule(module);
    SECMOD_DestroyModule(module);
}
