// How long the page does not answer, as the browser observes it.

/** Longest that the page may not answer, in milliseconds: what a person takes for at once. */
export const LONGEST_TASK = 100;

/** Has the page note every task of its own that is long. */
export const note = (page) =>
  page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
  });

/** Forgets what was noted so far. */
export const forget = (page) => page.evaluate(() => void (globalThis.tasks.length = 0));

/** The longest that was noted. */
export const longest = (page) => page.evaluate(() => Math.max(0, ...globalThis.tasks));

/**
 * What a few rounds took at the longest, up to the first that is good enough: what else the machine does only ever adds to
 * the time, so the best of them is what the page itself takes.
 */
export async function rounds(round) {
  const taken = [];
  do taken.push(await round());
  while (taken.length < 5 && Math.min(...taken) > LONGEST_TASK);
  return taken;
}
