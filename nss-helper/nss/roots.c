/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/roots.h"

#include "nss/runtime.h"

#include <secmod.h>
#include <stdio.h>
#include <stdlib.h>

/* Shared by nested calls: NSS would set up and search a token for each. */
static SECMODModule *loaded;
static size_t users;

static SECMODModule *load(void)
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

SECMODModule *nh_roots_load(void)
{
    if (users == 0)
        loaded = load();
    users += loaded != NULL;
    return loaded;
}

void nh_roots_unload(SECMODModule *module)
{
    if (!module || --users)
        return;
    SECMOD_UnloadUserModule(module);
    SECMOD_DestroyModule(module);
}
