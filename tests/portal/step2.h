/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_STEP2_H
#define PORTAL_STEP2_H

#include "account.h"
#include "http.h"

/* The page with the button that brings the certificate. */
enum MHD_Result step2_page(struct request *req, const struct account *account);

#endif
