/* SPDX-License-Identifier: MPL-2.0 */
#include "net/trust.h"

void nh_trust_reset(struct nh_trust *trust)
{
    nh_buf_reset(&trust->anchors);
    *trust = (struct nh_trust){0};
}
