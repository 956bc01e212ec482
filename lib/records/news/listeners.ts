import type { Log } from '#lib/ports/log';

/** Listeners; a failing one does not stop the others. */
export class Listeners<News> {
  #all = new Set<(news: News) => void>();

  add(listener: (news: News) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  notify(news: News, log: Log): void {
    for (const listener of this.#all) {
      try {
        listener(news);
      } catch (err) {
        log.error({ err }, 'a listener of the news failed');
      }
    }
  }
}
