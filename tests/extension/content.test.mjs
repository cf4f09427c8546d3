// SPDX-License-Identifier: MPL-2.0
// In a page: which keys are offered, and one request however often the button is pressed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load, loadContent } from './lib.mjs';

const { KEYS } = await load('host/job.js');
const { choicesOf, wordOf } = loadContent(['choices.js'], {});
const choices = (...attributes) => [...choicesOf(...attributes)];

test('a page that says nothing gets all keys, and RSA 2048 first', () => {
  for (const keytype of [null, undefined, '', ' ']) {
    assert.equal(choices(keytype, null)[0], 'rsa-2048');
    assert.deepEqual(choices(keytype, null).sort(), [...KEYS].sort());
  }
});

test('keytype: rsa and ec, in any case', () => {
  for (const keytype of ['rsa', 'RSA', ' Rsa ']) {
    assert.deepEqual(choices(keytype, null), ['rsa-2048', 'rsa-3072', 'rsa-4096']);
  }
  for (const keytype of ['ec', 'EC']) assert.deepEqual(choices(keytype, null), ['p-384', 'p-256']);
});

test('keyparams: the curve that the page names', () => {
  for (const curve of ['secp256r1', 'prime256v1', 'P-256', 'nistp256']) {
    assert.deepEqual(choices('ec', curve), ['p-256'], curve);
  }
  for (const curve of ['secp384r1', 'p-384', 'NISTP384']) assert.deepEqual(choices('ec', curve), ['p-384'], curve);
  assert.deepEqual(choices('rsa', 'secp256r1'), choices('rsa', null));
});

test('keyparams that name no curve: the usual ones', () => {
  for (const none of ['none', '', ' ', 'constructor', 'secp521', 'p-999', 'xsecp521r1', 'secp521r1x', '2048', 'rsa']) {
    assert.deepEqual(choices('EC', none), ['p-384', 'p-256'], none);
  }
});

test('kinds that are not made: no choice rather than another one', () => {
  const curves = ['secp521r1', 'SECP521R1', 'p-521', 'nistp521', 'secp256k1', 'secp224r1', 'sect571r1', 'prime192v1',
    'c2pnb163v1', 'nistk163', 'nistb571', 'brainpoolP256r1', 'ed25519', 'x448', 'sm2'];
  for (const [keytype, keyparams] of [['dsa', null], ['dh', null], ['x', null], ['constructor', null],
    ...curves.map((curve) => ['ec', curve])]) {
    assert.deepEqual(choices(keytype, keyparams), [], `${keytype} ${keyparams}`);
  }
});

test('the words for a key', () => {
  assert.equal(wordOf('rsa-2048'), 'choice_rsa_2048');
  assert.equal(wordOf('p-384'), 'choice_p_384');
});

/** A request that has not begun, a clock, timers, and a background that knows of none. */
function makeRequest({ state = 'new' } = {}) {
  const page = { now: 1000, timers: [], words: '', asked: 0 };
  const app = {
    Note: class {
      say(words) { page.words = words; }
      close() { page.words = ''; }
    },
    frames: {
      async ask() {
        page.asked += 1;
        return [];
      },
    },
  };
  const { Request } = loadContent(['request.js'], {
    nssHelper: app, Event: { NONE: 0 }, Date: { now: () => page.now },
    browser: { i18n: { getMessage: (name) => name } },
    setTimeout: (run, after) => page.timers.push({ run, due: page.now + after }),
    clearTimeout: (number) => page.timers.splice(number - 1, 1, null),
  });
  page.request = new Request({ method: 'GET', address: '//a.example/', bodies: [''] }, { state });
  /** Timers run out `early` milliseconds before the clock says so. */
  page.pass = async (milliseconds, early = 0) => {
    page.now += milliseconds;
    const due = page.timers.filter((timer) => timer && timer.due <= page.now + early);
    page.timers = page.timers.map((timer) => (due.includes(timer) ? null : timer));
    await Promise.all(due.map(({ run }) => run()));
  };
  return page;
}

test('repeated, and it never begins: the note closes, even if a timer fires before the clock says so', async () => {
  const page = makeRequest();
  page.request.hold(() => {});
  assert.equal(page.words, 'repeat_waiting');
  await page.pass(2999, 1);
  assert.equal(page.asked, 0);
  await page.pass(100);
  assert.deepEqual([page.asked, page.words, page.request.isOpen], [1, '', false]);
});

test('repeated while the other frames are asked: after that it is checked whether it has begun, too', async () => {
  const page = makeRequest({ state: 'asking' });
  page.request.hold(() => {});
  await page.pass(4000);
  assert.deepEqual([page.asked, page.words], [0, 'repeat_waiting']);
  page.request.go(null);
  await page.pass(100);
  assert.deepEqual([page.asked, page.words], [1, '']);
});

