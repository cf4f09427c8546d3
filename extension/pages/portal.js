// SPDX-License-Identifier: MPL-2.0
// Leads to the portal where a certificate is renewed or revoked. It may differ from the site with
// the form, so the person enters its address once.
import { LIMITS } from '../host/limits.js';
import { isSecure, originOf } from '../site/origins.js';
import { errorText, fromTemplate, message, write } from './text.js';

/** Shows the serial number in both spellings, because portals ask for one or the other. */
export function showSerials(place, { serialHex, serialDecimal }) {
  for (const element of place.querySelectorAll('[data-i18n="revoke_step_portal"]')) {
    write(element, message('revoke_step_portal', serialDecimal, serialHex));
  }
}

/* An address as Firefox's address bar shows it, without "https://". */
const SHORT = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#].*)?$/u;

/** The address as the browser spells it, so that host and extension see the same; or what is wrong. */
function addressIn(typed) {
  const text = SHORT.test(typed) ? `https://${typed}` : typed;
  const origin = originOf(text);
  if (origin === null || !isSecure(origin)) {
    return { wrong: 'portal_wrong' };
  }
  const { href, username, password } = new URL(text);
  if (username !== '' || password !== '') {
    return { wrong: 'portal_login' };
  }
  return href.length > LIMITS.site ? { wrong: 'portal_long' } : { href };
}

/** The form that opens the portal, and stores the address for the next time. */
export function fillPortal(form, owned) {
  const { identity, portal } = owned;
  form.append(fromTemplate('portal'));
  const address = form.querySelector('.address');
  address.value = portal; // empty until the person has entered it, because the site that sent the file may be another one
  form.noValidate = true;
  const tell = (words) => {
    const place = form.querySelector('.wrong');
    write(place, words);
    place.hidden = words === '';
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { href, wrong } = addressIn(address.value.trim());
    tell(wrong ? message(wrong) : '');
    address.ariaInvalid = String(wrong !== undefined);
    if (wrong) {
      address.focus();
      return;
    }
    address.value = href;
    const reply = await browser.runtime.sendMessage({
      type: 'portal', fingerprint: identity.fingerprint, address: href,
    });
    if (reply.error) {
      tell(reply.error === 'BAD_FORM' ? message('portal_wrong') : errorText(reply.error, reply.message));
    } else {
      owned.portal = href;
    }
  });
}

/** @param {string} what "renew" or "revoke" */
export function openPortal(place, what, owned) {
  place.replaceChildren(fromTemplate(what));
  showSerials(place, owned.identity);
  fillPortal(place.querySelector('form'), owned);
}
