// SPDX-License-Identifier: MPL-2.0
// One request, and where it goes.
import { of } from '../table.mjs';

export default [
  of('nss-helper/net/http.c', ['unit/http_test.c'], [
    ['(code == 303 && !transfer->request->type)', 'code == 303'],
    ['(code == 303 && !transfer->request->type)', 'false'],
    ['code == 301 || code == 302 ||', 'code == 302 ||'],
    ['code == 307 || code == 308 ||', 'code == 307 ||'],
    ['bool is_down =\n        strncmp(transfer->site, safe, strlen(safe)) == 0 &&', 'bool is_down = false &&'],
    ['return strcmp(site, transfer->site) == 0 ||', 'return strncmp(site, transfer->site, strlen(transfer->site)) == 0 ||'],
    ['return strcmp(site, transfer->site) == 0 ||', 'return'],
    ['(transfer->request->elsewhere && !is_down)', '!is_down'],
    ['(transfer->request->elsewhere && !is_down)', 'transfer->request->elsewhere'],
    ['i < REDIRECTS_MAX', 'i <= REDIRECTS_MAX'],
    ['#define REDIRECTS_MAX 3', '#define REDIRECTS_MAX 2'],
    ['if (!status && next)\n        status =', 'if (false)\n        status ='],
    ['if (!status && !nh_httprequest_is_allowed(request))', 'if (false)'],
  ]),
  of('nss-helper/net/httpaddress.c', ['unit/http_test.c'], [
    ["*url <= ' ' || *url > '~'", "*url < ' ' || *url > '~'"],
    ["*url <= ' ' || *url > '~'", "*url <= ' '"],
    ['CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,\n                                       CURLUPART_FRAGMENT, CURLUPART_QUERY}', 'CURLUPART_PASSWORD, CURLUPART_OPTIONS,\n                                       CURLUPART_FRAGMENT, CURLUPART_QUERY}'],
    ['- (query ? 1 : 0)', ''],
    ['- (query ? 1 : 0)', '- 1'],
    ['(safe || (open && scheme && strcmp(scheme, "http") == 0))', '(safe || (scheme && strcmp(scheme, "http") == 0))'],
    ['(safe || (open && scheme && strcmp(scheme, "http") == 0))', 'true'],
    ['strlen("https://:") < NH_SITE_SIZE', 'strlen("https://:") < 2 * NH_SITE_SIZE'],
    ['*at = (char)tolower((unsigned char)*at);', ';'],
    ['strcmp(port, safe ? "443" : "80") == 0', 'true'],
    ['!has_more(parts, open) &&', ''],
    ['parts && strstr(url, "://") && is_plain(url)', 'parts && strstr(url, "://")'],
    ['good = !lib->url_set(parts, others[i], NULL, 0);', ';'],
  ]),
  of('nss-helper/net/httprequest.c', ['unit/http_test.c'], [
    ['!request->trust->anybody ||', 'true ||'],
    ['(!request->type && !request->user && !request->key)', '(!request->user && !request->key)'],
    ['(!request->type && !request->user && !request->key)', '(!request->type && !request->key)'],
    ['(!request->type && !request->user && !request->key)', '(!request->type && !request->user)'],
  ]),
  of('nss-helper/net/httptransfer.c', ['unit/http_test.c', 'cli/roots.test.sh'], [
    ['length > nh_httprequest_limit(transfer->request) - transfer->stored', 'false'],
    ['length > nh_httprequest_limit(transfer->request) - transfer->stored', 'length >= nh_httprequest_limit(transfer->request) - transfer->stored'],
    ['return code == 200;', 'return true;'],
    ['request->open ? "http,https" : "https"', '"http,https"', 'The address was looked at before: without `open` it is https.'],
    ['CURLOPT_FOLLOWLOCATION, 0L', 'CURLOPT_FOLLOWLOCATION, 1L'],
    ['CURLOPT_SSL_VERIFYPEER, trust->anybody ? 0L : 1L', 'CURLOPT_SSL_VERIFYPEER, 0L'],
    ['CURLOPT_SSL_VERIFYHOST, trust->anybody ? 0L : 2L', 'CURLOPT_SSL_VERIFYHOST, 0L'],
    ['&&\n               !set(transfer, CURLOPT_CAPATH, NULL)', ''],
    ['good = good && !set(transfer, CURLOPT_CAINFO_BLOB, &anchors) &&', 'good = good &&'],
  ]),
  of('nss-helper/net/est.c', ['unit/http_test.c', 'cli/estfront.test.sh'], [
    ['if (strcmp(label, operations[i]) == 0)\n            return false;', ';'],
    ["return *label && *label != '.' &&", 'return *label &&'],
    ["*label != '.' && label[strspn(label, signs)] == '\\0'", "*label != '.'"],
  ]),
];
