// SPDX-License-Identifier: MPL-2.0
// The windows in which the host asks the person: who is told of each, and how a page closes one.
import { cancel } from './message.js';

/* The channels that may have a window open, by the id of what it asks for. */
const asking = new Map();

/**
 * @param {function} idOf resolves to the id by which a window of this port is closed
 * @param {function} tell is called with that id, and with what the window asks for, before it opens
 */
export function onWindows(channel, idOf, tell) {
  channel.onAsking = async (what) => {
    const id = await idOf();
    asking.set(id, channel);
    await tell(id, what);
  };
}

/** The request has ended. */
export const noWindows = (id) => asking.delete(id);

/** The person cancels; the host's reply says what happened. */
export async function onCancel({ id }) {
  asking.get(id)?.send(cancel());
}
