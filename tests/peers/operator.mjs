// One operator with a desk, our companion on it, our station beside it, and a node: from what is wanted to what the chain says.
import assert from "node:assert/strict";
import { JsonRpcProvider, Wallet, HDNodeWallet } from "ethers";
import { startAnvil } from "./anvil.mjs";
import { Desk } from "./companion.mjs";
import { artifactFile } from "./contracts.mjs";
import { JUNK, Station } from "./station.mjs";

export const CHAIN = 31_337;

/** The signer of ethers at `index` of the test words, for what is not the operator's business. */
export function bystander(index, provider) {
  return new Wallet(HDNodeWallet.fromPhrase(JUNK, undefined, `m/44'/60'/0'/0/${index}`).privateKey, provider);
}

/** A provider that asks the node each time. */
export function watching(url) {
  return new JsonRpcProvider(url, CHAIN, { staticNetwork: true, pollingInterval: 20, cacheTimeout: -1, batchMaxCount: 1 });
}

export class Operator {
  #files = 0;

  /** With a chain of its own. */
  static async begin(...anvilOptions) {
    const anvil = await startAnvil("--chain-id", String(CHAIN), "--mnemonic", JUNK, ...anvilOptions);
    const operator = new Operator(anvil);
    try {
      await operator.writesDown();
      return operator;
    } catch (error) {
      await operator.end(); // a node left behind would keep the test run alive
      throw error;
    }
  }

  constructor(anvil) {
    this.anvil = anvil;
    this.node = watching(anvil.url);
    this.desk = new Desk();
    this.station = new Station();
    this.address = bystander(0).address;
  }

  async end() {
    this.node.destroy();
    this.station.close();
    this.desk.close();
    await this.anvil.stop();
  }

  /** The books of somebody who begins: the chain with its node, our station by its key card, its administering key. */
  async writesDown() {
    const { desk, station, anvil } = this;
    desk.put("card.txt", (await station.keyCardParts("bip44")).join("\n"));
    await desk.json("book", "chain", "add", CHAIN, "--name", "Anvil", "--coin", "ETH", "--node", anvil.url);
    await desk.json("book", "device", "add", "Station", "--owner", "Ada", "--card", "card.txt");
    await desk.json("book", "key", "add", "Station", "--name", "Admin", "--index", 0, "--administers");
  }

  /** Puts a contract with the ABI of `artifact` into the book, under `name`. */
  async knows(name, address, artifact) {
    await this.desk.json("book", "contract", "add", name, address, "--chain", CHAIN, "--abi", artifactFile(artifact));
  }

  /** A name for a file that is not taken. */
  file(kind) {
    return `${++this.#files}-${kind}.txt`;
  }

  /** Asks for a transaction: what the companion tells of the request, its id, its codes. */
  async asks(words) {
    return this.#asked(["request", "tx", ...words, "--key", "Admin", "--chain", "Anvil"]);
  }

  /** Asks for what takes the place of request `id`. */
  async replaces(id, ...words) {
    return this.#asked(["replace", id, ...words]);
  }

  async #asked(command) {
    const file = this.file("request");
    const told = await this.desk.json(...command, "--out", file);
    return { ...told, file, id: told.request.request_id, parts: this.desk.lines(file) };
  }

  /** Has our station sign a request and the companion take the answer. */
  async signs(asked) {
    const { answer, digest } = await this.station.signs(asked.parts);
    assert.equal(digest, asked.digest, "both screens show one digest");
    const answerFile = this.desk.put(this.file("answer"), answer.join("\n"));
    return this.desk.json("accept", "--answer", answerFile);
  }

  /** Asks and has it signed. */
  async prepares(words) {
    const asked = await this.asks(words);
    return { ...asked, ...(await this.signs(asked)) };
  }

  /** Hands request `id` to the node. */
  async sends({ id }, ...more) {
    return this.desk.json("broadcast", id, ...more);
  }

  /** How request `id` stands. */
  async follows({ id }, until = "mined", seconds = 20) {
    const { requests: [standing] } = await this.desk.json("follow", id, "--until", until, "--timeout", seconds);
    return standing;
  }

  /** How request `id` stands where that is not what was waited for. */
  async misses({ id }, until = "mined", seconds = 1) {
    return this.desk.declined("follow", id, "--until", until, "--timeout", seconds);
  }

  /** The whole way, to a receipt that the companion has seen. */
  async does(...words) {
    const asked = await this.prepares(words);
    const sent = await this.sends(asked, "--wait", "--timeout", 30);
    assert.equal(sent.transaction_hash, asked.transaction_hash);
    assert.equal(sent.receipt.status, true);
    const receipt = await this.node.getTransactionReceipt(asked.transaction_hash);
    assert.equal(receipt.blockNumber, sent.receipt.block_number, "the node itself has it there");
    assert.equal(receipt.from, this.address);
    return { asked, receipt, sent };
  }

  /** Why the companion advises against a transaction, or refuses it. */
  async hears(words, { index = 0 } = {}) {
    return this.desk.declined("request", "tx", ...words, "--key-card", "card.txt", "--index", index, "--chain", "Anvil");
  }
}
