// The companion as a script meets it: the `coldframe` command, in a folder and with a journal of its own.
//
// Built by `cargo build --release -p coldframe-companion`; COLDFRAME names another binary.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { program } from "./programs.mjs";

const coldframe = program("coldframe", "coldframe-companion");

const MILLISECONDS_MAX = 60_000;

/** What the companion said when it did not do what it was asked. */
export class Declined extends Error {
  constructor(code, told) {
    const { kind, message } = told.refused;
    super(`exit ${code}, ${kind}: ${message}`);
    Object.assign(this, { code, kind, sentence: message, told });
  }
}

/** A person's desk: files, and the journal that every command here writes. */
export class Desk {
  folder = mkdtempSync(path.join(os.tmpdir(), "coldframe-desk-"));

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  names() {
    return readdirSync(this.folder).filter((name) => !name.startsWith("journal")).sort();
  }

  put(name, content) {
    writeFileSync(path.join(this.folder, name), content);
    return name;
  }

  read(name) {
    return readFileSync(path.join(this.folder, name));
  }

  lines(name) {
    return this.read(name).toString().trim().split("\n");
  }

  /** Starts a command; for those that are to be killed. */
  start(args) {
    const env = { ...process.env, COLDFRAME_JOURNAL: path.join(this.folder, "journal.sqlite"), NO_COLOR: "1" };
    return spawn(coldframe, args, { cwd: this.folder, env, timeout: MILLISECONDS_MAX, stdio: ["pipe", "pipe", "pipe"] });
  }

  /** Runs a command to its end: `{ code, out, err }`. */
  run(args, input = "") {
    return new Promise((resolve, reject) => {
      const child = this.start(args);
      let out = "", err = "";
      child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
      child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
      child.stdin.on("error", () => {}); // it may refuse before it has read all
      child.on("error", reject);
      child.on("close", (code, signal) => {
        if (code === null) reject(new Error(`coldframe ${args.join(" ")} ended by ${signal}: ${err}`));
        else resolve({ code, out, err });
      });
      child.stdin.end(input);
    });
  }

  /** What a command says with --json; throws `Declined` where it says no. */
  async json(...args) {
    const { code, out, err } = await this.run(["--json", ...args.map(String)]);
    let told;
    try {
      told = JSON.parse(out); // exactly one object, or this throws
    } catch {
      throw new Error(`coldframe ${args.join(" ")} ended with ${code} and printed no one JSON object: ${out}\n${err}`);
    }
    if (code === 0) return told;
    if (!told.refused) throw new Error(`coldframe ${args.join(" ")} ended with ${code} and no reason: ${out}\n${err}`);
    throw new Declined(code, told);
  }

  /** The refusal that a command must end in. */
  async declined(...args) {
    const told = await this.json(...args).catch((error) => error);
    if (told instanceof Declined) return told;
    if (told instanceof Error) throw told;
    throw new Error(`coldframe ${args.join(" ")} did what it must refuse: ${JSON.stringify(told)}`);
  }
}
