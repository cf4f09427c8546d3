// SPDX-License-Identifier: MPL-2.0
// Files that can't be trusted.
import { of } from '../table.mjs';

export default [
  of('nss-helper/formats/xmltree.c', ['unit/xmltree_test.c'], [
    ['++r->depth > DEPTH_MOST', '++r->depth > DEPTH_MOST + 1'],
    ['++r->depth > DEPTH_MOST', '++r->depth >= DEPTH_MOST'],
    ['++r->elements > ELEMENTS_MOST', '++r->elements > ELEMENTS_MOST + 1'],
    ['++r->elements > ELEMENTS_MOST', '++r->elements >= ELEMENTS_MOST'],
    ['if (declares)', 'if (false)'],
    ['XML_SetSkippedEntityHandler(r->parser, on_skipped);', '(void)on_skipped;'],
    ['XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);', '(void)on_doctype;'],
    ['if (length > NH_XML_MAX)', 'if (length > NH_XML_MAX + 1)'],
    ['if (length > NH_XML_MAX)', 'if (length >= NH_XML_MAX)'],
    ['r->depth--;', ';'],
    ['(strncmp(child->name, way, length) != 0 || child->name[length])', 'strncmp(child->name, way, length) != 0'],
  ]),
  of('nss-helper/formats/pfx.c', ['unit/pkcs12_test.c', 'cli/hostile.test.sh', 'cli/pkcs12.test.sh'], [
    ['header <= 6 && length >', 'length >'],
    ['bytes[0] == 0x30 &&', ''],
    ['if (SECOID_FindOIDTag(&pfx->type) != SEC_OID_PKCS7_DATA)', 'if (false)'],
    ['if (pfx->mac.len == 0)', 'if (false)', 'What is not there can\'t be decoded either, and is refused with other words.'],
    ['length == mac->digest.len &&\n           NSS_SecureMemcmp(digest, mac->digest.data, length) == 0', 'NSS_SecureMemcmp(digest, mac->digest.data, mac->digest.len) == 0'],
    ['NSS_SecureMemcmp(digest, mac->digest.data, length) == 0', 'true'],
    ['return of_mac < 1 ? fail_damaged(err)', 'return of_mac < 0 ? fail_damaged(err)'],
    ['if (length > NH_PFX_SIZE_MOST)', 'if (length > NH_PFX_SIZE_MOST + 1)'],
    ['if (length > NH_PFX_SIZE_MOST)', 'if (length >= NH_PFX_SIZE_MOST)'],
    ['status = check_work(&making, &mac, rounds, err);', ';'],
    ['if (is_one && more && check_work(making, mac, rounds, NULL))\n            is_one = false;', ''],
  ]),
  of('nss-helper/nss/armour.c', ['unit/certfile_test.c'], [
    ['return strlen(label) == block->label_length &&', 'return strlen(label) >= block->label_length &&'],
    ['if (!behind || !find(behind, end, dashes))', 'if (!behind)'],
  ]),
  of('nss-helper/export/netfile_eap.c', ['unit/netfile_test.c', 'cli/from.test.sh'], [
    ['if (type && strcmp(type->text, NH_NETWORK_EAP_TLS) == 0)', 'if (type)'],
    ['strcmp(space, "urn:RFC4282:realm") == 0', 'true'],
  ]),
  of('nss-helper/export/netfile_apple.c', ['unit/netfile_test.c', 'cli/from.test.sh'], [
    ['data && is_ca(payload) && strcasecmp', 'data && strcasecmp'],
    ['strcasecmp(nh_plist_text(payload, "PayloadUUID"), uuid) == 0', 'true'],
    ['strcmp(type + sizeof before - 1, types[i]) == 0', 'true'],
  ]),
  of('nss-helper/formats/settings.c', ['unit/netfile_test.c', 'cli/settings.test.sh', 'host/settings.test.mjs'], [
    ['if (!status && out->pkcs12.length && !is_same)', 'if (false)'],
    ['out->pkcs12.length == bytes.length && bytes.length &&', 'bytes.length &&'],
    ['strcmp(nh_plist_text(payload, "PayloadType"), "com.apple.security.pkcs12") == 0', 'true'],
  ]),
];
