// OpenZeppelin's contracts and our small heirs of them, compiled once by the compiler from npm.
//
// What it makes lies among the installed packages, so that `npm ci` clears it away.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ContractFactory } from "ethers";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const SOURCE = "contracts/Admin.sol";
const WANTED = [
  "Coin", "VaultV1", "VaultV2", "LogicA", "LogicB", "Dial",
  "AccessManager", "TimelockController", "ERC1967Proxy", "TransparentUpgradeableProxy", "ProxyAdmin",
];
/** The EVM version is pinned: another default of the compiler's would be other code. */
const SETTINGS = {
  evmVersion: "cancun",
  optimizer: { enabled: true, runs: 200 },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};

let folder;

/** The folder with one artifact a contract, in Hardhat's form. */
export function artifacts() {
  if (folder) return folder;
  const content = readFileSync(path.join(here, SOURCE), "utf8");
  const versions = ["solc", "@openzeppelin/contracts", "@openzeppelin/contracts-upgradeable"].map((name) => require(`${name}/package.json`).version);
  const stamp = createHash("sha256").update(JSON.stringify({ content, versions, SETTINGS, WANTED })).digest("hex").slice(0, 16);
  const caches = path.join(here, "node_modules/.cache");
  const made = path.join(caches, `contracts-${stamp}`);
  if (!existsSync(made)) {
    mkdirSync(caches, { recursive: true });
    const half = mkdtempSync(path.join(caches, "half-"));
    compile(content, half);
    try {
      renameSync(half, made);
    } catch (error) {
      if (!existsSync(made)) throw error; // another test file was quicker
      rmSync(half, { recursive: true });
    }
  }
  return (folder = made);
}

function compile(content, into) {
  const input = { language: "Solidity", sources: { [SOURCE]: { content } }, settings: SETTINGS };
  const found = (name) => {
    try {
      return { contents: readFileSync(require.resolve(name), "utf8") };
    } catch {
      return { error: `there is no ${name}; run \`npm ci\`` };
    }
  };
  const { contracts, errors = [] } = JSON.parse(require("solc").compile(JSON.stringify(input), { import: found }));
  const fatal = errors.filter(({ severity }) => severity === "error");
  if (fatal.length) throw new Error(fatal.map(({ formattedMessage }) => formattedMessage).join("\n"));
  for (const [sourceName, inside] of Object.entries(contracts)) {
    for (const [contractName, { abi, evm }] of Object.entries(inside)) {
      if (!WANTED.includes(contractName)) continue;
      const artifact = { _format: "hh-sol-artifact-1", contractName, sourceName, abi, bytecode: `0x${evm.bytecode.object}`, linkReferences: {} };
      writeFileSync(path.join(into, `${contractName}.json`), JSON.stringify(artifact));
    }
  }
}

/** Where the artifact of `name` lies. */
export function artifactFile(name) {
  return path.join(artifacts(), `${name}.json`);
}

/** Deploys `name` by a signer of ethers, for what stands there before a test begins. */
export async function deploy(signer, name, ...constructor) {
  const { abi, bytecode } = JSON.parse(readFileSync(artifactFile(name)));
  const contract = await new ContractFactory(abi, bytecode, signer).deploy(...constructor);
  await contract.waitForDeployment();
  return contract;
}
