// SPDX-License-Identifier: MPL-2.0
// A portal has numbered steps. If its first step follows a form or link of a later one, something
// went wrong without a message, and the person is told.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.steps) {
    return;
  }
  app.steps = true;

  const STEP = /(?:STEP|ステップ|手順)\s*[.:]?\s*(\d+)/giu;
  const word = (name) => browser.i18n.getMessage(name);
  const place = new app.Note();

  /** The number of the step that this page says it is, or null. */
  function stepOf() {
    const marked = document.querySelector('[aria-current=step]');
    const words = marked ? [marked] : [...document.querySelectorAll('title, h1, h2, h3')];
    const numbers = new Set(words.flatMap(({ textContent }) =>
      [...textContent.normalize('NFKC').matchAll(STEP)].map(([, number]) => Number(number))));
    return numbers.size === 1 ? [...numbers][0] : null;
  }

  const isLater = () => app.isOn() && stepOf() > 1;
  const tell = (more) => browser.runtime.sendMessage({ type: 'sentAtStep', ...more }).catch(() => {});
  const bare = (address) => address.replace(/#.*/, '');

  /** A form of this page is being read, to be sent. */
  function onRead() {
    if (isLater()) {
      tell();
    }
  }

  /** A click on a link that leaves this page, rather than run a script or scroll. */
  function onClick(event) {
    const link = event.composedPath().find((node) => node.matches?.('a[href], area[href]'));
    const leads = link && /^https?:$/.test(link.protocol) && bare(link.href) !== bare(document.URL);
    if (leads && event.isTrusted && isLater()) {
      tell({ to: bare(link.href) });
    }
  }

  async function look() {
    if (app.isOn() && stepOf() === 1) {
      const { back } = await browser.runtime.sendMessage({ type: 'atFirstStep', address: bare(document.URL) });
      if (back) {
        place.say(word('step_back'), { words: word('note_close'), onPress: () => {} });
      }
    }
  }

  const onPageShow = ({ persisted }) => persisted && look();

  app.listenAlways(() => {
    window.addEventListener('formdata', onRead, true);
    window.addEventListener('click', onClick, true);
    window.addEventListener('pageshow', onPageShow, true);
    document.addEventListener('DOMContentLoaded', look);
  });
})();
