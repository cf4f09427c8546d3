// SPDX-License-Identifier: MPL-2.0
// "Use elsewhere": in a program on this computer, or as a file with a password for another device.
// The host chooses the folder, and asks for the password in its own window.
import { LIMITS } from '../host/limits.js';
import { sentences } from '../site/sentences.js';
import { askThere } from './asking.js';
import { openCopy } from './copy.js';
import { folderButton } from './folder.js';
import { withoutKey } from './settings-file.js';
import { errorText, fromTemplate, message } from './text.js';
import { tell } from './told.js';

/** The targets of the host, in groups. */
export const TARGETS = Object.freeze({
  computer: ['windows', 'windows-old', 'macos'],
  phone: ['ios', 'android'],
  program: ['thunderbird', 'java', 'gpgsm', 'pem', 'linux'],
  wifi: [
    'eduroam-windows', 'eduroam-apple', 'eduroam-geteduroam', 'eduroam-networkmanager',
    'eduroam-wpa_supplicant',
  ],
  keep: ['backup'],
});

/** Targets that can only read the old kind of encryption. */
export const OLD = Object.freeze(['windows-old', 'macos', 'ios', 'android', 'gpgsm', 'eduroam-apple']);

/** What a target, or a place that a copy went to, is called. */
export const targetName = (target) => message(`target_${target.replaceAll('-', '_')}`) || target;

function choices() {
  return Object.entries(TARGETS).map(([group, targets]) => {
    const element = document.createElement('optgroup');
    element.label = message(`targets_${group}`);
    element.append(...targets.map((target) => new Option(targetName(target), target)));
    return element;
  });
}

const needsNetwork = (target) => TARGETS.wifi.includes(target);

/** Of a Wi-Fi profile only the key is encrypted: a device reads the names before it has the password. */
const savedWords = (target, path) =>
  message(needsNetwork(target) ? 'elsewhere_saved_wifi' : 'elsewhere_saved', path);

/** Why this can't be a file with network settings, as the name of a message; or null. */
function wrongWith(file) {
  if (!file) {
    return 'elsewhere_network_missing';
  }
  return file.size === 0 || file.size > LIMITS.settings ? 'elsewhere_network_size' : null;
}

/** The settings without private parts; null if they can't be read. */
const networkOf = async (file) => withoutKey(new Uint8Array(await file.arrayBuffer()));

/** The form for one certificate, and its result. */
class Elsewhere {
  #form;
  #outcome;
  #fingerprint;
  #done;

  #listed = false; // the administrator's list names settings of a network

  constructor(place, fingerprint, done) {
    place.replaceChildren(fromTemplate('elsewhere'));
    this.#form = place.querySelector('form');
    this.#outcome = place.querySelector('.saved');
    this.#fingerprint = fingerprint;
    this.#done = done;
    this.#of('target').append(...choices());
    this.#of('target').addEventListener('change', () => this.#showTarget());
    this.#of('choose').addEventListener('click', () => this.#of('settings').click());
    this.#of('settings').addEventListener('change', () => this.#showNetwork());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#showTarget();
    this.#askListed();
    openCopy(place.querySelector('.here'), fingerprint, done);
  }

  async #askListed() {
    const { sites } = await browser.runtime.sendMessage({ type: 'listed' });
    this.#listed = sites.some(({ wifi }) => wifi);
    this.#of('listed').hidden = !this.#listed;
  }

  #of(name) { return this.#form.querySelector(`.${name}`); }

  /** Hides what was said of another target, except the button that cancels work in progress. */
  #showTarget() {
    const target = this.#of('target').value;
    this.#outcome.hidden ||= !this.#of('save').disabled;
    this.#of('old').hidden = !OLD.includes(target);
    this.#showNetwork();
  }

  #showNetwork() {
    this.#of('network').hidden = !needsNetwork(this.#of('target').value);
    this.#of('chosen').textContent = this.#of('settings').files[0]?.name ?? '';
  }

  async #save() {
    const target = this.#of('target').value;
    const [file] = needsNetwork(target) ? this.#of('settings').files : [];
    const needed = needsNetwork(target) && (file !== undefined || !this.#listed);
    const wrong = needed ? wrongWith(file) : null;
    if (wrong) {
      this.#tell(message(wrong), 'wait');
      return;
    }
    const made = this.#form.elements.password.value === 'made';
    this.#of('save').disabled = true;
    this.#tell(message('elsewhere_working'), 'wait');
    const settings = file ? await networkOf(file).catch(() => null) : undefined;
    await (settings === null ? this.#tell(message('import_unreadable'), 'wait')
      : this.#export({ target, made, settings }));
    this.#of('save').disabled = false;
    this.#of('save').focus();
  }

  async #export(wish) {
    const reply = await askThere({ type: 'export', fingerprint: this.#fingerprint, ...wish }, this.#outcome);
    if (reply.error) {
      this.#tell(reply.error === 'CANCELLED' ? message('elsewhere_cancelled')
        : errorText(reply.error, reply.message), 'wait');
      return;
    }
    const network = reply.network && message('elsewhere_saved_network', reply.network);
    this.#tell(sentences(savedWords(wish.target, reply.path), network), 'good', reply.steps);
    this.#outcome.append(folderButton(this.#fingerprint));
    await this.#done();
  }

  #tell(...what) { tell(this.#outcome, ...what); }
}

/** @param {function} done is called when a file was written, or a copy made */
export const openElsewhere = (place, fingerprint, done) => new Elsewhere(place, fingerprint, done);
