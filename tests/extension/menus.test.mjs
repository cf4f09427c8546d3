// SPDX-License-Identifier: MPL-2.0
// Where a text sends the person to a menu or a button of Firefox, the installed Firefox has it
// under that name. Such ways are written with "›", and only they: Settings › Certificates.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { TOP, json } from './lib.mjs';
import { wordsOfFirefox } from './menus.mjs';

/* Firefox's key for the words, the words, and which files in English and which messages use them. */
const MENUS = [
  { ftl: 'appmenu.ftl appmenuitem-settings.label', en: 'Settings', ja: '設定',
    used: ['nss-helper/formats/certfile.c', 'error_PRIMARY_PASSWORD_todo'] },
  { ftl: 'preferences.ftl pane-privacy-title3', en: 'Privacy and security', ja: 'プライバシーとセキュリティ',
    used: ['nss-helper/formats/certfile.c', 'tests/portal/words.h'] },
  { ftl: 'preferences.ftl certs-description3.label', en: 'Certificates', ja: '証明書',
    used: ['nss-helper/formats/certfile.c', 'tests/portal/words.h'] },
  { ftl: 'preferences.ftl certs-view2.label', en: 'Manage certificates', ja: '証明書を管理',
    used: ['nss-helper/formats/certfile.c', 'tests/portal/words.h'] },
  { ftl: 'certManager.ftl certmgr-tab-mine.label', en: 'Your Certificates', ja: 'あなたの証明書',
    used: ['nss-helper/formats/certfile.c', 'tests/portal/words.h'] },
  { ftl: 'certManager.ftl certmgr-restore.label', en: 'Import…', used: ['nss-helper/formats/certfile.c'] },
  { ftl: 'preferences.ftl pane-passwords-autofill-title2', en: 'Passwords and autofill', ja: 'パスワードと自動入力',
    used: ['error_PRIMARY_PASSWORD_todo'] },
  { ftl: 'preferences.ftl forms-passwords-header.label', en: 'Passwords', ja: 'パスワード', used: ['error_PRIMARY_PASSWORD_todo'] },
  { ftl: 'preferences.ftl forms-primary-pw-use-2.label', en: 'Use a primary password', ja: 'マスターパスワードを使用する',
    used: ['error_PRIMARY_PASSWORD_todo'] },
  { ftl: 'appmenu.ftl appmenuitem-extensions-and-themes.label', en: 'Extensions and Themes', ja: '拡張機能とテーマ',
    used: ['popup_all_sites', 'help_windows_private'] },
  { ftl: 'aboutAddons.ftl permissions-data-addon-button', en: 'Permissions and data', ja: '権限とデータ', used: ['popup_all_sites'] },
  { ftl: 'browserContext.ftl main-context-menu-save-link.label', en: 'Save Link As…', ja: '名前を付けてリンク先を保存...', used: ['help_trouble_file'] },
  { ftl: 'browserContext.ftl main-context-menu-frame.label', en: 'This Frame', ja: 'このフレーム', used: ['error_SANDBOXED_todo'] },
  { ftl: 'browserContext.ftl main-context-menu-frame-open-tab.label', en: 'Open Frame in New Tab', ja: 'フレームを新しいタブで開く', used: ['error_SANDBOXED_todo'] },
  { ftl: 'extensions.ftl webext-perms-optional-perms-allow.label', en: 'Allow', ja: '許可', used: ['help_form_2', 'help_picture_allow'] },
  { ftl: 'extensions.ftl webext-perms-optional-perms-deny.label', en: 'Deny', ja: '拒否', used: ['help_picture_allow'] },
  { ftl: 'aboutAddons.ftl detail-private-browsing-label', en: 'Run in Private Windows', ja: 'プライベートウィンドウでの実行', used: ['help_windows_private'] },
  { ftl: 'aboutAddons.ftl addon-detail-private-browsing-allow', en: 'Allow', ja: '許可する', used: ['help_windows_private'] },
  { ftl: 'aboutdebugging.ftl about-debugging-this-firefox-runtime-name', en: 'This Firefox', used: ['.github/CONTRIBUTING.md'] },
  { ftl: 'aboutdebugging.ftl about-debugging-tmp-extension-install-button', en: 'Load Temporary Add-on…',
    used: ['.github/CONTRIBUTING.md'] },
  { ftl: 'aboutdebugging.ftl about-debugging-debug-target-inspect-button', en: 'Inspect', used: ['.github/CONTRIBUTING.md'] },
  { ftl: 'safeMode.ftl refresh-profile.label', en: 'Refresh Firefox', ja: 'Firefox をリフレッシュ',
    used: ['nss-helper/nss-helper.1', 'nss-helper/nss-helper.ja.1', 'nss-helper/doctor/identities.c', 'nss-helper/journal/sections.c'] },
];

