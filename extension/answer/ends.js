// SPDX-License-Identifier: MPL-2.0
// How requests end. Without a Content-Length, only this tells whether a response is complete.
const waiting = new Map();

/** Resolves to what broke the response off, or to undefined. */
export const endOf = (requestId) => new Promise((resolve) => waiting.set(requestId, resolve));

/** The same with a time limit, in case the browser does not tell. */
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
