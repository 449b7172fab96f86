// Where our own programs lie, as cargo leaves them.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const release = path.join(path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "release");

/** The program `name` of `package`; the environment variable of its name (STATION_DRIVER) names another file. */
export function program(name, from) {
  const variable = name.toUpperCase().replaceAll("-", "_");
  const found = process.env[variable] ?? path.join(release, name);
  if (!existsSync(found)) throw new Error(`there is no ${found}; run \`cargo build --release -p ${from}\`, or set ${variable}`);
  return found;
}
