/* SPDX-License-Identifier: MPL-2.0 */
/*
 * EST (RFC 7030) on the service's port, with and without a label. How it answers is said by
 * words in the file "est" of the data folder, which is read at each request:
 *
 *   basic digest both none       who enrols: Basic (default), Digest, either, or nobody asks
 *   pem pem-certs crlf line der  in place of base64 in lines with LF
 *   alone                        the certificate without the CA's
 *   ca-only other-key other-name expired empty garbage   what is in the answer
 *   brief                        three weeks of its three months are left
 *   capped                       good for three weeks less a day, not three months
 *   short short-brief            good for five days, and of these one is left
 *   large slow stall cut         50 MB; some seconds; never ends; ends early
 *   held                         the first half, and the rest when this word is removed
 *   202-seconds 202-minute 202-date 202-days   later: in two seconds, in a minute, at a date, in
 *                                two days
 *   400 403 500 503              refusals, with words
 *   redirect redirect-other      to the same place of this host, and to another host
 *   attributes-p-384 no-attributes no-cacerts
 */
#ifndef PORTAL_EST_H
#define PORTAL_EST_H

#include "http.h"

bool est_is_path(const char *path);
enum MHD_Result est_answer(struct request *req);

#endif
