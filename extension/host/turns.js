// SPDX-License-Identifier: MPL-2.0
// Limits how many hosts run at a time. What the person waits for goes first, and nothing waits
// forever.
import { Failure } from './failure.js';

const MOST = 2; // hosts
const MOST_BACKGROUND = 1; // of these, so that one is left for the person
export const PATIENCE = 60000; // milliseconds

/* Those that run, and those that wait, in the order in which they came. */
const running = [];
let waiting = [];

const isFree = ({ background }) => running.length < MOST
  && !(background && running.filter((one) => one.background).length >= MOST_BACKGROUND);

function goOn() {
  const next = waiting.find((one) => !one.background && isFree(one)) ?? waiting.find(isFree);
  if (next) {
    waiting = waiting.filter((one) => one !== next);
    running.push(next);
    next.begin();
    goOn();
  }
}

/** Resolves, when a host may start, to a function that ends this turn. Rejects with BUSY after too long a wait. */
export function takeTurn(background, patience = PATIENCE) {
  return new Promise((resolve, reject) => {
    const one = { background };
    const timer = setTimeout(() => {
      waiting = waiting.filter((other) => other !== one);
      reject(new Failure('BUSY', { message: 'other hosts are at work' }));
    }, patience);
    one.begin = () => {
      clearTimeout(timer);
      resolve(() => {
        running.splice(running.indexOf(one), 1);
        goOn();
      });
    };
    waiting.push(one);
    goOn();
  });
}
