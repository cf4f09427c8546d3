// SPDX-License-Identifier: MPL-2.0
// Every page of the extension in every state that a person may see: `make screenshots` takes pictures of
// them, and the tests here check them. `shows` are keys of messages that can be read then, so that a
// state that is not reached is a failure.
/* global browser -- in the extension's background */
import { endOfDate, inDays, iso } from '../clock.mjs';
import {
  COPY, ERROR, EXPORTED, HELLO, IDENTITIES, IDENTITY, INSTALLED, JOB, JOBS, MISSING, OWNED, PLACES, RECEIVED, REMOVAL,
  REMOVALS, SITES, VERIFIED, WAITING,
} from '../extension/replies.mjs';
import { note, slow } from '../extension/waiting.mjs';
import { dropFiles } from '../e2e/lib/files.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import * as panels from '../e2e/lib/panels.mjs';
import { severalOf } from './several.mjs';

const SITE = 'https://portal.example.ac.jp';
const ago = (minutes) => iso(Date.now() - minutes * 60000);
const failing = (code, name, more = {}) => ({ replies: [{ ...ERROR, code, name, ...more }] });

/* The panel. */

const panel = (state, shows, answers, { host = 'site.localhost', act = async () => {}, ...how } = {}) => ({
  page: 'panel', state, shows, where: 'panel',
  open: async (stage) => {
    stage.host.answers(answers);
    await stage.openPanel(host, how);
    await act(stage);
  },
});

/** What the extension itself remembers. */
const remember = (stage, record) => stage.world.background((value) => browser.storage.local.set(value), record);

const jobOf = (number, change) => ({ ...JOB, job: `20260101T000000-00000000000${number}`, site: SITE,
  changed: ago(number * 24 * 60), ...change });
const unfinished = { jobs: { replies: [
  { ...JOBS, jobs: [jobOf(1), jobOf(3, { state: 'key' })], answers: [{ ...WAITING, site: SITE, received: ago(200) }] }] } };
const soon = (days, who = IDENTITY) => ({ ...OWNED, state: 'soon', daysLeft: days, copies: [],
  identity: { ...who, notBefore: iso(endOfDate(days - 400)), notAfter: iso(endOfDate(days)) } });

const UNIVERSITY = { site: SITE, name: 'Example University', test: '', wifi: false };
const LOCKED = { sites: { replies: [{ ...SITES, locked: true, sites: [UNIVERSITY] }] } };

const PANEL = [
  panel('off', ['popup_off', 'popup_turn_on', 'popup_host_ok'], {}, { host: 'off.localhost' }),
  panel('on', ['popup_on', 'popup_turn_off', 'popup_host_ok'], {}),
  panel('no site', ['popup_no_site'], {}, { host: null }),
  panel('named by the list', ['popup_named'], { sites: { replies: [
    { ...SITES, sites: [{ site: 'http://site.localhost', name: 'Example University', test: '', wifi: false }] }] } }),
  panel('locked list', ['popup_other_site'], LOCKED, { host: 'off.localhost' }),
  panel('locked list, on', ['popup_on_refused', 'popup_other_site', 'popup_turn_off'], LOCKED),
  { ...panel('no host', ['error_HOST_MISSING']),
    open: async (stage) => {
      stage.host.remove();
      try { await stage.openPanel('site.localhost'); } finally { stage.host.restore(); }
    } },
  panel('asking the host', ['popup_host_working'], { hello: { hold: true } }, { waits: false }),
  panel('busy', ['error_BUSY'], { jobs: failing(75, 'BUSY') }),
  panel('on, asks for a key', ['popup_on_key'], {}, { body: '<form action="/do"><keygen name="k"></form>' }),
  { ...panel('turned off, but all sites are allowed', ['popup_all_sites'], {}, { host: 'off.localhost' }),
    open: async (stage) => {
      await stage.world.permission('add', '*');
      try {
        await stage.openPanel('off.localhost');
        await stage.press('popup_turn_off');
        await stage.says('popup_all_sites');
      } finally { await stage.world.permission('remove', '*'); }
    } },
  panel('primary password', ['popup_locked'], { hello: { replies: [{ ...HELLO, profile: { ...HELLO.profile, locked: true } }] } }),
  panel('list out of order', ['popup_on_refused', 'error_SITE_LIST_todo'], { sites: failing(116, 'SITE_LIST') }),
  panel('unfinished', ['unfinished_title', 'unfinished_look', 'unfinished_more'], unfinished),
  panel('unfinished, all', ['unfinished_forget', 'unfinished_forget_site', 'popup_import'], { jobs: { replies: [
    { ...JOBS, jobs: [jobOf(1), jobOf(3, { state: 'key' }), jobOf(5, { state: 'received', site: 'https://ca.example.ac.jp' })] }] } },
  { act: (stage) => stage.press('unfinished_more') }),
  panel('unfinished, asks before all goes', ['unfinished_forget_site_question'], unfinished,
    { act: (stage) => stage.press('unfinished_forget_site') }),
  panel('unfinished, asks before one goes', ['unfinished_forget_sure'], unfinished,
    { act: (stage) => stage.press('unfinished_forget') }),
  { ...panel('ends soon', ['expiry_mark'], {}),
    open: async (stage) => {
      const { identity: { fingerprint, ...who }, state, newer } = soon(5);
      await remember(stage, { [`end:${fingerprint}`]: { ...who, state, newer } });
      await stage.openPanel('site.localhost');
    } },
  { ...panel('removed for its age', ['dropped'], {}),
    open: async (stage) => {
      await remember(stage, { 'dropped:screen': { answer: WAITING.answer, site: SITE, received: ago(9 * 24 * 60) } });
      await stage.openPanel('site.localhost');
    } },
];