/* Thunderbird's, in English: the tests don't install its other languages. */
const MAIL = [
  { ftl: 'accountCentral.ftl account-settings', en: 'Account Settings', used: ['nss-helper/browser/hint.c'] },
  { ftl: 'am-e2e.properties prefPanel-e2e', en: 'End-To-End Encryption', used: ['nss-helper/browser/hint.c'] },
  { ftl: 'am-smime.dtd certificates2.label', en: 'S/MIME', used: ['nss-helper/browser/hint.c'] },
  { ftl: 'am-smime.dtd digitalSign.certificate.button', en: 'Select…', used: ['nss-helper/browser/hint.c'] },
  { ftl: 'preferences.ftl pane-privacy-title', en: 'Privacy & Security', used: ['nss-helper/browser/hint.c', 'nss-helper/export/targets.c'] },
  { ftl: 'certManager.ftl certmgr-tab-ca.label', en: 'Authorities', used: ['nss-helper/browser/hint.c'] },
  { ftl: 'certManager.ftl certmgr-edit.label', en: 'Edit Trust…', used: ['nss-helper/browser/hint.c'] },
  { ftl: 'certManager.ftl certmgr-edit-cert-trust-email.label', en: 'This certificate can identify mail users.',
    used: ['nss-helper/browser/hint.c'] },
  { ftl: 'preferences.ftl certificate-button.label', en: 'Manage Certificates…', used: ['nss-helper/browser/hint.c', 'nss-helper/export/targets.c'] },
  { ftl: 'am-smime.dtd signingCert2.message', en: 'Personal certificate for digital signing:', used: [] },
];
const PORTAL = 'tests/portal/words.h';
const OURS = ['NSS Helper'];

/* What messages may quote beside these and our own buttons and titles. */
const TERMS = { en: ['High Grade'], ja: ['高強度の暗号化', 'アクセス PIN'] };
const QUOTES = { en: /“([^”]*)”/g, ja: /「([^」]*)」/g };

const namesOf = (language) => [...[...MENUS, ...MAIL].map((one) => one[language]).filter(Boolean), ...OURS];
const LANGUAGES = ['en', 'ja'];

const JAPANESE = ['.github/README.ja.md', 'nss-helper/nss-helper.ja.1'];

/** Texts with both languages in one file, and those in Japanese; what else is in a file is English. */
const isOf = (language, where) => !where.includes('.') || where === PORTAL || JAPANESE.includes(where) === (language === 'ja');

/** A text without line breaks, also without those between strings of C. */
const flat = (name) => readFileSync(path.join(TOP, name), 'utf8').replace(/"\s*\n\s*"/g, '').replace(/\s+/g, ' ');

const sources = () => ['nss-helper', 'native-messaging'].flatMap((folder) =>
  readdirSync(path.join(TOP, folder), { recursive: true }).filter((name) => name.endsWith('.c'))
    .map((name) => path.join(folder, name)));

/** [where, words] of all texts of a language. */
function texts(language) {
  const shown = Object.entries(json(`_locales/${language}/messages.json`)).map(([key, { message }]) => [key, message]);
  const others = ['README.md', '.github/CONTRIBUTING.md', '.github/SECURITY.md', 'nss-helper/nss-helper.1', ...sources()];
  const files = language === 'en' ? [...others, PORTAL] : [...JAPANESE, PORTAL];
  return [...shown, ...files.map((name) => [name, flat(name)])];
}

