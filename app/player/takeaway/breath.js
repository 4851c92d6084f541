/** Long work lets the page live: a message to oneself, since timers wait a second in hidden tabs. */

const PACE = 12; // ms of work between two breaths

const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();
let last = 0;

/** Resolves once the page has had its turn; at once if it had one just now. */
export async function breath() {
  if (performance.now() - last < PACE) return;
  await new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
  last = performance.now();
}