/* The page that asks for one more site. */

const asks = (state, shows, question) => ({
  page: 'ask', state, shows,
  open: async (stage) => {
    await stage.world.background((record) => browser.storage.session.set(record), question ? {
      'ask:screen': { from: SITE, to: 'https://ca.example.ac.jp', pattern: 'https://ca.example.ac.jp/*', ...question },
    } : {});
    await stage.open(`ask.html?id=${question ? 'screen' : 'none'}`);
  },
});

const ASK = [
  asks('a form', ['ask_why_target', 'ask_allow'], { kind: 'target' }),
  asks('a redirect', ['ask_why_redirect', 'ask_allow'], { kind: 'redirect' }),
  asks('settled', ['ask_gone', 'ask_gone_close']),
  { ...asks('Firefox was told no', ['ask_denied'], { kind: 'target' }),
    open: async (stage) => {
      await ASK[0].open(stage);
      await stage.driver.press('#allow');
      await panels.denySite(stage.driver);
    } },
];

/* The result. */

const result = (state, shows, record, answers = {}, act = async () => {}) => ({
  page: 'result', state, shows,
  open: async (stage) => {
    stage.host.answers(answers);
    const { bytes, ...told } = record;
    await remember(stage, {
      'result:screen': { site: SITE, mime: '', time: Date.now(), kept: bytes !== undefined, ...told },
      ...(bytes === undefined ? {} : { 'bytes:screen': bytes }),
    });
    await stage.open('result.html?id=screen');
    await until('the record to be shown', async () => (await stage.driver.data('#result')).name !== undefined);
    await act(stage);
  },
});

const { identity, proof, others, older, added, known } = INSTALLED;
const installed = (change) => ({ state: 'installed', answer: INSTALLED.answer, identity, proof, others, older, added, known, ...change });
const OLD = { ...IDENTITY, fingerprint: Array(32).fill('CD').join(':'), serialHex: '01:2C', serialDecimal: '300' };
const error = (name, change) => ({ state: 'error', name, cause: '', message: '', ...change });
const atHost = { answer: INSTALLED.answer };

const unfold = async (stage) => {
  for (const key of ['result_visited', 'result_details']) await stage.press(key);
};

const SUCCESS = result('success', ['result_installed'], installed());

