// SPDX-License-Identifier: MPL-2.0
import js from '@eslint/js';
import globals from 'globals';

const strict = {
  ...js.configs.recommended.rules,
  eqeqeq: 'error',
  'max-lines': ['error', 500],
  'max-lines-per-function': ['error', 60],
  'no-console': ['error', { allow: ['error', 'warn'] }],
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-shadow': 'error',
  'no-unused-vars': 'error',
  'no-var': 'error',
  'object-curly-spacing': ['error', 'always'],
  'prefer-const': 'error',
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['extension/**/*.js'],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
    rules: strict,
  },
  {
    files: ['extension/content/*.js'],
    languageOptions: { globals: { cloneInto: 'readonly', exportFunction: 'readonly' } },
  },
  {
    files: ['tests/**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { ...strict, 'max-lines-per-function': 'off', 'no-shadow': 'off' },
  },
  {
    // Functions in these files run in the page or in the browser's window.
    files: ['tests/e2e/**/*.mjs', 'tests/extension/**/*.mjs', 'tests/packaging/**/*.mjs',
      'tests/screens/**/*.mjs', 'tests/bench/firefox.mjs'],
    languageOptions: {
      globals: {
        ...globals.browser, Cc: 'readonly', ChromeUtils: 'readonly', Ci: 'readonly', Services: 'readonly',
        WebExtensionPolicy: 'readonly',
        content: 'readonly', gBrowser: 'readonly', sendAsyncMessage: 'readonly',
      },
    },
  },
  { files: ['tests/e2e/demo.mjs', 'tests/screens/take.mjs'], rules: { 'no-console': 'off' } },
];
