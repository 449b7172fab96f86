// The rehearsal on anvil instead of the embedded chain: the companion's node client against a node that is not ours.
//
// Built by `cargo build --release -p e2e --bins`; REHEARSE names another binary.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { Contract, JsonRpcProvider } from "ethers";
import { startAnvil } from "./anvil.mjs";
import { program } from "./programs.mjs";
import { JUNK } from "./station.mjs";

const rehearse = program("rehearse", "e2e --bins");
const CHAIN = 31_337;

test("the rehearsal hands the contract over on anvil, and anvil says so itself", { timeout: 120_000 }, async () => {
  const anvil = await startAnvil("--chain-id", String(CHAIN), "--mnemonic", JUNK);
  const node = new JsonRpcProvider(anvil.url, CHAIN, { staticNetwork: true });
  try {
    const { stdout } = await promisify(execFile)(rehearse, ["--node", anvil.url, "--json"]);
    const report = JSON.parse(stdout);
    const contract = new Contract(report.contract, ["function owner() view returns (address)"], node);
    assert.equal(await contract.owner(), report.new_owner);
    assert.notEqual(report.new_owner, report.old_owner);
    assert.equal((await node.getTransactionReceipt(report.transaction)).blockNumber, report.block);
  } finally {
    node.destroy();
    await anvil.stop();
  }
});
