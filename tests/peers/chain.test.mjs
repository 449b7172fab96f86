// What happens to transactions after they are signed: turns, fees that are too low, reorganisations, rivals, nodes that differ, and a
// companion that is killed while it sends.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, beforeEach, describe, test } from "node:test";
import { Transaction } from "ethers";
import { startAnvil } from "./anvil.mjs";
import { Between, signal } from "./between.mjs";
import { Operator, bystander } from "./operator.mjs";
import { JUNK } from "./station.mjs";

const BOUNDED = { timeout: 90_000 };
const TO = "0x3535353535353535353535353535353535353535";
const pay = (wei) => ["--to", TO, "--value", wei];

let operator;
const held = () => operator.node.getBalance(TO);
const mined = () => operator.node.getTransactionCount(operator.address, "latest");


/** Each group has a chain and a journal of its own: what one leaves open is nobody else's gap. */
function ownChain() {
  before(async () => (operator = await Operator.begin()), BOUNDED);
  after(() => operator?.end());
}

describe("a nonce", { concurrency: false }, () => {
  ownChain();
  test("is given out once, also to requests that nobody has sent yet", BOUNDED, async () => {
    const next = await mined();
    const [first, second] = [await operator.prepares(pay(1)), await operator.prepares(pay(2))];
    const nonces = [first, second].map(({ signed_transaction }) => Transaction.from(signed_transaction).nonce);
    assert.deepEqual(nonces, [next, next + 1]);

    const early = await operator.desk.declined("broadcast", second.id, "--node", operator.anvil.url);
    assert.deepEqual([early.code, early.kind], [1, "nonce"]);
    assert.match(early.sentence, new RegExp(`nonce ${next}: request ${first.id}, signed`), "it names what comes first");

    await operator.sends(second, "--allow-gap");
    await operator.sends(first, "--wait");
    assert.equal((await operator.follows(second)).state, "mined");
  });

  test("that somebody else used is told with the transaction that used it", BOUNDED, async () => {
    const late = await operator.prepares(pay(3));
    const rival = await (await bystander(0, operator.node).sendTransaction({ to: TO, value: 4n })).wait();
    const before = await held();
    const refused = await operator.desk.declined("broadcast", late.id, "--node", operator.anvil.url);
    assert.deepEqual([refused.code, refused.kind], [1, "nonce"]);
    assert.match(refused.sentence, new RegExp(`was used by transaction ${rival.hash}`));
    assert.match(refused.sentence, /somebody else holds the key/);
    const gone = await operator.misses(late);
    assert.deepEqual([gone.code, gone.kind, gone.told.requests[0].state], [1, "nonce-taken", "nonce used by another"]);
    assert.equal(await held(), before);
  });
});

describe("a transaction that waits for a block", { concurrency: false }, () => {
  ownChain();
  beforeEach(() => operator.node.send("evm_setAutomine", [false]));

  /** One that was sent and is in no block. */
  async function waiting(wei) {
    const sent = await operator.prepares(pay(wei));
    await operator.sends(sent);
    const watched = await operator.misses(sent);
    assert.deepEqual([watched.code, watched.kind, watched.told.requests[0].state], [3, "node-timeout", "sent"]);
    return sent;
  }

  /** Signs and sends what takes the place of `old`, and mines. */
  async function replaced(old, how) {
    const asked = await operator.replaces(old.id, how);
    const newer = { ...asked, ...(await operator.signs(asked)) };
    const [was, is] = [old, newer].map(({ signed_transaction }) => Transaction.from(signed_transaction));
    assert.equal(is.nonce, was.nonce);
    for (const fee of ["maxFeePerGas", "maxPriorityFeePerGas"]) assert.ok(is[fee] * 8n >= was[fee] * 9n, `${fee} rises by an eighth: nodes want a tenth`);
    await operator.sends(newer);
    await operator.node.send("evm_mine", []);
    assert.equal((await operator.follows(newer)).state, "mined");
    const left = await operator.misses(old);
    assert.deepEqual([left.kind, left.told.requests[0].state], ["nonce-taken", "nonce used by another"]);
    return { was, is };
  }

  test("is made faster: the same call, once", BOUNDED, async () => {
    const before = await held();
    const { was, is } = await replaced(await waiting(50), "--faster");
    assert.deepEqual([is.to, is.value, is.data], [was.to, was.value, was.data]);
    assert.equal((await held()) - before, 50n);
  });

  test("is cancelled: its nonce is used for nothing", BOUNDED, async () => {
    const before = await held();
    const { is } = await replaced(await waiting(60), "--cancel");
    assert.deepEqual([is.to, is.value, is.data], [operator.address, 0n, "0x"]);
    assert.equal(await held(), before);
  });

  test("cannot be replaced before it was sent, nor after it was mined", BOUNDED, async () => {
    const unsent = await operator.prepares(pay(70));
    const early = await operator.desk.declined("replace", unsent.id, "--faster", "--node", operator.anvil.url);
    assert.deepEqual([early.code, early.kind], [1, "request-state"]);
    await operator.sends(unsent);
    await operator.node.send("evm_mine", []);
    const late = await operator.desk.declined("replace", unsent.id, "--cancel", "--node", operator.anvil.url);
    assert.deepEqual([late.code, late.kind], [1, "request-state"]);
  });
});

