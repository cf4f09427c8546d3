// SPDX-License-Identifier: MPL-2.0
// Asks the person for permission for another host before anything is sent there.
import { Shelf } from '../host/storage.js';
import { hostOf } from '../site/origins.js';
import { byId, foreign, hostName, localize, message, write } from './text.js';

const id = new URLSearchParams(location.search).get('id') ?? '';
// Well within the 30 seconds after which Firefox ends the event page that waits for us.
const STAY_AWAKE = 10000;
const answer = (allowed) => browser.runtime.sendMessage({ type: 'answer', id, allowed });

function show(question) {
  const [from, to] = [hostName(question.from), hostName(question.to)];
  const redirect = question.kind === 'redirect';
  write(byId('why'), message(redirect ? 'ask_why_redirect' : 'ask_why_target', from, to));
  write(byId('if-not'), message(redirect ? 'ask_not_redirect' : 'ask_not_target'));
  write(byId('from'), foreign(hostOf(question.from)));
  write(byId('to'), foreign(hostOf(question.to)));
  write(byId('allow'), message('ask_allow', to));
  // Firefox asks only within the click itself: nothing may be awaited before.
  byId('allow').addEventListener('click', () => {
    browser.permissions.request({ origins: [question.pattern] }).then((granted) => {
      byId('denied').hidden = granted;
      return granted && answer(true);
    });
  });
  byId('cancel').addEventListener('click', () => answer(false));
  byId('question').hidden = false;
}

localize();
const question = await new Shelf('session', 'ask').get(id);
if (question) {
  show(question);
  setInterval(() => browser.runtime.sendMessage({ type: 'waiting' }), STAY_AWAKE);
} else {
  byId('title').textContent = message('ask_gone');
  document.title = byId('title').textContent;
  byId('gone').hidden = false;
}