const RESULT = [
  result('working', ['result_working'], { state: 'working' }),
  result('asking for the PIN', ['asking_file'], { state: 'working', asking: 'file' }),
  result('asking for the primary password', ['asking_profile'], { state: 'working', asking: 'profile' }),
  SUCCESS,
  result('success, an older one', ['result_installed', 'result_older'], installed({ older: [OLD] })),
  result('success, others', ['result_others'], installed({ others: [OLD] })),
  result('was there', ['result_known'], installed({ known: true })),
  result('success, unfolded', ['result_copy', 'next_visited', 'result_fingerprint'], installed(), {}, unfold),
  { ...result('success, another address', ['result_way', 'result_way_open'], installed()),
    open: async (stage) => {
      await remember(stage, { [`change:${OLD.fingerprint}`]: { began: Date.now(), there: [OLD.fingerprint] } });
      await SUCCESS.open(stage);
    } },
  result('root not trusted', ['result_installed_lead', 'proof_chain_untrusted'], installed({ proof: { ...proof, chain: 'untrusted' } }), {}, unfold),
  result('not valid yet', ['result_installed_but', 'proof_dates_bad'], installed({ proof: { ...proof, dates: 'bad' } })),
  result('success, a page to try it', ['result_try', 'next_choose'], installed(), { sites: { replies: [
    { ...SITES, sites: [{ site: SITE, name: 'Example University', test: `${SITE}/try`, wifi: false }] }] } }),
  result('from a file', ['next_test', 'result_backup'], installed({ site: '' })),
  result('chain incomplete', ['result_installed_but', 'missing_who'], installed({ proof: MISSING.proof })),
  result('marked as a CA', ['odd_authority'], installed(), { odd: { replies: [{ type: 'odd', odd: ['authority'] }] } }),
  result('backup, asking', ['asking_new'], installed({ asking: 'new' })),
  result('backup saved', ['backup_saved'], installed({ backup: { path: '/home/taro/Downloads/Taro-Yamada-backup.p12' } })),
  result('backup cancelled', ['backup_cancelled'], installed({ backup: { name: 'CANCELLED', message: '' } })),
  result('asks: nobody waits for it', ['result_ask', 'result_install'], { state: 'ask', name: 'ASK', reason: 'no-job', identity, proof, ...atHost }),
  result('asks: an open file', ['result_ask_file', 'reason_open_key_file'], { state: 'ask', name: 'OPEN_KEY', reason: 'open-key-file', ...atHost }),
  result('asks: a file with a key', ['result_ask_file', 'result_install'], { state: 'ask', name: 'PASSWORD', reason: 'key-file', ...atHost }),
  result('refused', ['result_error', 'error_NO_KEY'], error('NO_KEY', { cause: 'SEC_ERROR_NO_KEY', ...atHost })),
  result('revoked', ['error_REVOKED'], error('REVOKED', { identity, proof, ...atHost })),
  result('not proven, a file', ['result_not_proven', 'error_NOT_PROVEN', 'error_NOT_PROVEN_todo'], error('NOT_PROVEN', { ...atHost })),
  result('not proven', ['result_not_proven', 'proof_signs_bad', 'result_not_proven_todo', 'result_remove'], error('NOT_PROVEN', { identity, proof: { ...proof, signs: 'bad' }, ...atHost })),
  result('no host', ['error_HOST_MISSING', 'result_retry'], error('HOST_MISSING', { kept: true })),
  result('no host, kept', ['result_kept', 'result_retry', 'result_save'], error('HOST_MISSING', { bytes: 'AAAA' })),
  result('no host, left to Firefox', ['result_left'], error('HOST_MISSING', { left: true })),
  result('not kept', ['result_not_kept'], error('INTERRUPTED', { secret: true })),
  result('not saved as a file', ['error_NO_SPACE'], error('CANCELLED', { ...atHost, saving: { name: 'NO_SPACE', message: '' } })),
  result('busy', ['error_BUSY', 'result_retry'], error('BUSY', { ...atHost })),
  result('wrong PIN', ['error_PASSWORD'], error('PASSWORD', { asked: true, ...atHost })),
  result('wrong password of a chosen file', ['error_PASSWORD', 'result_password_file'], error('PASSWORD', { site: '' })),
  result('primary password', ['error_PRIMARY_PASSWORD'], error('PRIMARY_PASSWORD', { ...atHost })),
  result('cancelled', ['result_cancelled', 'result_cancelled_kept'], error('CANCELLED', { ...atHost })),
  result('cancelled, of a file', ['result_cancelled', 'result_cancelled_file'], error('CANCELLED', { site: '' })),
  result('disk full', ['error_NO_SPACE'], error('NO_SPACE', { ...atHost })),
  result('broken off', ['error_INCOMPLETE'], error('INCOMPLETE')),
  result('lost', ['error_LOST'], error('LOST')),
  result('internal error', ['error_INTERNAL'], error('INTERNAL', { message: 'A list ended too soon.', ...atHost })),
  result('thrown away', ['result_dismissed'], error('DISMISSED')),
  result('saved as a file', ['result_saved'], error('SAVED', { message: '/home/taro/Downloads/user.p12' })),
  { ...result('gone', ['result_gone']), open: (stage) => stage.open('result.html?id=none') },
];

