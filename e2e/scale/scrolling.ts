import type { Page } from '@playwright/test';
import { percentilesOf } from './percentiles';

export interface Scrolling {
  /** Frames drawn in all the time, by its seconds. */
  fps: number;
  /** From the interval that 95 of 100 frames kept. */
  p5Fps: number;
  /** Of the frames, those that came within 20 ms of the one before: 50 a second. */
  within20Ms: number;
  longestMs: number;
  /** How far it went, px. */
  scrolled: number;
}

/**
 * Turns the wheel for so long, at the pace of a hand that hurries, and measures the distances between animation frames.
 */
export async function scroll(page: Page, seconds: number): Promise<Scrolling> {
  await page.mouse.move(720, 500);
  // As text: what compiles this file would call functions of its own in it, which the page does not have.
  await page.evaluate(`(() => {
    window.frameTimes = [];
    const next = (at) => { window.frameTimes.push(at); requestAnimationFrame(next); };
    requestAnimationFrame(next);
  })()`);
  const from = await page.evaluate(() => ({ at: performance.now(), y: scrollY }));
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const turned = performance.now();
    await page.mouse.wheel(0, 240);
    const rest = 33 - (performance.now() - turned);
    if (rest > 0) await page.waitForTimeout(rest);
  }
  const { frames, y } = await page.evaluate(() => ({
    frames: (window as unknown as { frameTimes: number[] }).frameTimes,
    y: scrollY,
  }));
  const during = frames.filter((at) => at >= from.at);
  const distances = during.slice(1).map((at, index) => at - (during[index] as number));
  const { p95, max } = percentilesOf(distances);
  const total = distances.reduce((sum, distance) => sum + distance, 0);
  return {
    fps: (distances.length / total) * 1000,
    p5Fps: 1000 / p95,
    within20Ms: distances.filter((distance) => distance < 20).length / distances.length,
    longestMs: max,
    scrolled: y - from.y,
  };
}
