// SPDX-License-Identifier: MPL-2.0
// To the portal where a certificate is renewed or revoked. The site with the form may be
// another one, so the person says where it is, once.
import { message, write, fromTemplate } from './text.js';

/** The values that a portal asks for stand where `serial` is in the words. */
export function showSerials(place, { serialHex, serialDecimal }) {
  for (const element of place.querySelectorAll('[data-i18n="revoke_step_portal"]')) {
    write(element, message('revoke_step_portal', serialDecimal, serialHex));
  }
}

/** The form that opens the portal; the page goes on with the address that it was given. */
export function fillPortal(form, owned) {
  const { identity, portal, site } = owned;
  form.append(fromTemplate('portal'));
  const address = form.querySelector('.address');
  address.value = portal || (site && `${site}/`);
  form.noValidate = true;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const wrong = form.querySelector('.wrong');
    wrong.hidden = true;
    const reply = await browser.runtime.sendMessage({
      type: 'portal', fingerprint: identity.fingerprint, address: address.value.trim(),
    });
    wrong.hidden = reply.error !== 'BAD_FORM';
    if (!reply.error) {
      owned.portal = address.value.trim();
    }
  });
}

/** @param {string} what "renew" or "revoke" */
export function openPortal(place, what, owned) {
  place.replaceChildren(fromTemplate(what));
  showSerials(place, owned.identity);
  fillPortal(place.querySelector('form'), owned);
}