/** A form with one field, a clock, and a background that answers when it is told to. */
function makePage({ target = '', error = null, action = '/step3' } = {}) {
  const page = { now: 0, active: true, pressed: true, event: null, gone: 0, asked: [], error, timers: [] };
  const attributes = { action, target };
  page.form = {
    isConnected: true, getAttribute: (name) => attributes[name] ?? null, getRootNode: () => ({ activeElement: null }),
  };
  page.field = {
    filled: false, words: '',
    say(words, alarm = false) { Object.assign(this, { words, alarm }); },
    empty() { this.filled = false; },
  };
  const app = loadContent(['busy.js', 'press.js'], {
    URL, HTMLFormElement: class { requestSubmit() { throw new Error('not here'); } },
    browser: { i18n: { getMessage: (name) => name } },
    performance: { now: () => page.now },
    navigator: { userActivation: { get isActive() { return page.active; } } },
    document: { URL: 'https://a.example/dir/page?x', baseURI: 'https://a.example/base/', activeElement: null },
    setTimeout: (run) => page.timers.push(run),
  });
  app.wordsOf = (name) => name;
  app.keyed = {
    isHeld(form, again) {
      page.again = again;
      return page.request?.isOpen ?? false;
    },
    note() {
      page.request = {
        isOpen: true,
        watch(again, onFailed) { Object.assign(page, { again, onFailed }); },
        end() { this.isOpen = false; },
        giveToScript(tellOver) { page.scriptIsOver = tellOver; },
      };
      return page.request;
    },
  };
  app.takePress = (form) => form === page.form && page.pressed;
  app.obtain = async (field, { target: to, pressed }) => {
    page.asked.push({ to, pressed });
    await new Promise((resolve) => { page.answer = resolve; });
    field.filled = page.error === null;
    return page.error;
  };
  page.press = new app.Press(page.form, () => [page.field]);
  // The form goes: Firefox reads the fields, unless a handler of the page has stopped it.
  page.stopped = false;
  page.go = () => {
    assert.ok(page.press.leaving);
    if (page.stopped) return;
    page.gone += 1;
    page.press.goesBy(page.event);
    page.press.onRead();
  };
  page.hit = () => page.press.start(null, page.go);
  return page;
}

async function pressAndAnswer(page) {
  const done = page.hit();
  page.answer();
  await done;
}

test('pressed three times: one key, one request', async () => {
  const page = makePage();
  const first = page.hit();
  assert.equal(page.field.words, 'state_making');
  page.now = 100;
  await Promise.all([page.hit(), page.hit()]);
  page.answer();
  await first;
  page.now = 200;
  await page.hit();
  assert.equal(page.asked.length, 1);
  assert.equal(page.gone, 1);
  assert.equal(page.field.words, 'state_sent');
});

test('after the answer a new press makes a new key; a press right after the last one does not', async () => {
  const page = makePage();
  await pressAndAnswer(page);
  page.timers.forEach((run) => run());
  page.press.onAnswered();
  page.now = 1000;
  await page.hit();
  page.now = 2500;
  await page.hit();
  assert.equal(page.asked.length, 1);
  page.now = 5000;
  await pressAndAnswer(page);
  assert.equal(page.asked.length, 2);
  assert.equal(page.gone, 2);
});

test('without an answer no press counts, until the person wants it sent again', async () => {
  const page = makePage();
  await pressAndAnswer(page);
  page.timers.forEach((run) => run());
  page.now = 61000;
  await page.hit();
  assert.equal(page.asked.length, 1);
  page.pressed = false; // the button of the note is none of the page
  page.request.end();
  const done = page.again();
  page.answer();
  await done;
  assert.equal(page.asked[1].pressed, true);
  assert.equal(page.gone, 2);
});

test('an error: nothing goes out, it is said, and the next press tries again', async () => {
  const page = makePage({ error: 'HOST_MISSING' });
  await pressAndAnswer(page);
  assert.equal(page.gone, 0);
  assert.equal(page.field.words, 'HOST_MISSING');
  assert.equal(page.field.alarm, true);
  page.error = null;
  await pressAndAnswer(page);
  assert.equal(page.gone, 1);
});

test('stopped by a handler of the page: the next press sends the same key', async () => {
  const page = makePage();
  page.stopped = true;
  await pressAndAnswer(page);
  assert.equal(page.gone, 0);
  assert.ok(page.press.ready);
  page.stopped = false;
  await page.hit();
  assert.equal(page.asked.length, 1);
  assert.equal(page.gone, 1);
});

test('shown again from Firefox\'s cache: empty, and as new', async () => {
  const page = makePage();
  await pressAndAnswer(page);
  page.press.reset();
  assert.equal(page.field.filled, false);
  assert.equal(page.field.words, '');
  await pressAndAnswer(page);
  assert.equal(page.asked.length, 2);
});

test('shown again while the key is made: nothing goes out without a press', async () => {
  const page = makePage();
  const done = page.hit();
  page.press.reset();
  page.answer();
  await done;
  assert.equal(page.gone, 0);
  assert.ok(page.press.ready);
});

test('leaving asks while the key is made and while the response is awaited, but not about our own way', async () => {
  const page = makePage();
  assert.ok(!page.press.running);
  const done = page.hit();
  assert.ok(page.press.running);
  page.answer();
  await done;
  page.now = 30000;
  assert.ok(!page.press.running, "the form's own way, however busy the page");
  page.timers.forEach((run) => run());
  assert.ok(page.press.running);
  page.press.onAnswered();
  assert.ok(!page.press.running);
});