describe("a reorganisation", { concurrency: false }, () => {
  ownChain();
  test("is noticed, and what it undid can be sent again: executed once", BOUNDED, async () => {
    const { asked } = await operator.does(...pay(80));
    const before = await held();
    await operator.node.send("anvil_reorg", [1, []]);
    assert.equal(before - (await held()), 80n, "the block is gone, and its payment with it");
    const { told } = await operator.misses(asked);
    const [standing] = told.requests;
    assert.deepEqual([standing.block, standing.state, standing.is_dropped], [null, "sent", true]);
    const { entries } = await operator.desk.json("journal", "show", asked.id);
    assert.match(JSON.stringify(entries), /reorgani[sz]ed/i, "and it is written down");
    const again = await operator.sends(asked, "--wait");
    assert.equal(again.receipt.status, true);
    assert.equal(await held(), before);
  });

  test("that moved it to another block is told with both", BOUNDED, async () => {
    const { asked, sent } = await operator.does(...pay(90));
    await operator.node.send("anvil_reorg", [1, [[asked.signed_transaction, 0]]]);
    const standing = await operator.follows(asked);
    assert.equal(standing.state, "mined");
    assert.notEqual(standing.block.hash, sent.block.hash);
    assert.match(standing.notes.join("\n"), /reorganised/);
  });
});