/** What comes before and after each "›" of a text; in Japanese a name is in brackets. */
const ways = (text) => [...text.matchAll(/›/g)].map(({ index }) => [
  text.slice(0, index).trimEnd().replace(/」$/, ''), text.slice(index + 1).trimStart().replace(/^「/, '')]);

/** Whether a text ends with a name that begins there: "Account Settings" is not "Settings". */
const endsWith = (text, name) => text.endsWith(name) && !/[A-Z]\w* $/.test(text.slice(0, -name.length));

/** What messages quote that is neither theirs, nor Firefox's, nor a term: [key, quoted]. */
function strangeQuotes(language, messages) {
  const known = new Set([...namesOf(language), ...TERMS[language], ...Object.values(messages).map(({ message }) => message)]);
  return Object.entries(messages).flatMap(([key, { message }]) =>
    [...message.matchAll(QUOTES[language])].filter(([, words]) => !known.has(words) && !/^\$\w+\$$/.test(words))
      .map(([, words]) => [key, words]));
}

/** Whether a text begins with a name, and the name ends there. */
const beginsWith = (text, name) => text.startsWith(name) && /^($|」| ›|[.,;:)”"])/.test(text.slice(name.length));

for (const language of LANGUAGES) {
  test(`the installed Firefox has these menus: ${language}`, () => {
    const words = wordsOfFirefox(language);
    assert.ok(words.size > 3000);
    for (const menu of MENUS.filter((one) => one[language])) {
      assert.equal(words.get(menu.ftl), menu[language], menu.ftl);
    }
  });
  test(`they are named where it says so: ${language}`, () => {
    const all = new Map(texts(language));
    for (const menu of [...MENUS, ...MAIL].filter((one) => one[language])) {
      for (const where of menu.used.filter((one) => isOf(language, one))) {
        assert.ok(all.get(where)?.includes(menu[language]), `${where}: ${menu[language]}`);
      }
    }
  });
  test(`no text names another one: ${language}`, () => {
    const names = namesOf(language);
    const found = texts(language).flatMap(([where, text]) => ways(text).map((way) => [where, ...way]));
    assert.ok(found.length > 4);
    for (const [where, before, after] of found) {
      assert.ok(names.some((name) => endsWith(before, name)), `${where}: ${before.slice(-40)} ›`);
      assert.ok(names.some((name) => beginsWith(after, name)), `${where}: › ${after.slice(0, 40)}`);
    }
  });
  test(`what a message quotes is a button or a title of ours, or a name of Firefox: ${language}`, () => {
    const messages = json(`_locales/${language}/messages.json`);
    assert.deepEqual(strangeQuotes(language, messages), []);
    const [[key, { message }]] = Object.entries(messages).filter(([, one]) => one.message.includes(messages.popup_import.message)
      && one.message !== messages.popup_import.message);
    // With one letter less, it is no name of anything.
    const changed = { ...messages, [key]: { message: message.replace(messages.popup_import.message, (words) => words.slice(0, -1)) } };
    assert.deepEqual(strangeQuotes(language, changed), [[key, messages.popup_import.message.slice(0, -1)]]);
  });
}

test('near misses of a name are no name', () => {
  assert.ok(endsWith('Go to Settings', 'Settings') && endsWith('“Settings', 'Settings'));
  assert.ok(!endsWith('Go to Account Settings', 'Settings') && !endsWith('Go to Setting', 'Settings'));
  assert.ok(beginsWith('Passwords › Use', 'Passwords') && beginsWith('Passwords.', 'Passwords'));
  assert.ok(!beginsWith('Passwords and autofill', 'Passwords') && !beginsWith('Password', 'Passwords'));
});

test('the installed Thunderbird has these', () => {
  const words = wordsOfFirefox('en', '/usr/lib/thunderbird');
  for (const { ftl, en } of MAIL) assert.equal(words.get(ftl), en, ftl);
});
