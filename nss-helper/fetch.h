/* SPDX-License-Identifier: MPL-2.0 */
/* nh_fetch of revocation.h, through http.h. */
#ifndef NH_FETCH_H
#define NH_FETCH_H

#include "revocation.h"

nh_fetch nh_fetch_web;

#endif
