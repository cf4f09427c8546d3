// SPDX-License-Identifier: MPL-2.0
// What tests/fuzz/calls.mjs takes for a call, and what it reports.
import assert from 'node:assert/strict';
import test from 'node:test';
import { failing, faultsOf, used } from './calls.mjs';

test('a call, and a function whose address is taken; no constant, template, comment, text or name of ours', () => {
  const source = `
    /* CERT_InComment( */
    it = PK11_Called(SEC_ERROR_NO_MEMORY, "CERT_InText(%s)", SEC_UTF8StringTemplate);
    walk = SECITEM_Passed;
    my_strdup(strdup(text), realloc);`;
  assert.deepEqual(used(source).sort(), ['PK11_Called', 'SECITEM_Passed', 'strdup']);
});

test('what fail.c lets fail: by a macro, and by a function of its own', () => {
  const source = `
#define NOTHING(name) FAILING(name, 0)
NOTHING(malloc)
FAILING(regcomp, REG_ESPACE)
int failing_asprintf(char **out, const char *format, ...);
    int length = failing_vasprintf(out, format, arguments);`;
  assert.deepEqual(failing(source), ['malloc', 'regcomp', 'asprintf']);
});

test('a function that nobody lets fail, one for which both is said, and one that nobody calls', () => {
  const of = (...names) => faultsOf(...names).map((fault) => fault.split(':')[0]);
  assert.deepEqual(of(['A', 'B'], ['A'], ['B']), []);
  assert.deepEqual(of(['A', 'B'], ['A'], []), ['B']);
  assert.deepEqual(of(['A'], ['A'], ['A']), ['A']);
  assert.deepEqual(of(['A'], ['A'], ['C']), ['C']);
});
