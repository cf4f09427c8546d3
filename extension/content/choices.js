// SPDX-License-Identifier: MPL-2.0
// Which keys a <keygen> lets the person choose from. Pure: it touches no page.
(() => {
  const app = globalThis.nssHelper ??= {};

  const RSA = ['rsa-2048', 'rsa-3072', 'rsa-4096'];
  const EC = ['p-384', 'p-256'];

  /** The names that pages have for the curves. */
  const CURVES = {
    'p-256': 'p-256', secp256r1: 'p-256', prime256v1: 'p-256', nistp256: 'p-256',
    'p-384': 'p-384', secp384r1: 'p-384', nistp384: 'p-384',
  };

  /** Other curves, by the names of SEC 2, ANSI X9.62, NIST, RFC 5639 and 7748. */
  const OTHER_CURVES = new RegExp(`^(?:${[
    'sec[pt](?:112|113|128|131|160|163|192|193|224|233|239|256|283|384|409|521|571)[kr][12]',
    'prime(?:192|239|256)v[123]', 'c2[pto]nb\\d{3}[vw][1-5]', '(?:nist)?p-?(?:192|224|521)',
    '(?:nist)?[kb]-?(?:163|233|283|409|571)', 'brainpoolp\\d{3}[rt]1', '(?:ed|x|curve)(?:25519|448)', 'sm2',
  ].join('|')})$`);

  /* Dogtag writes keyparams="none". Gecko's own <keygen> ignored values that it did not know. */
  function ofCurve(keyparams) {
    const curve = (keyparams ?? '').trim().toLowerCase();
    if (Object.hasOwn(CURVES, curve)) {
      return [CURVES[curve]];
    }
    return OTHER_CURVES.test(curve) ? [] : EC;
  }

  /**
   * The keys, best default first; none where the page wants a kind that is not supported.
   * Where the page says nothing, its site was made for RSA, so that comes first.
   * @param {?string} keytype and {?string} keyparams: the attributes, null if absent
   */
  app.choicesOf = (keytype, keyparams) => {
    switch (keytype?.trim().toLowerCase()) {
      case undefined:
      case '':
        return [...RSA, ...EC];
      case 'rsa':
        return RSA;
      case 'ec':
        return ofCurve(keyparams);
      default:
        return [];
    }
  };

  /** The name of the message that describes a key. */
  app.wordOf = (key) => `choice_${key.replace('-', '_')}`;
})();
