/* SPDX-License-Identifier: MPL-2.0 */
/* How many addresses of a certificate are asked, and how long one may be. */
#include "fixture.h"
#include "formats/certfile.h"
#include "revocation/places.h"

#include <cert.h>

static struct nh_store *store;

static int set_up(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -subj /CN=x"
       " -out any.pem 2>/dev/null");
    store = open_store(NH_STORE_READ);
    return 0;
}

static int tear_down(void **state)
{
    close_store(store);
    return leave_folder(state);
}

/* Of a certificate with these addresses. */
static struct nh_places places_of(const char *extension, const char *uris)
{
    struct nh_places out;
    sh("openssl req -x509 -key key -subj /CN=x -addext '%s=%s' -out x.pem -outform DER", extension,
       uris);
    struct nh_buf der = read_file("x.pem");
    CERTCertificate *certificate = nh_certfile_decode(&der);
    assert_non_null(certificate);
    assert_true(nh_places(certificate, &out));
    CERT_DestroyCertificate(certificate);
    nh_buf_reset(&der);
    return out;
}

static size_t count_of(const char *extension, const char *kind, int most)
{
    char uris[512] = "";
    for (int i = 0; i < most; i++)
        snprintf(uris + strlen(uris), 64, "%s%sURI:http://a%d.example/", i ? "," : "", kind, i);
    struct nh_places places = places_of(extension, uris);
    size_t count = places.count;
    nh_places_reset(&places);
    return count;
}

static void the_first_are_asked(void **state)
{
    (void)state;
    assert_int_equal(count_of("crlDistributionPoints", "", NH_PLACES_MOST), NH_PLACES_MOST);
    assert_int_equal(count_of("crlDistributionPoints", "", NH_PLACES_MOST + 1), NH_PLACES_MOST);
    assert_int_equal(count_of("authorityInfoAccess", "OCSP;", NH_PLACES_MOST), NH_PLACES_MOST);
    assert_int_equal(count_of("authorityInfoAccess", "OCSP;", NH_PLACES_MOST + 1), NH_PLACES_MOST);
}

/* What can't be asked is said. */
static void an_address_has_a_bound(void **state)
{
    char uri[2048];
    (void)state;
    for (int length = 1024; length <= 1025; length++) {
        snprintf(uri, sizeof uri, "URI:http://%0*d", length - 7, 1);
        struct nh_places places = places_of("crlDistributionPoints", uri);
        assert_int_equal(places.count, length == 1024);
        assert_int_equal(*places.beyond != '\0', length == 1025);
        nh_places_reset(&places);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_are_asked),
        cmocka_unit_test(an_address_has_a_bound),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
