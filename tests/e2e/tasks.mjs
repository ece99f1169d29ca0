// How long the page does not answer.
import assert from "node:assert/strict";

/** Longest that the page may not answer, in milliseconds: what a person takes for at once. */
export const LONGEST_TASK = 100;

/**
 * The longest task of the page's own thread while `work` is done, in milliseconds. Its time on the processor, which is all of its
 * time where nothing else runs: how long it waits for a processor is not the page's doing.
 */
export async function longestTask(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["toplevel"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const place = ({ pid, tid }) => `${pid} ${tid}`;
  const threads = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(place);
  const tasks = traceEvents.filter((event) => event.name.endsWith("RunTask") && event.tdur && threads.includes(place(event)));
  assert.ok(tasks.length > 0, "tasks were traced");
  return Math.round(Math.max(...tasks.map(({ tdur }) => tdur / 1000)));
}
