// Stands between the companion and a node, and does to chosen questions what bad lines do.
import { createServer } from "node:http";
import { once } from "node:events";

export class Between {
  /** How often each method was asked. */
  counts = {};
  #rules = {};

  /** On a port of its own, in front of the node at `url`. */
  static async open(url) {
    const between = new Between();
    between.server = createServer((asked, answer) => between.#pass(url, asked, answer).catch(() => answer.destroy()));
    between.server.listen(0, "127.0.0.1");
    await once(between.server, "listening");
    between.url = `http://127.0.0.1:${between.server.address().port}`;
    return between;
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  /** What happens to questions after `method`: `rule(forward)` gives the node's answer, another one, or never any. */
  on(method, rule) {
    this.#rules[method] = rule;
  }

  async #pass(url, asked, answer) {
    const chunks = [];
    for await (const chunk of asked) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const questions = [JSON.parse(body)].flat();
    const forward = async () => (await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })).text();
    let rule = (forward) => forward();
    for (const { method } of questions) {
      this.counts[method] = (this.counts[method] ?? 0) + 1;
      rule = this.#rules[method] ?? rule;
    }
    const text = await rule(forward, questions);
    answer.setHeader("content-type", "application/json").end(text);
  }
}

/** A promise and what fulfils it. */
export function signal() {
  let fire;
  const fired = new Promise((resolve) => (fire = resolve));
  return { fire, fired };
}
