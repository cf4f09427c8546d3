// SPDX-License-Identifier: MPL-2.0
// Pages that request something slow, and what the extension says meanwhile at the edge of the page.
import { until } from '../e2e/lib/marionette.mjs';

/** Responses that wait for `go`. */
export function slow(site, where = '/do') {
  const waiting = [];
  site.pages.set(where, (response) => waiting.push(response));
  return {
    waiting,
    go: (status = 200, headers = { 'Content-Type': 'text/html' }, body = '<p id="next">next</p>') =>
      waiting.splice(0).forEach((response) => response.writeHead(status, headers).end(body)),
    breakOff: () => waiting.splice(0).forEach((response) => response.destroy()),
  };
}

/** The words of the note: it is in a shadow that is closed to the page. Null where there is none. */
export async function note({ driver }, selector = '[role=status]') {
  const value = (reply) => Object.values(reply.value)[0];
  try {
    const id = value(await driver.send('WebDriver:FindElement', { using: 'css selector', value: '.nss-helper-note' }));
    const shadowRoot = value(await driver.send('WebDriver:GetShadowRoot', { id }));
    const inner = value(await driver.send('WebDriver:FindElementFromShadowRoot',
      { shadowRoot, using: 'css selector', value: selector }));
    return { inner, words: (await driver.send('WebDriver:GetElementText', { id: inner })).value };
  } catch {
    return null;
  }
}

export const says = (world, words) => until(`a note with ${words}`, async () => words.test((await note(world))?.words ?? ''));
export const pressNote = async (world) =>
  world.driver.send('WebDriver:ElementClick', { id: (await note(world, 'button')).inner });

export const FORM = '<form name="f" action="/do" method="post"><input name="pin" value="1"><button id="get" name="go" value="1">Get</button></form>';

export const sentBy = ({ site }) => site.requests.filter(({ path }) => path.startsWith('/do'));

export const noteGoes = (world) => until('the note to go', async () => await note(world) === null);

export const onSubmit = (html, script) => html.replace('<form', `<form onsubmit="${script}"`);
