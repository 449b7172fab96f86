// Each type of transaction that a node takes: asked for as a wallet would, signed by the station, broadcast, and its effect
// read back from the chain.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import registry from "@keystonehq/bc-ur-registry-eth";
import { HDNodeWallet, JsonRpcProvider, Transaction, concat, encodeRlp, decodeRlp, getBytes, hexlify, keccak256, sha256, toBeHex, zeroPadValue } from "ethers";
import { startAnvil } from "./anvil.mjs";
import { JUNK, Station } from "./station.mjs";

/** No test waits longer; Node has no such default. */
const BOUNDED = { timeout: 120_000 };
const CHAIN = 31_337;
const PATH = "m/44'/60'/0'/0/0";
const FINGERPRINT = "16a93ed0"; // of `test … junk`
const operator = HDNodeWallet.fromPhrase(JUNK, undefined, PATH).address;
const other = HDNodeWallet.fromPhrase(JUNK, undefined, "m/44'/60'/0'/0/1");
const STRANGER = "0x3535353535353535353535353535353535353535";
const fees = { maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n };

/** Runtime: PUSH0 CALLDATALOAD PUSH0 SSTORE STOP — keeps the first word of its input. Before it: what deploys it. */
const KEEPER = "0x5f355f5500";
const DEPLOY_KEEPER = "0x645f355f55005f526005601bf3";
const WORD = "0x" + "c01d".repeat(16);

let anvil, node, station, keeper;

/** Raw bytes of `fields`, signed by the station's code. */
async function signed(fields, more = []) {
  const unsigned = Transaction.from({ chainId: CHAIN, ...fields });
  const request = registry.EthSignRequest.constructETHRequest(
    Buffer.from(getBytes(unsigned.unsignedSerialized)),
    unsigned.type === 0 ? registry.DataType.transaction : registry.DataType.typedTransaction,
    PATH, FINGERPRINT, randomUUID(), Number(unsigned.chainId), operator,
  ).toUR();
  const answer = await station.answer({ type: request.type, cbor: request.cbor.toString("hex") }, { more });
  assert.equal(answer.type, "eth-signature");
  assert.equal(answer.digest, unsigned.unsignedHash, "the station signed the digest that ethers computes");
  const signature = registry.ETHSignature.fromCBOR(Buffer.from(answer.cbor, "hex")).getSignature();
  const v = BigInt(hexlify(signature.subarray(64)));
  unsigned.signature = {
    r: hexlify(signature.subarray(0, 32)),
    s: hexlify(signature.subarray(32, 64)),
    v: unsigned.type === 0 ? v : 27n + v,
  };
  assert.equal(unsigned.from, operator);
  return unsigned;
}

async function mined(raw) {
  const hash = await node.send("eth_sendRawTransaction", [raw]);
  let receipt = null;
  for (let tries = 0; !receipt; tries++) {
    assert.ok(tries < 1_200, "the node does not mine what it took");
    receipt = await node.getTransactionReceipt(hash);
    if (!receipt) await setTimeout(50);
  }
  assert.equal(receipt.status, 1, "the node executed it");
  assert.equal(receipt.from, operator, "the node recovers the operator");
  return receipt;
}

const nonce = () => node.getTransactionCount(operator);

