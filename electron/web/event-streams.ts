import type { ServerResponse } from "node:http";

/** The windows that listen to events. One that does not read what it is sent is dropped: it connects again by itself. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #most: number;
  readonly #mostUnreadBytes: number;

  constructor(most: number, mostUnreadBytes: number) {
    this.#most = most;
    this.#mostUnreadBytes = mostUnreadBytes;
  }

  get isFull(): boolean {
    return this.#open.size >= this.#most;
  }

  /** Sends events into a response whose headers are written, until either side ends it. */
  add(response: ServerResponse): void {
    response.write(": open\n\n");
    this.#open.add(response);
    response.on("close", () => this.#open.delete(response));
  }

  send(event: object): void {
    const line = `data: ${JSON.stringify(event)}\n\n`;
    for (const stream of this.#open) {
      if (stream.writableLength > this.#mostUnreadBytes) stream.destroy();
      else stream.write(line);
    }
  }

  end(): void {
    for (const stream of this.#open) stream.end();
  }
}