/* My certificates. */

const several = severalOf(SITE);
const has = (...identities) => ({ identities: { replies: [{ ...IDENTITIES, identities }] } });

const certificates = (state, shows, answers, act = async () => {}) => ({
  page: 'certificates', state, shows,
  open: async (stage) => {
    stage.host.answers(answers);
    await stage.open('certificates.html');
    await until('the page to hear from the host', async () =>
      ['ready', 'error'].includes((await stage.driver.data('#certificates')).state));
    await act(stage);
  },
});
const opened = (state, shows, owned, key, answers, act = async () => {}) =>
  certificates(state, shows, { ...has(owned), ...answers }, async (stage) => {
    await stage.press(key);
    await act(stage);
  });

/* The window that asks for a password stays open until the state is left. */
const asksFor = (what, ...before) => ({ first: [...before, { type: 'asking', for: what }], hold: true });

const RENEWED = [
  { ...soon(23), newer: Array(32).fill('CD').join(':') },
  { ...soon(390, OLD), state: 'good' },
];
/** Chooses a target other than the first. */
const choose = (target) => (stage) => stage.driver.page((value) => {
  const select = document.querySelector('.target');
  select.value = value;
  select.dispatchEvent(new Event('change'));
}, target);

/** In the middle of a change of address; `now` is what the host has by then. */
const NEW = { ...IDENTITY, fingerprint: Array(32).fill('EF').join(':'), emails: ['taro@cs.example.ac.jp'], serialHex: '01:B0', serialDecimal: '432' };
const changing = (state, shows, now, act = async () => {}) => ({
  ...certificates(state, shows, has(...now), act),
  open: async (stage) => {
    await remember(stage, { [`change:${IDENTITY.fingerprint}`]: { began: Date.now(), there: [IDENTITY.fingerprint] } });
    await certificates(state, shows, has(...now), act).open(stage);
  },
});

/* Paths are long, and one may contain any sign. */
const COMMANDED = { ...EXPORTED, network: '', steps: [
  "Run: `sudo install -m 600 '/home/taro/Downloads/Taro-Yamada-eduroam-networkmanager/a`b/wifi.nmconnection' /etc/NetworkManager/system-connections/ && sudo nmcli connection reload`",
  'Choose the network, and enter the password of certificate.p12 once. Leave the folder where it is.',
] };

const BACKUP = { ...COPY, kind: 'backup', place: REMOVAL.path };

const removals = (...all) => ({ removals: { replies: [{ ...REMOVALS, removals: all }] } });

