// SPDX-License-Identifier: MPL-2.0
// How requests end: only that tells whether a response without a length is whole.
const waiting = new Map();

/** Resolves to what broke the response off, or to undefined. */
export const endOf = (requestId) => new Promise((resolve) => waiting.set(requestId, resolve));

/** As that; but a browser that says nothing must not hold up what has arrived. */
export async function inTime(end, milliseconds) {
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    return await Promise.race([end, patience]);
  } finally {
    clearTimeout(timer);
  }
}

export function onEnd({ requestId, error }) {
  waiting.get(requestId)?.(error);
  waiting.delete(requestId);
}