describe("two nodes", { concurrency: false }, () => {
  ownChain();
  let between;
  before(async () => (between = await Between.open(operator.anvil.url)), BOUNDED);
  after(() => between?.close());

  const both = (second) => ["--node", operator.anvil.url, "--node", second];

  test("that agree are both handed the transaction", BOUNDED, async () => {
    const signed = await operator.prepares(pay(100));
    const sent = await operator.desk.json("broadcast", signed.id, ...both(between.url), "--wait");
    assert.deepEqual(sent.nodes.map(({ node }) => node), [operator.anvil.url, between.url]);
    assert.equal(sent.receipt.status, true);
  });

  test("that tell different nonces are named, each with its word, and nothing is built on either", BOUNDED, async () => {
    between.on("eth_getTransactionCount", async (_, [{ id }]) => JSON.stringify({ jsonrpc: "2.0", id, result: "0x99" }));
    try {
      const refused = await operator.desk.declined("request", "tx", ...pay(1), "--key", "Admin", ...both(between.url));
      assert.deepEqual([refused.code, refused.kind], [3, "node-differ"], refused.sentence);
      for (const { url } of [operator.anvil, between]) assert.ok(refused.sentence.includes(new URL(url).host), refused.sentence);
    } finally {
      between.on("eth_getTransactionCount", undefined);
    }
  });

  test("of which one invents a receipt are not believed", BOUNDED, async () => {
    const signed = await operator.prepares(pay(110));
    await operator.node.send("evm_setAutomine", [false]);
    await operator.sends(signed);
    between.on("eth_getTransactionReceipt", async (forward, [{ id }]) => {
      await forward();
      const block = await operator.node.getBlock("latest");
      const receipt = {
        transactionHash: signed.transaction_hash, transactionIndex: "0x0", blockHash: block.hash, blockNumber: `0x${block.number.toString(16)}`,
        from: operator.address, to: TO, contractAddress: null, status: "0x1", type: "0x2", gasUsed: "0x5208", cumulativeGasUsed: "0x5208",
        effectiveGasPrice: "0x3b9aca00", logs: [], logsBloom: `0x${"00".repeat(256)}`,
      };
      return JSON.stringify({ jsonrpc: "2.0", id, result: receipt });
    });
    try {
      const watched = await operator.desk.declined("follow", signed.id, "--until", "mined", "--timeout", 1, ...both(between.url));
      assert.notEqual(watched.told.requests[0].state, "mined");
    } finally {
      between.on("eth_getTransactionReceipt", undefined);
      await operator.node.send("evm_setAutomine", [true]);
      await operator.node.send("evm_mine", []);
    }
    assert.equal((await operator.follows(signed)).state, "mined");
  });

  test("on different chains are refused", BOUNDED, async () => {
    const third = await startAnvil("--chain-id", "5", "--mnemonic", JUNK);
    try {
      const refused = await operator.desk.declined("request", "tx", ...pay(1), "--key", "Admin", ...both(third.url));
      assert.equal(refused.code, 3, refused.message);
      assert.ok(refused.sentence.includes(new URL(third.url).host), refused.sentence);
    } finally {
      await third.stop();
    }
  });
});

describe("a companion that is killed while it sends", { concurrency: false }, () => {
  ownChain();
  let between;
  before(async () => (between = await Between.open(operator.anvil.url)), BOUNDED);
  after(() => between?.close());

  /** Kills `broadcast` with its transaction at `moment` of the node's taking it, then runs it again. */
  async function killed(moment) {
    const signed = await operator.prepares(pay(1_000));
    const [before, nonce] = [await held(), await mined()];
    const reached = signal();
    between.on("eth_sendRawTransaction", async (forward) => {
      if (moment === "after") await forward();
      reached.fire();
      return new Promise(() => {}); // no answer ever
    });
    const child = operator.desk.start(["broadcast", signed.id, "--node", between.url, "--json"]);
    const ended = once(child, "exit");
    await Promise.race([reached.fired, ended]);
    child.kill("SIGKILL");
    assert.equal((await ended)[1], "SIGKILL");
    between.on("eth_sendRawTransaction", undefined);

    const sends = between.counts.eth_sendRawTransaction;
    const again = await operator.desk.json("broadcast", signed.id, "--node", between.url, "--wait");
    assert.equal(again.transaction_hash, signed.transaction_hash);
    assert.equal(again.receipt.status, true);
    assert.equal((await held()) - before, 1_000n, "paid once");
    assert.equal(await mined(), nonce + 1, "one transaction");
    const third = await operator.desk.json("broadcast", signed.id, "--node", between.url).catch((error) => error);
    assert.ok(third.sent === false || third.kind === "request-state", "once more sends nothing");
    assert.equal(await mined(), nonce + 1);
    return { again, resent: between.counts.eth_sendRawTransaction - sends };
  }

  test("before the node had it sends it when it is run again", BOUNDED, async () => {
    assert.deepEqual((({ again, resent }) => [again.sent, resent])(await killed("before")), [true, 1]);
  });

  test("after the node had it finds it there", BOUNDED, async () => {
    assert.deepEqual((({ again, resent }) => [again.sent, resent])(await killed("after")), [false, 0]);
  });

  test("leaves a journal that is whole, and lists what was left open", BOUNDED, async () => {
    const told = await operator.desk.json("journal", "verify");
    assert.ok(told, JSON.stringify(told));
  });
});