describe("anvil takes what the station signs", { concurrency: false }, () => {
  before(async () => {
    station = new Station();
    anvil = await startAnvil("--chain-id", String(CHAIN), "--mnemonic", JUNK);
    node = new JsonRpcProvider(anvil.url, CHAIN, { staticNetwork: true, pollingInterval: 20, cacheTimeout: -1 });
    const fields = { type: 2, nonce: await nonce(), ...fees, gasLimit: 200_000, data: DEPLOY_KEEPER };
    const receipt = await mined((await signed(fields)).serialized);
    keeper = receipt.contractAddress;
    assert.equal(await node.getCode(keeper), KEEPER, "EIP-1559: the contract is there");
  });
  after(async () => {
    node?.destroy();
    station?.close();
    await anvil?.stop();
  });

  test("a legacy transfer arrives, and arrives once", BOUNDED, async () => {
    const gasPrice = 5_000_000_000n;
    const held = await node.getBalance(STRANGER);
    const { serialized } = await signed({ type: 0, nonce: await nonce(), gasPrice, gasLimit: 21_000, to: STRANGER, value: 10n ** 18n });
    await mined(serialized);
    assert.equal((await node.getBalance(STRANGER)) - held, 10n ** 18n);
    await assert.rejects(node.send("eth_sendRawTransaction", [serialized]), /nonce too low|already (imported|known)/, "a replay");
    assert.equal((await node.getBalance(STRANGER)) - held, 10n ** 18n);
  });

  test("an EIP-2930 call writes what it was asked to write", BOUNDED, async () => {
    const accessList = [{ address: keeper, storageKeys: [zeroPadValue("0x00", 32)] }];
    const fields = { type: 1, nonce: await nonce(), gasPrice: 5_000_000_000n, gasLimit: 100_000, to: keeper, data: WORD, accessList };
    const receipt = await mined((await signed(fields)).serialized);
    assert.equal(receipt.type, 1);
    assert.equal(await node.getStorage(keeper, 0), WORD);
  });

  test("24 kB of init code become a contract", BOUNDED, async () => {
    const initCode = concat([DEPLOY_KEEPER, new Uint8Array(24_576 - getBytes(DEPLOY_KEEPER).length)]);
    const receipt = await mined((await signed({ type: 2, nonce: await nonce(), ...fees, gasLimit: 3_000_000, data: initCode })).serialized);
    assert.equal(await node.getCode(receipt.contractAddress), KEEPER);
  });

  test("an EIP-7702 transaction gives another account its code and calls it", BOUNDED, async () => {
    const authorization = await other.authorize({ address: keeper, nonce: await node.getTransactionCount(other.address), chainId: CHAIN });
    const fields = { type: 4, nonce: await nonce(), ...fees, gasLimit: 300_000, to: other.address, data: WORD, authorizationList: [authorization] };
    const receipt = await mined((await signed(fields)).serialized);
    assert.equal(receipt.type, 4);
    assert.equal(await node.getCode(other.address), "0xef0100" + keeper.slice(2).toLowerCase());
    assert.equal(await node.getStorage(other.address, 0), WORD);
  });

  test("an EIP-4844 transaction, signed by its blob hashes, carries its blob", BOUNDED, async () => {
    // The blob of zeros: its polynomial is 0, so that commitment and every proof are the point at infinity.
    const infinity = "0xc0" + "00".repeat(47);
    const hash = "0x01" + sha256(infinity).slice(4);
    const fields = { type: 3, nonce: await nonce(), ...fees, gasLimit: 21_000, to: STRANGER, value: 1n, maxFeePerBlobGas: 10n ** 9n, blobVersionedHashes: [hash] };
    const tx = await signed(fields, ["--allow-blob-transactions"]);
    const body = decodeRlp("0x" + tx.serialized.slice(4));
    const blob = hexlify(new Uint8Array(131_072));
    // EIP-7594: version 1 of the wrapper, 128 cell proofs a blob.
    const wrapped = concat(["0x03", encodeRlp([body, "0x01", [blob], [infinity], Array(128).fill(infinity)])]);
    const receipt = await mined(wrapped);
    assert.equal(receipt.hash, keccak256(tx.serialized), "the hash is that of what was signed");
    assert.equal(receipt.type, 3);
    assert.equal(receipt.blobGasUsed, 131_072n);
  });

  test("a transaction for another chain is refused", BOUNDED, async () => {
    for (const fields of [{ type: 2, ...fees }, { type: 1, gasPrice: 5_000_000_000n }]) {
      const { serialized } = await signed({ ...fields, chainId: 1, nonce: await nonce(), gasLimit: 21_000, to: STRANGER, value: 1n });
      await assert.rejects(node.send("eth_sendRawTransaction", [serialized]), /chain id/i);
    }
  });

  test("a legacy transaction for another chain has no effect", BOUNDED, async () => {
    const [held, used] = [await node.getBalance(STRANGER), await nonce()];
    const { serialized } = await signed({ type: 0, chainId: 1, nonce: used, gasPrice: 5_000_000_000n, gasLimit: 21_000, to: STRANGER, value: 1n });
    // anvil 1.7.1 takes it into its pool without a word and never executes it; other nodes refuse it at once.
    await node.send("eth_sendRawTransaction", [serialized]).catch(({ message }) => assert.match(message, /chain id/i));
    await node.send("evm_mine", []);
    assert.deepEqual([await node.getBalance(STRANGER), await nonce()], [held, used]);
  });

  test("a changed byte is a stranger's transaction, which nobody pays for", BOUNDED, async () => {
    const tx = await signed({ type: 2, nonce: await nonce(), ...fees, gasLimit: 21_000, to: STRANGER, value: 1n });
    const changed = tx.clone();
    changed.value = 2n;
    assert.notEqual(changed.from, operator);
    await assert.rejects(node.send("eth_sendRawTransaction", [changed.serialized]), /insufficient funds/i);
    await mined(tx.serialized);
    assert.equal(toBeHex(await nonce()), toBeHex(tx.nonce + 1));
  });
});