const CERTIFICATES = [
  certificates('empty', ['certificates_none'], has()),
  certificates('one', ['standing_good', 'elsewhere_title'], has(OWNED)),
  certificates('one, as many copies as the list has', ['certificates_copies_newest'], has({ ...OWNED, copies: Array(8).fill(COPY) })),
  certificates('twelve', ['standing_good', 'standing_broken', 'standing_revoked', 'standing_soon', 'standing_not_yet',
    'standing_expired', 'certificates_tidy', 'broken_uses'], has(...several)),
  certificates('twelve, grouped', ['standing_good'], has(...several), (stage) => stage.press('certificates_group')),
  certificates('twelve, one found', ['certificates_found'], has(...several), (stage) => stage.driver.type('#find', 'physics')),
  certificates('twelve, none found', ['certificates_found_none'], has(...several), (stage) => stage.driver.type('#find', 'nobody')),
  certificates('twelve, all open', ['remove_title'], has(...several), (stage) => stage.pressAll('[aria-expanded="false"]:not([data-opens])')),
  certificates('renewed', ['standing_replaced', 'standing_new', 'certificates_tidy'], has(...RENEWED)),
  certificates('more than 64', ['certificates_more'], { identities: { replies: [{ ...IDENTITIES, identities: several, more: true }] } }),
  certificates('more than 64, none found', ['certificates_more', 'certificates_found_none'],
    { identities: { replies: [{ ...IDENTITIES, identities: several, more: true }] } }, (stage) => stage.driver.type('#find', 'nobody')),
  { ...certificates('one that is gone', ['error_NO_IDENTITY']), open: async (stage) => {
    stage.host.answers(has(OWNED));
    await stage.open(`certificates.html?use=${OLD.fingerprint}`);
  } },
  { ...certificates('asking for the primary password', ['asking_profile', 'result_cancel']), open: async (stage) => {
    stage.host.answers({ identities: asksFor('profile') });
    await stage.open('certificates.html');
  } },
  certificates('marked as a CA', ['odd_authority'], { ...has(OWNED), odd: { replies: [{ type: 'odd', odd: ['authority'] }] } }),
  { ...certificates('no host', ['error_HOST_MISSING', 'result_retry'], {}),
    open: async (stage) => {
      stage.host.remove();
      try {
        await stage.open('certificates.html');
        await stage.says('error_HOST_MISSING');
      } finally { stage.host.restore(); }
    } },
  certificates('busy', ['error_BUSY', 'result_retry'], { identities: failing(75, 'BUSY') }),
  opened('elsewhere', ['copy_title', 'elsewhere_for', 'elsewhere_password'], OWNED, 'elsewhere_title'),
  opened('elsewhere, no other program', ['copy_none', 'copy_missing'], OWNED, 'elsewhere_title', { places: { replies: [{ ...PLACES, places: [] }] } }),
  opened('elsewhere, no Chromium', ['copy_title', 'copy_missing'], OWNED, 'elsewhere_title', { places: { replies: [{ ...PLACES, places: PLACES.places.slice(0, 1) }] } }),
  opened('elsewhere, copy asks', ['asking_copy', 'result_cancel'], OWNED, 'elsewhere_title', { copy: asksFor('profile') },
    (stage) => stage.press('copy_to')),
  opened('elsewhere, copied', ['copy_done'], OWNED, 'elsewhere_title', {}, (stage) => stage.press('copy_to')),
  opened('elsewhere, in use', ['copy_busy'], OWNED, 'elsewhere_title', { copy: failing(75, 'BUSY') }, (stage) => stage.press('copy_to')),
  opened('elsewhere, Wi-Fi', ['elsewhere_network', 'elsewhere_network_choose'], OWNED, 'elsewhere_title', {}, choose('eduroam-windows')),
  opened('elsewhere, Wi-Fi, no settings', ['elsewhere_network_missing'], OWNED, 'elsewhere_title', {}, async (stage) => {
    await choose('eduroam-windows')(stage);
    await stage.press('elsewhere_save');
  }),
  opened('elsewhere, with a password made for it', ['asking_made', 'result_cancel'], OWNED, 'elsewhere_title', { export: asksFor('made') }, async (stage) => {
    await stage.press('elsewhere_made');
    await stage.press('elsewhere_save');
  }),
  opened('elsewhere, asking', ['asking_new', 'result_cancel'], OWNED, 'elsewhere_title', { export: asksFor('new') },
    (stage) => stage.press('elsewhere_save')),
  opened('elsewhere, saved', ['elsewhere_saved', 'folder_show'], OWNED, 'elsewhere_title', { export: { replies: [EXPORTED] } }, async (stage) => {
    await stage.press('elsewhere_save');
    await until('an end', () => stage.driver.page(() => !document.querySelector('.save').disabled));
  }),
  opened('elsewhere, saved for Wi-Fi', ['elsewhere_saved_wifi', 'step_copy'], OWNED, 'elsewhere_title', { export: { replies: [COMMANDED] },
    sites: { replies: [{ ...SITES, sites: [{ site: SITE, name: '', test: '', wifi: true }] }] } }, async (stage) => {
    await choose('eduroam-networkmanager')(stage);
    await stage.says('elsewhere_network_listed');
    await stage.press('elsewhere_save');
  }),
  opened('elsewhere, cancelled', ['elsewhere_cancelled'], OWNED, 'elsewhere_title', { export: failing(101, 'CANCELLED') },
    (stage) => stage.press('elsewhere_save')),
  opened('checked', ['check_good', 'proof_key_good'], OWNED, 'check_title'),
  opened('check, busy', ['error_BUSY'], OWNED, 'check_title', { verify: failing(75, 'BUSY') }),
  opened('checked, incomplete', ['check_done', 'missing_who'], OWNED, 'check_title',
    { verify: { replies: [{ ...VERIFIED, proof: MISSING.proof }] } }),
  certificates('checked, revoked', ['check_revoked', 'standing_revoked', 'revoked_keyCompromise'], has(OWNED), async (stage) => {
    const verified = { ...VERIFIED, revocation: { state: 'revoked', by: 'OCSP', asked: ago(60), reason: 'keyCompromise' } };
    stage.host.answers({ verify: { replies: [verified] }, ...has({ ...OWNED, state: 'revoked' }) });
    await stage.press('check_title');
  }),
  opened('put off', ['snooze_until'], soon(20), 'snooze_week'),
  opened('renew, no address', ['portal_wrong'], { ...soon(20), site: '', portal: '' }, 'renew_title', {}, (stage) => stage.press('portal_open')),
  opened('renew', ['renew_explain', 'portal_open'], soon(20), 'renew_title'),
  opened('revoke', ['revoke_when', 'portal_open'], OWNED, 'revoke_title'),
  opened('change of address', ['change_explain', 'change_revoke'], OWNED, 'revoke_title', {},
    (stage) => stage.press('change_begin')),
  changing('change of address, not revoked', ['change_not_yet'], [OWNED], (stage) => stage.driver.press('[aria-current] .ask')),
  changing('change of address, revoked', ['change_issue_how'], [{ ...OWNED, state: 'revoked' }]),
  changing('change of address, none issued', ['change_none'], [{ ...OWNED, state: 'revoked' }], (stage) => stage.driver.press('[aria-current] .ask')),
  changing('change of address, issued', ['change_issued', 'change_copies'], [{ ...OWNED, state: 'revoked' }, { ...OWNED, identity: NEW }]),
  opened('remove', ['remove_lost', 'remove_window', 'remove_with'], OWNED, 'remove_title'),
  opened('remove, asking', ['asking_new', 'result_cancel'], OWNED, 'remove_title', { remove: asksFor('new') },
    (stage) => stage.press('remove_with')),
  opened('remove, cancelled', ['remove_cancelled'], OWNED, 'remove_title', { remove: failing(101, 'CANCELLED') },
    (stage) => stage.press('remove_with')),
  opened('remove, a backup is there', ['remove_backup', 'remove_kept', 'remove_with'], { ...OWNED, copies: [COPY, BACKUP] }, 'remove_title'),
  opened('remove, the backup is gone', ['remove_backup_gone', 'remove_without'], { ...OWNED, copies: [BACKUP] }, 'remove_title', { remove: failing(66, 'NO_INPUT') }, (stage) => stage.press('remove_kept')),
  opened('backup', ['backup_explain', 'backup_save'], OWNED, 'result_backup'),
  opened('backup, saved', ['backup_saved', 'folder_show'], OWNED, 'result_backup', {}, (stage) => stage.press('backup_save')),
  opened('remove without a backup, asks', ['remove_question', 'remove_sure', 'remove_keep'], OWNED, 'remove_title', {}, (stage) => stage.press('remove_without')),
  opened('removed', ['remove_done', 'folder_show', 'restore_window', 'restore'], OWNED, 'remove_title', {}, (stage) => stage.press('remove_with')),
  certificates('was removed', ['removals_title', 'restore', 'restore_window'], { ...has(), ...removals(REMOVAL) }),
  certificates('restored', ['restore_done', 'certificates_lead'], { ...has(OWNED), ...removals({ ...REMOVAL, identity: OLD }) }, async (stage) => {
    await stage.press('restore');
    await stage.says('restore_done');
    await until('the list again', () => stage.driver.page(() => document.querySelector('#removals .outcome:not([hidden])') === null));
  }),
  certificates('removals', ['removals_title', 'removal_today', 'removal_on', 'restore_gone'], { ...has(OWNED), ...removals(REMOVAL,
    { ...REMOVAL, removed: iso(inDays(-3)), identity: several[1].identity },
    { ...REMOVAL, removed: iso(inDays(-9)), identity: several[2].identity, there: false }) }),
  certificates('restore, wrong password', ['restore_password', 'restore'], { ...has(), ...removals(REMOVAL), restore: failing(100, 'PASSWORD') }, (stage) => stage.press('restore')),
  certificates('restore, asking', ['asking_restore', 'result_cancel'], { ...has(), ...removals(REMOVAL), restore: asksFor('file') }, (stage) => stage.press('restore')),
];

