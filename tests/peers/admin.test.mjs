// Every administrative power of OpenZeppelin 5, used by our two programs on anvil: asked for, signed, sent, and read back by ethers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Interface, ZeroHash, getAddress, id } from "ethers";
import { artifactFile, deploy } from "./contracts.mjs";
import { Operator, bystander } from "./operator.mjs";

const BOUNDED = { timeout: 90_000 };
const PAUSER = id("PAUSER_ROLE");
/** EIP-1967: where a proxy keeps its logic and its admin. */
const SLOT = {
  logic: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  admin: "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
};
const STRANGER = bystander(3).address;
const HEIR = bystander(1).address;

describe("administration on anvil", { concurrency: false }, () => {
  let operator, deployer, coin;

  before(async () => {
    operator = await Operator.begin();
    deployer = bystander(9, operator.node);
    coin = await deploy(deployer, "Coin", operator.address, "Coin", 1_000n);
    await operator.knows("Coin", coin.target, "Coin");
  }, BOUNDED);
  after(() => operator?.end());

  /** The address in a slot of EIP-1967. */
  const slot = async (proxy, at) => getAddress(`0x${(await operator.node.getStorage(proxy, SLOT[at])).slice(26)}`);
  /** Words of a call to what the book calls `contract`. */
  const call = (contract, method, ...args) => ["--contract", contract, "--function", method, ...args];
  /** The refusal of a call by another of the station's keys. */
  const heard = async (words, index = 0) => {
    const refused = await operator.hears(words, { index });
    assert.equal(refused.code, 1, refused.message);
    return refused.sentence;
  };

  test("a role is given, used to pause and to go on, and taken away", BOUNDED, async () => {
    await operator.does(...call("Coin", "grantRole", PAUSER, operator.address));
    assert.ok(await coin.hasRole(PAUSER, operator.address));
    await operator.does(...call("Coin", "pause"));
    assert.ok(await coin.paused());
    await operator.does(...call("Coin", "unpause"));
    assert.ok(!(await coin.paused()));
    await operator.does(...call("Coin", "revokeRole", PAUSER, operator.address));
    assert.ok(!(await coin.hasRole(PAUSER, operator.address)));
  });

  test("what a contract refuses is told by the name of its error, before anybody signs", BOUNDED, async () => {
    const named = async (words, name, index) => assert.match(await heard(words, index), name);
    await named(call("Coin", "mint", STRANGER, 1), /OwnableUnauthorizedAccount/, 3);
    await named(call("Coin", "pause"), /AccessControlUnauthorizedAccount/, 3);
    await operator.does(...call("Coin", "grantRole", PAUSER, operator.address));
    await operator.does(...call("Coin", "pause"));
    await named(call("Coin", "transfer", STRANGER, 1), /EnforcedPause/);
    await operator.does(...call("Coin", "unpause"));
    await named(call("Coin", "unpause"), /ExpectedPause/);
  });

  test("a contract is created from its artifact, with what its constructor is told", BOUNDED, async () => {
    const { asked, receipt } = await operator.does("--deploy", artifactFile("Coin"), operator.address, "New coin", "1.5 ether");
    assert.equal(asked.draft.creates, receipt.contractAddress, "foretold by signer and nonce");
    const made = coin.attach(receipt.contractAddress);
    assert.deepEqual([await made.owner(), await made.name(), await made.totalSupply()], [operator.address, "New coin", 15n * 10n ** 17n]);
  });

  test("ownership changes hands in two steps", BOUNDED, async () => {
    const other = await deploy(deployer, "Coin", HEIR, "Other", 0);
    await operator.knows("Other", other.target, "Coin");
    await (await other.connect(bystander(1, operator.node)).transferOwnership(operator.address)).wait();
    await operator.does(...call("Other", "acceptOwnership"));
    assert.equal(await other.owner(), operator.address);
    await operator.does(...call("Other", "transferOwnership", HEIR));
    assert.deepEqual([await other.owner(), await other.pendingOwner()], [operator.address, HEIR]);
    await (await other.connect(bystander(1, operator.node)).acceptOwnership()).wait();
    assert.equal(await other.owner(), HEIR);
  });

  test("a UUPS proxy is upgraded and migrated in one transaction", BOUNDED, async () => {
    const [one, two] = [await deploy(deployer, "VaultV1"), await deploy(deployer, "VaultV2")];
    const proxy = await deploy(deployer, "ERC1967Proxy", one.target, one.interface.encodeFunctionData("initialize", [operator.address, 50]));
    const vault = two.attach(proxy.target);
    await operator.knows("Vault", proxy.target, "VaultV1");
    assert.equal(await vault.version(), 1n);
    await operator.does(...call("Vault", "upgradeToAndCall", two.target, two.interface.encodeFunctionData("migrate", [7])));
    assert.equal(await slot(proxy.target, "logic"), two.target);
    assert.deepEqual([await vault.version(), await vault.fee(), await vault.limit()], [2n, 7n, 50n]);
    const notUups = await deploy(deployer, "LogicA");
    assert.match(await heard(call("Vault", "upgradeToAndCall", notUups.target, "0x")), /ERC1967InvalidImplementation/);
  });

  test("a transparent proxy is upgraded through its ProxyAdmin", BOUNDED, async () => {
    const [a, b] = [await deploy(deployer, "LogicA"), await deploy(deployer, "LogicB")];
    const proxy = await deploy(deployer, "TransparentUpgradeableProxy", a.target, operator.address, a.interface.encodeFunctionData("letter"));
    const admin = await slot(proxy.target, "admin");
    await operator.knows("Proxy admin", admin, "ProxyAdmin");
    assert.equal(await a.attach(proxy.target).letter(), "A");
    await operator.does(...call("Proxy admin", "upgradeAndCall", proxy.target, b.target, "0x"));
    assert.equal(await a.attach(proxy.target).letter(), "B");
    assert.match(await heard(call("Proxy admin", "transferOwnership", HEIR), 3), /OwnableUnauthorizedAccount/);
  });

  test("an AccessManager opens a function to a role, and the role uses it", BOUNDED, async () => {
    const manager = await deploy(deployer, "AccessManager", operator.address);
    const dial = await deploy(deployer, "Dial", manager.target);
    const { selector } = dial.interface.getFunction("turn");
    await operator.knows("Manager", manager.target, "AccessManager");
    await operator.knows("Dial", dial.target, "Dial");
    await operator.does(...call("Manager", "setTargetFunctionRole", dial.target, `[${selector}]`, 7));
    assert.match(await heard(call("Dial", "turn", 42)), /AccessManagedUnauthorized/);
    await operator.does(...call("Manager", "grantRole", 7, operator.address, 0));
    const { asked, sent } = await operator.does(...call("Dial", "turn", 42));
    assert.equal(await dial.value(), 42n);
    const [event] = asked.draft.simulation.effects.filter(({ kind }) => kind === "event");
    assert.match(event.words, /Turned/, "the trial run names the event by the ABI of the book");
    assert.match(sent.events.join(), /Turned/, "and so does the receipt");
  });

  test("a timelock is given a call, waits, and executes it", BOUNDED, async () => {
    const timelock = await deploy(deployer, "TimelockController", 3_600, [operator.address], [operator.address], operator.address);
    const held = await deploy(deployer, "Coin", timelock.target, "Held", 0);
    const mint = held.interface.encodeFunctionData("mint", [STRANGER, 5]);
    await operator.knows("Timelock", timelock.target, "TimelockController");
    const operation = [held.target, 0, mint, ZeroHash, id("salt")];
    await operator.does(...call("Timelock", "schedule", ...operation, 3_600));
    const key = await timelock.hashOperation(...operation);
    assert.ok(await timelock.isOperationPending(key));
    assert.match(await heard(call("Timelock", "execute", ...operation)), /TimelockUnexpectedOperationState/);
    await operator.node.send("evm_increaseTime", [3_601]);
    await operator.node.send("evm_mine", []);
    await operator.does(...call("Timelock", "execute", ...operation));
    assert.ok(await timelock.isOperationDone(key));
    assert.equal(await held.balanceOf(STRANGER), 5n);
  });
});
