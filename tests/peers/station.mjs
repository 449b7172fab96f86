// The station as its peers meet it: parts of animated codes go in, parts come out. Everything is read and written with the
// packages of the peers, so that no code of ours stands on both ends.
//
// Built by `cargo build --release -p e2e --bins`; STATION_DRIVER names another binary.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import bcUr from "@ngraveio/bc-ur";
import { program } from "./programs.mjs";

const { UR, URDecoder, UREncoder } = bcUr;
const driver = program("station-driver", "e2e --bins");

/** What MetaMask and Rabby put into one code. */
const FRAGMENT = 200;
const SECONDS_MAX = 60;

/** Public test words; the driver takes no others. */
export const JUNK = "test test test test test test test test test test test junk";

/** What the station said when it refused. */
export class Refused extends Error {
  constructor({ kind, message }) {
    super(`${kind}: ${message}`);
    this.kind = kind;
  }
}

/** A station that holds `mnemonic` until `close`. */
export class Station {
  #folder = mkdtempSync(path.join(os.tmpdir(), "coldframe-peers-"));
  #keys;

  constructor(mnemonic = JUNK) {
    const words = path.join(this.#folder, "words.txt");
    writeFileSync(words, mnemonic);
    this.#keys = ["--mnemonic-file", words];
  }

  close() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The key card as a wallet's scanner hands it on: `{ type, cbor }`, in hex. */
  async keyCard(style, more = []) {
    return joined(await this.keyCardParts(style, more));
  }

  /** The key card as its codes. */
  async keyCardParts(style, more = []) {
    const printed = await run(["export", ...this.#keys, "--style", style, ...more]);
    return printed.trim().split("\n");
  }

  /** Shows the parts of a request as they are; gives the answer's parts, and what the station computed and said. */
  async signs(parts, more = []) {
    return JSON.parse(await run(["answer", ...this.#keys, ...more], parts.join("\n")));
  }

  /** Shows a request `{ type, cbor }` as parts, part `first` first; gives the answer the same way. */
  async answer({ type, cbor }, { first = 1, more = [] } = {}) {
    const { answer, digest, review } = await this.signs(cut(type, cbor, first), more);
    return { ...joined(answer), digest, review };
  }
}

/** A message cut as the peers cut it. From a late `first` part on there are mixed parts only. */
function cut(type, cbor, first) {
  const message = Buffer.from(cbor, "hex");
  const encoder = new UREncoder(new UR(message, type), FRAGMENT, first - 1);
  const single = encoder.fragmentsLength === 1;
  // Twice as many as there are fragments: enough for any decoder when the first ones were missed.
  const count = single ? 1 : first === 1 ? encoder.fragmentsLength : 2 * encoder.fragmentsLength + 8;
  return Array.from({ length: count }, () => encoder.nextPart().toUpperCase());
}

function joined(texts) {
  const decoder = new URDecoder();
  for (const text of texts) decoder.receivePart(text);
  if (!decoder.isSuccess()) {
    throw new Error(`the peers' decoder cannot join what the station shows: ${decoder.resultError()}`);
  }
  const { type, cbor } = decoder.resultUR();
  return { type, cbor: cbor.toString("hex") };
}

function run(args, input = "") {
  return new Promise((resolve, reject) => {
    const child = spawn(driver, args, { timeout: SECONDS_MAX * 1000, stdio: ["pipe", "pipe", "pipe"] });
    let out = "", err = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
    child.stdin.on("error", () => {}); // it may refuse before it has read all
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(out);
      if (code === 1) return reject(new Refused(JSON.parse(out).refused));
      reject(new Error(`station-driver ended with ${code ?? signal}: ${err}`));
    });
    child.stdin.end(input);
  });
}
