/* SPDX-License-Identifier: MPL-2.0 */
/* The words of the file "est", and answers in the shapes that they name. */
#ifndef PORTAL_EST_WIRE_H
#define PORTAL_EST_WIRE_H

#include "http.h"

/* Is it among the words that the file has now? */
bool est_word(const struct request *req, const char *word);

/* DER in base64 or what the words name. The response is the caller's; NULL on failure. */
struct MHD_Response *est_response(const struct request *req, const char *type,
                                  const unsigned char *der, size_t length);

enum MHD_Result est_send(struct request *req, unsigned int status, struct MHD_Response *response);

/* A short answer, such as a refusal. */
enum MHD_Result est_say(struct request *req, unsigned int status, const char *type,
                        const char *words);

#endif
