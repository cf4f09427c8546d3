// SPDX-License-Identifier: MPL-2.0
// What the extension, or a program that poses as it, may send to the host.
import { of } from '../table.mjs';

export default [
  of('native-messaging/field.c', ['unit/message_test.c', 'host/fields.test.mjs'], [
    ['if (left < 5)\n        return 0;', ''],
    ['if (!is_hex(at[i]))\n            return 0;', ';'],
    ['return used == 5 && memcmp(at, "u0000", 5) == 0;', 'return false;'],
    ['if (c < 0x20)', 'if (c < 0x1f)'],
    ["if (c == '[' || c == ']')", "if (c == ']')", 'A list that begins ends, too, or is no JSON.'],
    ["if (c == '.' || c == 'e' || c == 'E')", "if (c == '.' || c == 'e')", 'Where E is no fault of its own it does not belong there.'],
    ["c == '\\0' || strchr(\"{}:,-\"", 'strchr("{}:,-"'],
    ["if (c == '0' && !is_digit(before) && at < end && is_digit(*at))", 'if (false)'],
    ["if (c == '0' && !is_digit(before) && at < end && is_digit(*at))", "if (c == '0' && at < end && is_digit(*at))"],
    ['return objects > 1 ?', 'return objects > 2 ?'],
    ['> 0x7F', '> 0xFE'],
    ['> 0x7F', '> 0x7E'],
    ["i % 3 == 2 ? text[i] != ':' :", 'i % 3 == 2 ? false :'],
    ['strchr(DIGITS "ABCDEF", text[i]) == NULL', 'strchr(DIGITS "ABCDEFabcdef", text[i]) == NULL'],
    ['return length == 95;', 'return length <= 95;'],
    ['return length == 95;', 'return length >= 95;'],
  ]),
  of('native-messaging/message.c', ['unit/message_test.c', 'host/fields.test.mjs'], [
    ['if (rest == text + length)\n        return object;', 'return object;'],
    ['if (!nh_utf8_valid(text, length))', 'if (false)'],
    ['if (!type)\n            status', 'if (false)\n            status'],
    ['if (!text || strlen(text) <= most)', 'if (!text || strlen(text) <= most + 1)'],
    ['if (message->wrong.status || fits(text))', 'if (true)'],
    ['NH_SITE_SIZE - 1, nh_site_is_origin', 'NH_SITE_SIZE, nh_site_is_origin'],
    ['value && !cJSON_IsNumber(value)', 'false'],
    ['if (strcmp(text, other) != 0)', 'if (false)'],
    ['if (strlen(text) < least)', 'if (false)'],
    ['else if (why.status)', 'else if (false)'],
    ['count != message->fields + 1', 'count < message->fields + 1'],
    ['message->wrong.status ? NULL : &message->wrong', '&message->wrong'],
  ]),
  of('native-messaging/frame.c', ['unit/frame_test.c'], [
    ['if (count != (ssize_t)sizeof length)', 'if (count < 0)'],
    ['if (length > NH_FRAME_MAX)\n        return nh_fail(err, NH_TOO_LARGE, NULL,\n                       "A message', 'if (length > NH_FRAME_MAX + 1)\n        return nh_fail(err, NH_TOO_LARGE, NULL,\n                       "A message'],
    ['if (length > NH_FRAME_MAX)\n        return nh_fail(err, NH_TOO_LARGE, NULL,\n                       "A message', 'if (length >= NH_FRAME_MAX)\n        return nh_fail(err, NH_TOO_LARGE, NULL,\n                       "A message'],
    ['if (length > NH_FRAME_MAX)\n        return nh_fail(err, NH_TOO_LARGE, NULL,\n                       "A reply', 'if (length > NH_FRAME_MAX + 1)\n        return nh_fail(err, NH_TOO_LARGE, NULL,\n                       "A reply'],
    ['if (count != (ssize_t)wanted)\n            return', 'if (count < 0)\n            return'],
  ]),
  of('native-messaging/session.c', ['host/protocol.test.mjs'], [
    ['if ((*out)->turn != turn_of(port))', 'if (false)'],
    ['!port->greeted ? FIRST :', 'false ? FIRST :'],
    ['port->arriving ? INSIDE : BETWEEN', 'BETWEEN'],
    ['port->over = port->over || message->wrong.status;', ';'],
  ]),
  of('native-messaging/issuance.c', ['host/install.test.mjs', 'host/passwords.test.mjs', 'host/bounds.test.mjs'], [
    ['status == NH_PRIMARY_PASSWORD && wish->may_ask && !unlocked', 'status == NH_PRIMARY_PASSWORD && !unlocked'],
    ['nh_given_lacks(status) && wish->may_ask', 'nh_given_lacks(status)'],
    ['(nh_issuance_is_refused(status) && !done->brings_keys)', 'nh_issuance_is_refused(status)'],
    ['wish->just_came && (wish->file ||', '(wish->file ||'],
  ]),
  of('native-messaging/response.c', ['host/bounds.test.mjs', 'host/listed.test.sh', 'host/install.test.mjs'], [
    ['status == NH_OTHER_SITE && !is_awaited(port->journal, site)', 'false'],
    ['status == NH_OTHER_SITE && !is_awaited(port->journal, site)', 'status == NH_OTHER_SITE'],
    ['nh_admission_begin(port->journal, site, port->may_ask,', 'nh_admission_begin(port->journal, site, true,'],
  ]),
];
