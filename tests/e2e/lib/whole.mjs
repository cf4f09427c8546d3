// SPDX-License-Identifier: MPL-2.0
// The whole way to a certificate, as the demo shows it, and what has to be true at its end.
import { Journey, PEOPLE } from './journey.mjs';
import { certificatesOf, withColons } from './witnesses.mjs';

function demand(truth, why) {
  if (!truth) throw new Error(why);
}

/** From the portal's log-in to the service: resolves to the fingerprint, and whom the service saw. */
export async function wholeWay({ driver, portal, user, look }) {
  const journey = new Journey({ driver, portal, look });
  await journey.upToTheKey(user);
  await journey.turnOn();
  await journey.choose('rsa-2048');
  await journey.pressImpatiently();
  const result = await journey.result();
  demand(result.state === 'installed', `it was not installed:\n${result.words}`);
  await journey.check();
  const who = await journey.visitService();
  const [issued, ...more] = portal.events('issued');
  demand(!more.length && portal.events('request').length === 1, 'more than one request reached the CA');
  demand(result.fingerprint === withColons(issued.sha256), 'another certificate was issued than installed');
  demand((await certificatesOf(driver)).includes(result.fingerprint), 'it is not in the list of this Firefox');
  demand(who.fingerprint === result.fingerprint && who.cn === PEOPLE[user].cn && who.email === PEOPLE[user].email,
    `the service saw somebody else: ${JSON.stringify(who)}`);
  return { fingerprint: result.fingerprint, who };
}
