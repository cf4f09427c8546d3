// SPDX-License-Identifier: MPL-2.0
// "Use elsewhere": for which program, and under which password. Where the file goes is for the
// host to choose, and the password is asked for in a window of its own.
import { LIMITS } from '../host/limits.js';
import { errorText, fromTemplate, message, write } from './text.js';

/** The targets of the host, in groups. */
export const TARGETS = Object.freeze({
  computer: ['windows', 'windows-old', 'macos'],
  phone: ['ios', 'android'],
  program: ['thunderbird', 'java', 'pem', 'linux'],
  wifi: [
    'eduroam-windows', 'eduroam-apple', 'eduroam-geteduroam', 'eduroam-networkmanager',
    'eduroam-wpa_supplicant',
  ],
  keep: ['backup'],
});

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

/** Why this can't be the settings of a network, as the name of a message; or null. */
function wrongWith(file) {
  if (!file) {
    return 'elsewhere_network_missing';
  }
  return file.size === 0 || file.size > LIMITS.settings ? 'elsewhere_network_size' : null;
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/** The form of one certificate, and what came of it. */
class Elsewhere {
  #form;
  #outcome;
  #fingerprint;
  #done;

  constructor(place, fingerprint, done) {
    place.replaceChildren(fromTemplate('elsewhere'));
    this.#form = place.querySelector('form');
    this.#outcome = place.querySelector('.outcome');
    this.#fingerprint = fingerprint;
    this.#done = done;
    this.#of('target').append(...choices());
    this.#of('target').addEventListener('change', () => this.#showNetwork());
    this.#of('choose').addEventListener('click', () => this.#of('settings').click());
    this.#of('settings').addEventListener('change', () => this.#showNetwork());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#save();
    });
  }

  #of(name) { return this.#form.querySelector(`.${name}`); }

  #showNetwork() {
    this.#of('network').hidden = !needsNetwork(this.#of('target').value);
    this.#of('chosen').textContent = this.#of('settings').files[0]?.name ?? '';
  }

  async #save() {
    const target = this.#of('target').value;
    const [file] = needsNetwork(target) ? this.#of('settings').files : [];
    const wrong = needsNetwork(target) ? wrongWith(file) : null;
    if (wrong) {
      this.#tell(message(wrong), 'wait');
      return;
    }
    const made = this.#form.elements.password.value === 'made';
    this.#of('save').disabled = true;
    this.#tell(message(made ? 'asking_made' : 'asking_new'), 'wait');
    const settings = file ? await bytesOf(file).catch(() => null) : undefined;
    await (settings === null ? this.#tell(message('import_unreadable'), 'wait')
      : this.#export({ target, made, settings }));
    this.#of('save').disabled = false;
  }

  async #export(wish) {
    const reply = await browser.runtime.sendMessage({
      type: 'export', fingerprint: this.#fingerprint, ...wish,
    });
    if (reply.error) {
      this.#tell(reply.error === 'CANCELLED' ? message('elsewhere_cancelled')
        : errorText(reply.error, reply.message), 'wait');
      return;
    }
    const network = reply.network && ` ${message('elsewhere_saved_network', reply.network)}`;
    this.#tell(message('elsewhere_saved', reply.path) + network, 'good', reply.steps);
    await this.#done();
  }

  #tell(words, kind, steps = []) {
    const list = this.#outcome.querySelector('.steps');
    write(this.#outcome.querySelector('.words'), words);
    list.hidden = steps.length === 0;
    list.replaceChildren(...steps.map((text) => {
      const item = document.createElement('li');
      item.textContent = text;
      return item;
    }));
    this.#outcome.className = `outcome notice ${kind}`;
    this.#outcome.hidden = false;
  }
}

/** @param {function} done is called when a file was written */
export const openElsewhere = (place, fingerprint, done) => new Elsewhere(place, fingerprint, done);
