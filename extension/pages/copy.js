// SPDX-License-Identifier: MPL-2.0
// Copies a certificate into Thunderbird, Chromium or another Firefox of this user. The host lists
// them, and asks for their primary password in its own window.
import { askThere } from './asking.js';
import { errorText, foreign, fromTemplate, message, write } from './text.js';
import { tell } from './told.js';

const WORDS = {
  BUSY: 'copy_busy', CANCELLED: 'copy_cancelled', NO_PROFILE: 'copy_gone', PRIMARY_PASSWORD: 'copy_password',
};

/* Chromium has only one database, so that its name tells nothing. */
const profileOf = ({ family, name }) => (family === 'chromium' ? '' : name);
const programOf = ({ product, family }) => product || { firefox: 'Firefox', thunderbird: 'Thunderbird', chromium: 'Chromium' }[family];
const nameOf = (place) => foreign([programOf(place), profileOf(place)].filter(Boolean).join(' '));

function show(outcome, place, { error, message: english, known, steps }) {
  const name = nameOf(place);
  if (error) {
    tell(outcome, WORDS[error] ? message(WORDS[error], name) : errorText(error, english), 'wait');
  } else {
    tell(outcome, message(known ? 'copy_known' : 'copy_done', name), 'good', steps);
  }
}

function itemOf(place, copy) {
  const item = fromTemplate('place').querySelector('li');
  const button = item.querySelector('.copy');
  item.querySelector('.program').textContent = programOf(place);
  write(item.querySelector('.profile'), foreign(profileOf(place)));
  item.title = place.path;
  button.ariaLabel = message('copy_to_program', [programOf(place), profileOf(place)].filter(Boolean).join(' '));
  button.addEventListener('click', () => copy(place, button));
  return item;
}

/* Programs that have no certificate database before their first use. */
const OTHERS = ['thunderbird', 'chromium'];

/* An older host knows of none. */
let there = { places: [], known: false };

/** Asks where a copy can go: before anything is shown, so that nothing moves under the pointer. */
export async function findPlaces() {
  const { error, places = [] } = await browser.runtime.sendMessage({ type: 'places' });
  there = { places, known: error === undefined };
}

/** @param {function} done is called when it was copied */
export function openCopy(section, fingerprint, done) {
  const outcome = section.querySelector('.outcome');
  const copy = async (place, button) => {
    button.disabled = true;
    tell(outcome, message('copy_working', nameOf(place)), 'wait');
    const reply = await askThere({ type: 'copy', fingerprint, to: place.path }, outcome, { profile: 'asking_copy' });
    show(outcome, place, reply);
    button.disabled = false;
    button.focus();
    if (!reply.error) {
      await done();
    }
  };
  section.querySelector('.places').replaceChildren(...there.places.map((place) => itemOf(place, copy)));
  section.querySelector('.explain').hidden = there.places.length === 0;
  section.querySelector('.none').hidden = there.places.length > 0;
  section.querySelector('.absent').hidden = OTHERS.every((family) => there.places.some((place) => place.family === family));
  section.hidden = !there.known;
}
