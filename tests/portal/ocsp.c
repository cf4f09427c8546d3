/* SPDX-License-Identifier: MPL-2.0 */
#include "ocsp.h"

#include "certificate.h"
#include "log.h"
#include "revocation.h"

#include <openssl/ocsp.h>

#define ASKED_MAX 16 /* certificates in one request */

struct status {
    int status; /* V_OCSP_CERTSTATUS_… */
    struct revocation revocation;
};

static bool asks_about_us(const struct ca *ca, OCSP_CERTID *id)
{
    ASN1_OBJECT *digest = NULL;

    OCSP_id_get0_info(NULL, &digest, NULL, NULL, id);
    const EVP_MD *md = EVP_get_digestbyobj(digest);
    OCSP_CERTID *ours = md ? OCSP_cert_to_id(md, NULL, ca->issuer) : NULL;
    bool same = ours && OCSP_id_issuer_cmp(ours, id) == 0;
    OCSP_CERTID_free(ours);
    return same;
}

static bool is_known(struct store *store, const char *serial)
{
    sqlite3_stmt *row = store_query(store, "SELECT 1 FROM certificate WHERE serial = ?", "s",
                                    serial);
    bool known = row && sqlite3_step(row) == SQLITE_ROW;

    store_done(store, row);
    return known;
}

/* What the store knows, or what the tests want instead. */
static struct status look_up(const struct portal *portal, const char *serial, bool ours, time_t now)
{
    struct status status = {.status = V_OCSP_CERTSTATUS_UNKNOWN};

    switch (portal->options.status.ocsp) {
    case FAULT_GOOD:
        status.status = V_OCSP_CERTSTATUS_GOOD;
        return status;
    case FAULT_REVOKED:
        status.status = V_OCSP_CERTSTATUS_REVOKED;
        status.revocation = (struct revocation){now - 3600, reason_named("keyCompromise")};
        return status;
    case FAULT_UNKNOWN:
        return status;
    default:
        break;
    }
    if (ours && is_known(portal->store, serial) &&
        revocation_find(portal->store, serial, &status.revocation))
        status.status = status.revocation.due && status.revocation.due <= now
                            ? V_OCSP_CERTSTATUS_REVOKED
                            : V_OCSP_CERTSTATUS_GOOD;
    return status;
}

/* The same question about a serial that was not asked for. */
static OCSP_CERTID *other_id(const struct ca *ca)
{
    ASN1_INTEGER *serial = ASN1_INTEGER_new();
    OCSP_CERTID *id = NULL;

    if (serial && ASN1_INTEGER_set(serial, 4711))
        id = OCSP_cert_id_new(EVP_sha1(), X509_get_subject_name(ca->issuer),
                              X509_get0_pubkey_bitstr(ca->issuer), serial);
    ASN1_INTEGER_free(serial);
    return id;
}

static bool add(OCSP_BASICRESP *basic, OCSP_CERTID *id, const struct status *status, time_t from,
                time_t to)
{
    const struct revocation *revocation = &status->revocation;
    bool revoked = status->status == V_OCSP_CERTSTATUS_REVOKED;
    /* RFC 5280 5.3.1: no reason rather than "unspecified". */
    int reason = revoked && revocation->reason->code ? revocation->reason->code
                                                     : OCSP_REVOKED_STATUS_NOSTATUS;
    ASN1_TIME *when = revoked ? ASN1_GENERALIZEDTIME_set(NULL, revocation->due) : NULL;
    ASN1_TIME *this = ASN1_GENERALIZEDTIME_set(NULL, from);
    ASN1_TIME *next = ASN1_GENERALIZEDTIME_set(NULL, to);
    bool good = id && this && next && (when || !revoked) &&
                OCSP_basic_add1_status(basic, id, status->status, reason, when, this, next);

    ASN1_TIME_free(when);
    ASN1_TIME_free(this);
    ASN1_TIME_free(next);
    return good;
}

static bool add_one(const struct portal *portal, OCSP_BASICRESP *basic, OCSP_CERTID *id)
{
    static const char *const names[] = {"good", "revoked", "unknown"};
    const struct status_options *options = &portal->options.status;
    char text[SERIAL_SIZE] = "";
    ASN1_INTEGER *serial = NULL;
    time_t now = time(NULL), from = options->ocsp == FAULT_STALE ? now - 3 * DAY : now;
    time_t to = options->ocsp == FAULT_STALE ? now - 2 * DAY : now + options->lifetime;

    OCSP_id_get0_info(NULL, NULL, NULL, &serial, id);
    if (!certificate_serial(serial, text))
        return false;
    struct status status = look_up(portal, text, asks_about_us(&portal->ca, id), now);
    log_event("ocsp serial=%s answer=%s", text, names[status.status]);
    if (options->ocsp != FAULT_OTHER)
        return add(basic, id, &status, from, to);
    OCSP_CERTID *other = other_id(&portal->ca);
    bool good = add(basic, other, &status, from, to);
    OCSP_CERTID_free(other);
    return good;
}

static bool sign(const struct portal *portal, OCSP_BASICRESP *basic)
{
    const struct responder *responder = &portal->responder;

    if (portal->options.status.signer == SIGNER_CA &&
        portal->options.status.ocsp != FAULT_WRONG_SIGNER)
        return OCSP_basic_sign(basic, portal->ca.issuer, portal->ca.issuer_key, EVP_sha256(), NULL,
                               OCSP_NOCERTS | OCSP_RESPID_KEY);
    return OCSP_basic_sign(basic, responder->certificate, responder->key, EVP_sha256(), NULL,
                           OCSP_RESPID_KEY);
}

static OCSP_RESPONSE *answer_all(const struct portal *portal, OCSP_REQUEST *request)
{
    OCSP_RESPONSE *response = NULL;
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    int count = OCSP_request_onereq_count(request);
    bool good = basic && OCSP_copy_nonce(basic, request) >= 0;

    for (int i = 0; good && i < count; i++)
        good = add_one(portal, basic,
                       OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, i)));
    if (good && sign(portal, basic))
        response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    OCSP_BASICRESP_free(basic);
    return response ? response
                    : OCSP_response_create(OCSP_RESPONSE_STATUS_INTERNALERROR, NULL);
}

int ocsp_answer(const struct portal *portal, const unsigned char *request, size_t length,
                unsigned char **answer)
{
    OCSP_REQUEST *asked = length ? d2i_OCSP_REQUEST(NULL, &request, (long)length) : NULL;
    int count = asked ? OCSP_request_onereq_count(asked) : 0;
    OCSP_RESPONSE *response = NULL;

    *answer = NULL;
    if (portal->options.status.ocsp == FAULT_TRY_LATER)
        response = OCSP_response_create(OCSP_RESPONSE_STATUS_TRYLATER, NULL);
    else if (count < 1 || count > ASKED_MAX)
        response = OCSP_response_create(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST, NULL);
    else
        response = answer_all(portal, asked);
    int size = response ? i2d_OCSP_RESPONSE(response, answer) : -1;
    OCSP_RESPONSE_free(response);
    OCSP_REQUEST_free(asked);
    return size;
}
