/* SPDX-License-Identifier: MPL-2.0 */
/* An institution's file can't be trusted: however it is damaged, reading it does no harm. */
#include "export/netfile.h"
#include "export/network.h"
#include "fixture.h"

#define EAP_CONFIG                                                                                 \
    "<EAPIdentityProviderList><EAPIdentityProvider ID='example.ac.jp'"                             \
    " namespace='urn:RFC4282:realm'><AuthenticationMethods><AuthenticationMethod>"                 \
    "<EAPMethod><Type>13</Type></EAPMethod><ServerSideCredential>"                                 \
    "<CA format='X.509'>%.*s</CA><ServerID>radius.example.ac.jp</ServerID></ServerSideCredential>" \
    "<ClientSideCredential><OuterIdentity>@example.ac.jp</OuterIdentity></ClientSideCredential>"   \
    "</AuthenticationMethod></AuthenticationMethods><CredentialApplicability><IEEE80211>"          \
    "<SSID>caf&#xe9;</SSID></IEEE80211></CredentialApplicability></EAPIdentityProvider>"           \
    "</EAPIdentityProviderList>"
#define MOBILECONFIG                                                                               \
    "<!DOCTYPE plist PUBLIC '-//Apple//DTD PLIST 1.0//EN' 'http://www.apple.com/x.dtd'>"           \
    "<plist><dict><key>PayloadContent</key><array><dict><key>PayloadContent</key>"                 \
    "<data>%.*s</data><key>PayloadType</key><string>com.apple.security.root</string>"              \
    "<key>PayloadUUID</key><string>A</string></dict><dict><key>SSID_STR</key><string>café"        \
    "</string><key>PayloadType</key><string>com.apple.wifi.managed</string>"                       \
    "<key>EAPClientConfiguration</key><dict><key>OuterIdentity</key><string>@example.ac.jp"        \
    "</string><key>UserName</key><string>taro@example.ac.jp</string>"                              \
    "<key>PayloadCertificateAnchorUUID</key><array><string>a</string></array>"                     \
    "<key>TLSTrustedServerNames</key><array><string>radius.example.ac.jp</string></array>"         \
    "</dict></dict></array></dict></plist>"

static struct nh_store *store;

static void write_texts(void)
{
    char eap[4096], apple[4096];
    sh("openssl x509 -in ca/root.pem -outform DER | base64 -w 0 >ca.b64");
    struct nh_buf ca = read_file("ca.b64");
    int eap_length = snprintf(eap, sizeof eap, EAP_CONFIG, (int)ca.length, (char *)ca.data);
    int apple_length = snprintf(apple, sizeof apple, MOBILECONFIG, (int)ca.length, (char *)ca.data);
    assert_in_range(eap_length, 1, sizeof eap - 1);
    assert_in_range(apple_length, 1, sizeof apple - 1);
    write_file("x.eap-config", eap, (size_t)eap_length);
    write_file("x.mobileconfig", apple, (size_t)apple_length);
    nh_buf_reset(&ca);
}

static int make_files(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    make_ca();
    write_texts();
    sh("sign() { openssl cms -sign -nodetach -binary -outform DER -signer ca/root.pem"
       " -inkey ca/root.key -in x.mobileconfig \"$@\"; }; sign -out signed.der"
       " && sign -stream -out signed.ber");
    store = open_store(NH_STORE_READ);
    return 0;
}

static int drop_files(void **state)
{
    close_store(store);
    return leave_folder(state);
}

static void check_whole(const char *name, const struct nh_buf *file)
{
    struct nh_network out = {0};
    if (nh_netfile_read(file, NULL, &out, &err))
        fail_msg("%s: %s", name, err.message);
    assert_string_equal(out.ssid, "café");
    assert_string_equal(out.outer, "@example.ac.jp");
    assert_string_equal(out.realm, "example.ac.jp");
    assert_int_equal(out.name_count, 1);
    assert_string_equal(out.names[0], "radius.example.ac.jp");
    assert_int_equal(out.cas.count, 1);
    nh_network_reset(&out);
}

/* A copy of exactly that length lets a sanitizer see a read beyond its end. */
static enum nh_status read_copy(const struct nh_buf *file, size_t length, size_t changed,
                                unsigned char by)
{
    struct nh_buf copy = {.data = malloc(length ? length : 1), .length = length};
    struct nh_network out = {0}, none = {0};
    assert_non_null(copy.data);
    memcpy(copy.data, file->data, length);
    if (changed < length)
        copy.data[changed] ^= by;
    enum nh_status status = nh_netfile_read(&copy, NULL, &out, &err);
    if (status)
        assert_memory_equal(&out, &none, sizeof out);
    nh_network_reset(&out);
    free(copy.data);
    return status;
}

static void damage(const char *name)
{
    struct nh_buf file = read_file(name);
    check_whole(name, &file);
    for (size_t at = 0; at < file.length; at++) {
        enum nh_status cut = read_copy(&file, at, at, 0);
        enum nh_status changed = read_copy(&file, file.length, at, at % 2 ? 0x55 : 0x80);
        if ((cut && cut != NH_NO_NETWORK) || (changed && changed != NH_NO_NETWORK))
            fail_msg("%s at %zu: %s, %s", name, at, nh_status_name(cut), nh_status_name(changed));
    }
    nh_buf_reset(&file);
}

static void an_eap_config(void **state)
{
    (void)state;
    damage("x.eap-config");
}

static void only_a_realm_is_taken_as_one(void **state)
{
    (void)state;
    sh("sed s/urn:RFC4282:realm/urn:undefined/ x.eap-config >other.eap-config");
    struct nh_buf file = read_file("other.eap-config");
    struct nh_network out = {0};
    assert_int_equal(nh_netfile_read(&file, NULL, &out, &err), NH_OK);
    assert_string_equal(out.realm, "");
    assert_string_equal(out.outer, "@example.ac.jp");
    nh_network_reset(&out);
    nh_buf_reset(&file);
}

static void a_mobileconfig(void **state)
{
    (void)state;
    damage("x.mobileconfig");
}

static void a_signed_one(void **state)
{
    (void)state;
    damage("signed.der");
}

static void a_signed_one_in_pieces(void **state)
{
    (void)state;
    damage("signed.ber");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_eap_config),          cmocka_unit_test(only_a_realm_is_taken_as_one),
        cmocka_unit_test(a_mobileconfig),         cmocka_unit_test(a_signed_one),
        cmocka_unit_test(a_signed_one_in_pieces),
    };
    return cmocka_run_group_tests(tests, make_files, drop_files);
}