/* The other pages. */

const page = (name, state, shows, { query = '', answers = {}, act = async () => {} } = {}) => ({
  page: name, state, shows,
  open: async (stage) => {
    stage.host.answers(answers);
    await stage.open(`${name}.html${query}`);
    await act(stage);
  },
});

/* Files by the word that they begin with: host.mjs has what each would bring. */
const FILES = [['taro.p12', 'sealed'], ['hanako.pem', 'open'], ['notes.txt', 'bad'], ['jiro.pem', 'foreign']];

const files = (state, shows, answers = {}, act = async () => {}) => page('import', state, shows, { answers,
  act: async (stage) => {
    await dropFiles(stage.driver, FILES);
    await stage.says('import_many', 'import_belongs');
    await act(stage);
  } });
const waits = { end: { replies: [RECEIVED, { type: 'asking', for: 'file' }] }, cancel: failing(101, 'CANCELLED') };
const imports = (stage) => stage.driver.press('#import');

const OTHERS = [
  files('files', ['import_sealed', 'import_open', 'import_refused_damaged']),
  files('asking', ['asking_file', 'result_asking', 'result_cancel'], { end: asksFor('file', RECEIVED) }, imports),
  files('cancelled', ['import_cancelled'], waits, async (stage) => {
    await imports(stage);
    await stage.press('result_cancel');
  }),
  files('imported', ['import_installed', 'import_done'], {}, imports),
  page('import', 'too many', ['import_too_many', 'import_many'], { act: (stage) => dropFiles(stage.driver, [...Array(11).keys()].map((at) => [`user-${at}.p12`, 'sealed'])) }),
  page('import', 'empty', ['import_title', 'import_choose']),
  page('import', 'Firefox has saved it', ['import_saved'], { query: `?saved=${encodeURIComponent(SITE)}` }),
  page('file', 'gone', ['file_gone'], { query: '?id=none' }),
  { ...page('file', 'saved', ['file_saved']),
    open: async (stage) => {
      stage.site.pages.set('/settings', (response) => response.writeHead(200, {
        'Content-Type': 'application/eap-config', 'Content-Disposition': 'attachment; filename="eduroam.eap-config"',
      }).end('<EAPIdentityProviderList/>'));
      await stage.driver.visit(stage.site.url('/settings'));
      await stage.world.goTo('/pages/file.html');
    } },
  page('report', 'ready', ['report_title', 'report_copy'], {
    act: (stage) => until('the report', async () => (await stage.driver.data('#report')).state === 'ready') }),
  page('help', 'whole', ['help_title']),
  page('welcome', 'first', ['welcome_title']),
  page('welcome', 'listed', ['welcome_listed'], { answers: { sites: { replies: [{ ...SITES, sites: [UNIVERSITY] }] } } }),
  { ...page('welcome', 'no host', ['error_HOST_MISSING']),
    open: async (stage) => {
      stage.host.remove();
      try {
        await stage.open('welcome.html');
        await stage.says('help_link');
      } finally { stage.host.restore(); }
    } },
];

