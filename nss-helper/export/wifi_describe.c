/* SPDX-License-Identifier: MPL-2.0 */
#include "export/wifi_describe.h"

#include "export/wifi.h"

#include "certificate/describe.h"
#include "formats/certfile.h"

#include <cert.h>
#include <stdlib.h>
#include <string.h>

static bool add(struct nh_buf *out, const char *text)
{
    return nh_buf_add(out, text, strlen(text));
}

bool nh_wifi_is_root(const struct nh_buf *ca)
{
    CERTCertificate *certificate = nh_certfile_decode(ca);
    bool root = certificate && certificate->isRoot;
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return root;
}

static bool add_ca(struct nh_buf *out, const struct nh_buf *der)
{
    CERTCertificate *certificate = nh_certfile_decode(der);
    char *name = certificate ? nh_describe_name(certificate) : NULL;
    bool added = name && add(out, ", ") && add(out, name);
    free(name);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return added;
}

char *nh_wifi_describe(const struct nh_wifi *wifi)
{
    struct nh_buf text = {0};
    bool enough = add(&text, wifi->ssid);
    for (size_t i = 0; enough && i < wifi->name_count; i++)
        enough = add(&text, ", ") && add(&text, wifi->names[i]);
    for (size_t i = 0; enough && i < wifi->cas.count; i++)
        enough = add_ca(&text, &wifi->cas.items[i]);
    char *out = enough && nh_buf_add(&text, "", 1) ? strdup((const char *)text.data) : NULL;
    nh_buf_reset(&text);
    return out;
}
