// A node on loopback for one test file: anvil as published, on a port of its own choice.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const MILLISECONDS_MAX = 20_000;

/** ANVIL names another binary, for systems that the package is not made for. */
function binary() {
  if (process.env.ANVIL) return process.env.ANVIL;
  const found = path.join(path.dirname(createRequire(import.meta.url).resolve("@foundry-rs/anvil-linux-amd64/package.json")), "bin/anvil");
  if (!existsSync(found)) throw new Error(`there is no ${found}; run \`npm ci\` here, or set ANVIL`);
  return found;
}

/** Starts it; gives its address and a way to stop it. */
export function startAnvil(...more) {
  const child = spawn(binary(), ["--host", "127.0.0.1", "--port", "0", ...more], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("close", resolve);
      child.kill("SIGKILL");
    });
  return new Promise((resolve, reject) => {
    let said = "";
    const failed = (why) => stop().then(() => reject(new Error(`anvil ${why}: ${said}`)));
    const timer = setTimeout(failed, MILLISECONDS_MAX, "did not start in time");
    const read = (text) => {
      said += text;
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (!port) return;
      clearTimeout(timer);
      child.removeAllListeners("exit");
      child.stdout.removeListener("data", read).resume(); // it logs every call: read on, keep nothing
      resolve({ url: `http://127.0.0.1:${port}`, stop });
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("error", (error) => failed(error.message));
    child.on("exit", (code) => failed(`ended with ${code}`));
  });
}