test('it does not ask for ever, nor when a script of the page has read the fields', async () => {
  const sent = async (event, target) => {
    const page = makePage({ target });
    page.event = event;
    await pressAndAnswer(page);
    page.timers.forEach((run) => run());
    return page;
  };
  const asks = async (...details) => (await sent(...details)).press.running;
  assert.equal(await asks(null), true);
  assert.equal(await asks({ defaultPrevented: false }), true);
  assert.equal(await asks({ defaultPrevented: true }), false);
  for (const [was, words] of [[true, 'state_answered'], [false, '']]) {
    const { scriptIsOver, field } = await sent({ defaultPrevented: true });
    scriptIsOver(was);
    assert.equal(field.words, words);
  }
  const page = await sent(null, 'h');
  page.press.onFrameLoaded({ name: '' });
  assert.ok(page.press.running);
  page.press.onFrameLoaded({ name: 'h' });
  assert.ok(!page.press.running);
  const old = await sent(null);
  old.now = 400000;
  assert.ok(!old.press.running);
});

test('a window that Firefox would block waits for one more press', async () => {
  const page = makePage({ target: '_blank' });
  const slow = page.hit();
  page.active = false;
  page.answer();
  await slow;
  assert.equal(page.gone, 0);
  assert.equal(page.field.words, 'state_press_again');
  page.active = true;
  await page.hit();
  assert.equal(page.gone, 1);
  assert.equal(page.asked.length, 1);
});

test('whether a person has pressed is said as it was at the press', async () => {
  const page = makePage();
  for (const pressed of [false, true]) {
    page.pressed = pressed;
    await pressAndAnswer(page);
    assert.equal(page.asked.at(-1).pressed, pressed);
    page.press.reset();
  }
});

test('where the form leads', async () => {
  const cases = [
    ['/step3', 'https://a.example/step3'], ['x', 'https://a.example/base/x'],
    ['', 'https://a.example/dir/page?x'], ['https://ca.example/y', 'https://ca.example/y'],
    ['http://[', ''], ['mailto:x@y', 'mailto:x@y'],
  ];
  for (const [action, to] of cases) {
    const page = makePage({ action });
    await pressAndAnswer(page);
    assert.equal(page.asked[0].to, to);
  }
});

test('what was proven, in words, and what was not', async () => {
  const { canRetry } = await load('host/failure.js');
  const { isFit, nextSteps, problems, proofLines } = await load('pages/outcome.js');
  const good = { key: 'good', signs: 'good', dates: 'good', chain: 'good', revocation: 'not checked' };
  const lines = (change, intermediates = 0) => proofLines({ ...good, ...change }, { intermediates })
    .map(({ name, kind }) => `${name} ${kind}`);
  assert.deepEqual(lines({}), ['proof_key_good good', 'proof_signs_good good', 'proof_dates_good good',
    'proof_chain_good good', 'proof_revocation open']);
  assert.ok(lines({ chain: 'untrusted' }).includes('proof_chain_untrusted open'));
  assert.ok(lines({ chain: 'incomplete' }).includes('proof_chain_incomplete open'));
  assert.ok(lines({ chain: 'bad' }).includes('proof_chain_bad bad'));
  assert.ok(lines({ dates: 'bad' }).includes('proof_dates_bad bad'));
  assert.ok(lines({}, 2).includes('proof_intermediates good'));
  const fit = (change) => isFit({ ...good, ...change });
  assert.ok(fit({}) && fit({ chain: 'untrusted' }));
  for (const change of [{ key: 'bad' }, { signs: 'bad' }, { dates: 'bad' }, { chain: 'bad' }, { chain: 'incomplete' }]) {
    assert.ok(!fit(change), JSON.stringify(change));
  }
  const wrong = (change, isTold) => problems(proofLines({ ...good, ...change }), isTold).map(({ name }) => name);
  assert.deepEqual([wrong({}), wrong({ chain: 'untrusted' })], [[], []], 'no fault');
  assert.deepEqual(wrong({ key: 'bad', chain: 'bad' }), ['proof_key_bad', 'proof_chain_bad']);
  assert.deepEqual([wrong({ chain: 'incomplete' }), wrong({ chain: 'incomplete' }, true)], [['proof_chain_incomplete'], []]);
  const steps = (uses, how) => nextSteps({ name: 'N', serialHex: '01', uses }, how).map(({ name }) => name);
  assert.deepEqual(steps(['login'], { fromSite: true }), ['next_portal', 'next_test', 'next_choose', 'next_backup']);
  assert.deepEqual(steps(['login', 'mail'], { fromSite: false }), ['next_test', 'next_choose', 'next_mail', 'next_backup']);
  assert.deepEqual(steps(['login'], { fromSite: false, saved: true }), ['next_test', 'next_choose'], 'a backup is there');
  assert.ok(canRetry('HOST_MISSING') && canRetry('NO_SPACE') && canRetry('NEW_NAME'));
  assert.ok(!canRetry('NO_KEY') && !canRetry('DISMISSED'));
});