/* What is put into a page of a site. */

const PAGE = (body) => `<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width"><title>Certificate portal</title>
<style>:root { color-scheme: light dark; background: Canvas } body { font: 16px sans-serif; margin: 2em; max-width: 40em } select { max-width: 100% }</style><main><h1>Certificate portal</h1>${body}</main></html>`;

const KEYGEN = '<form action="/do" method="post"><p><label>Key <keygen name="spkac"></label></p><button id="get">Get the certificate</button></form>';

const PIN = '<form action="/do" method="post"><p><label>Access PIN <input name="pin" value="1234"></label></p><button id="get">Download</button></form>';

const portal = (state, shows, html, act) => ({
  page: 'portal', state, shows: [],
  open: async (stage) => {
    slow(stage.site);
    stage.site.pages.set('/page', PAGE(html));
    await stage.driver.open(stage.site.url('/page'));
    await act(stage);
    for (const key of shows) await until(`the note ${key}`, async () => {
      const said = await note(stage.world);
      return said && stage.words(key).test(said.words);
    });
  },
});

/** Presses the form's button, once the choice of a key is there. */
const issues = async (stage) => {
  await stage.driver.waitFor('select.nss-helper-keygen');
  await stage.driver.press('#get');
};

const line = (stage, key) => until(`the line ${key}`, async () => stage.words(key).test(await stage.world.line()));

