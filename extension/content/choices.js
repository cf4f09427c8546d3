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

  function ofCurve(keyparams) {
    const curve = (keyparams ?? '').trim().toLowerCase();
    if (curve === '') {
      return EC;
    }
    return Object.hasOwn(CURVES, curve) ? [CURVES[curve]] : [];
  }

  /**
   * The keys, best default first; none where the page wants a kind that is not made any
   * more. Where the page says nothing its site was made for RSA, so that comes first.
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

  /** The name of the message with the words for a key. */
  app.wordOf = (key) => `choice_${key.replace('-', '_')}`;
})();
