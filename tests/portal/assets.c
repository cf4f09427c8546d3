/* SPDX-License-Identifier: MPL-2.0 */
#include "page.h"

#include <string.h>

static const char crest[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 40\">"
    "<path d=\"M3 2h34v19c0 10-7.500 15-17 18C10.500 36 3 31 3 21z\" fill=\"#fff\"/>"
    "<path d=\"M5 4h30v17c0 8.500-6.500 13-15 15.800C11.500 34 5 29.500 5 21z\" fill=\"#2a56a3\"/>"
    "<path d=\"M8 7h24v14c0 6.500-5 10-12 12.500C13 31 8 27.500 8 21z\" fill=\"none\""
    " stroke=\"#e3c163\" stroke-width=\"1.200\"/>"
    "<path d=\"M11 14c4-2 7-1 9 1 2-2 5-3 9-1v10c-4-2-7-1-9 1-2-2-5-3-9-1z\" fill=\"#fff\"/>"
    "<path d=\"M20 15v10\" stroke=\"#2a56a3\" stroke-width=\"1.200\"/></svg>\n";

static const char style[] =
#include "style.h"
    ;

static enum MHD_Result get_style(struct request *req)
{
    return reply_bytes(req, MHD_HTTP_OK, "text/css; charset=utf-8", style, strlen(style));
}

static enum MHD_Result get_crest(struct request *req)
{
    return reply_bytes(req, MHD_HTTP_OK, "image/svg+xml", crest, strlen(crest));
}

const struct route asset_routes[] = {
    {SITES, "GET", "/style.css", get_style},
    {SITES, "GET", "/crest.svg", get_crest},
    {0},
};