const PORTAL = [
  portal('choice of a key', [], KEYGEN, (stage) => stage.driver.waitFor('select.nss-helper-keygen')),
  portal('a kind of key that is not supported', [], KEYGEN.replace('<keygen', '<keygen keytype="dsa"'),
    (stage) => until('the words', async () => stage.words('choice_none').test(await stage.driver.text('select.nss-helper-keygen')))),
  portal('form sent', [], KEYGEN, async (stage) => {
    await issues(stage);
    await line(stage, 'state_sent');
  }),
  portal('a window asks for the primary password', [], KEYGEN, async (stage) => {
    stage.host.answers({ issue: asksFor('profile') });
    await issues(stage);
    await line(stage, 'asking_profile');
  }),
  portal('waits for long, a form with a key', ['repeat_long'], KEYGEN, async (stage) => {
    await stage.driver.waitFor('select.nss-helper-keygen');
    await stage.world.holdTime();
    await stage.driver.press('#get');
    await line(stage, 'state_sent');
    await stage.world.passTime(60000);
  }),
  portal('no key', [], KEYGEN, async (stage) => {
    stage.host.answers({ issue: failing(95, 'NO_SPACE') });
    await issues(stage);
    await line(stage, 'error_NO_SPACE');
  }),
  portal('waits for long', ['repeat_long'], PIN, async (stage) => {
    await stage.driver.waitFor('#get');
    await stage.world.holdTime();
    await stage.driver.press('#get', 2, 400);
    await until('the note', async () => await note(stage.world) !== null);
    await stage.world.passTime(60000);
  }),
  portal('waiting for the site', ['repeat_waiting'], PIN, async (stage) => {
    await stage.driver.waitFor('#get');
    await stage.driver.press('#get', 2, 400);
  }),
];

export const STATES = [...PANEL, ...ASK, ...RESULT, ...CERTIFICATES, ...OTHERS, ...PORTAL];

/** A name for files and tests. */
export const nameOf = ({ page: of, state }) => `${of} ${state}`.replace(/[^\w]+/g, '-');

const words = process.env.STATES?.split(/\s+/).filter(Boolean) ?? [];

/** All of them, or those that have one of the words in STATES. */
export const CHOSEN = words.length === 0 ? STATES
  : STATES.filter((state) => words.some((word) => nameOf(state).includes(word)));
