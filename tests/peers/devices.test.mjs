// Devices of other makers, each played by its makers' packages: their key cards are read, our animated requests reach them, their
// answers are taken, and every bent answer is refused by its own name.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { Transaction, dataLength, hexlify, toUtf8Bytes, verifyMessage, verifyTypedData } from "ethers";
import { Declined, Desk } from "./companion.mjs";
import { AirGap, Keycard, Keystone, KeystoneLedgerLive, OneKey, Unsigned, badCards, faults, watched } from "./devices.mjs";
import { safeTx } from "./samples.mjs";

const { KeystoneSDK, UR, URDecoder, UREncoder } = createRequire(import.meta.url)("@keystonehq/keystone-sdk");
const BOUNDED = { timeout: 60_000 };
const TO = "0x3535353535353535353535353535353535353535";
const OTHER_WORDS = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const FEES = ["--max-fee", "30gwei", "--max-priority-fee", "1gwei"];
const facts = (chain) => ["--chain-id", chain, "--gas", 60_000];
const dynamic = (chain = 1) => ["tx", "--to", TO, "--value", "1.5ether", ...facts(chain), ...FEES];
const legacy = (chain) => ["tx", "--to", TO, "--call", "transfer(address,uint256)", TO, "5", ...facts(chain), "--legacy", "--gas-price", "20gwei"];
const accessList = [{ address: TO, storageKeys: ["0x" + "0a".repeat(32)] }];

/** What every device signs. */
const COMMON = {
  "a transfer (EIP-1559)": dynamic(),
  "a legacy call on chain 1 (v is one byte)": legacy(1),
  "a legacy call on chain 137 (v is two bytes)": legacy(137),
  "a legacy call on chain 11155111 (v is four bytes)": legacy(11_155_111),
};

const DEVICES = [
  { Device: Keystone, signs2930: false, origin: "Keystone" },
  { Device: KeystoneLedgerLive, signs2930: false, origin: "Keystone" },
  { Device: Keycard, signs2930: true, origin: null },
  { Device: OneKey, signs2930: false, origin: "OneKey Pro" },
  { Device: AirGap, signs2930: true, origin: null },
];

for (const { Device, signs2930, origin } of DEVICES) {
  describe(`a device like ${Device.name}`, { concurrency: false }, () => {
    const device = new Device();
    const signer = device.address(1); // not the first: an index must survive the way
    let desk, nonce = 7;

    before(() => {
      desk = new Desk();
      desk.put("card.txt", device.card().join("\n"));
    });
    after(() => desk?.close());

    /** Builds a request in the device's own profile. */
    const ask = (what, ...more) => {
      const turn = what[0] === "tx" ? ["--nonce", nonce++] : [];
      return desk.json("request", ...what, ...turn, "--key-card", "card.txt", "--index", 1, "--profile", device.profile, ...more);
    };

    /** Asks, has it answered, and takes the answer. */
    async function signed(what, fault) {
      const { parts, request } = await ask(what);
      desk.put("request.txt", parts.join("\n"));
      desk.put("answer.txt", device.answer(parts, fault).join("\n"));
      return { request, accept: ["accept", "--request", "request.txt", "--answer", "answer.txt"] };
    }

    test("is known by its key card, fingerprint and all", BOUNDED, async () => {
      const { request } = await ask(dynamic());
      assert.equal(request.address, signer);
      assert.equal(request.fingerprint, device.token());
    });

    for (const [name, what] of Object.entries(COMMON)) {
      test(`signs ${name}, and the companion takes it`, BOUNDED, async () => {
        const { accept } = await signed(what);
        const told = await desk.json(...accept);
        assert.equal(told.signer, signer);
        assert.equal(told.origin, origin);
        const transaction = Transaction.from(told.signed_transaction);
        assert.equal(transaction.from, signer, "ethers recovers the same signer");
        assert.equal(transaction.hash, told.transaction_hash);
        assert.equal(transaction.unsignedHash, told.digest);
      });
    }

    test("signs a message and typed data in the form that verifiers take", BOUNDED, async () => {
      const { accept: message } = await signed(["message", "Coldframe ✓"]);
      const told = await desk.json(...message);
      assert.equal(verifyMessage("Coldframe ✓", told.signature), signer);
      assert.equal(told.signed_transaction, null);
      desk.put("safe.json", JSON.stringify(safeTx));
      const { accept: typed } = await signed(["typed-data", "safe.json"]);
      const { EIP712Domain: _, ...types } = safeTx.types;
      assert.equal(verifyTypedData(safeTx.domain, types, safeTx.message, (await desk.json(...typed)).signature), signer);
    });

    test("reads the animation off the screen, at the device's own pace", BOUNDED, async () => {
      desk.put("code.hex", "5f".repeat(1_500));
      const deploy = ["tx", "--data-file", "code.hex", ...facts(1), ...FEES];
      const { parts } = await ask(deploy, "--out", "request.gif", "--force");
      const { codes, delays } = watched(`${desk.folder}/request.gif`);
      assert.deepEqual(delays, [200], "five codes a second");
      assert.deepEqual(codes, parts, "another reader of codes reads what is meant");
      // A camera that misses every third code, each round others, and comes in late.
      const seen = [0, 1, 2].flatMap((round) => codes.filter((_, at) => (at + round) % 3 !== 1)).slice(2);
      const answer = desk.put("answer.txt", device.answer(seen).join("\n"));
      const told = await desk.json("accept", "--request", "request.gif", "--answer", answer);
      assert.equal(dataLength(Transaction.from(told.signed_transaction).data), 1_500);
    });

    test("is warned of where it does not sign a kind of transaction", BOUNDED, async () => {
      const list = desk.put("list.json", JSON.stringify(accessList));
      const what = [...legacy(1).filter((word) => word !== "--legacy"), "--access-list", list];
      const { parts, warnings } = await ask(what);
      assert.equal(warnings.length, signs2930 ? 0 : 1, warnings.join());
      if (signs2930) return void device.answer(parts);
      assert.match(warnings[0], /EIP-2930/);
      assert.throws(() => device.answer(parts), Unsigned);
    });

    test("refuses what is meant for another device", BOUNDED, async () => {
      const { parts } = await ask(dynamic());
      assert.throws(() => new Device(OTHER_WORDS).answer(parts), Unsigned);
    });

    const wrong = /was signed by 0x[0-9a-fA-F]{40}, the request asks for/;
    const HOSTILE = [
      { name: "another key's", what: dynamic(), fault: faults.anotherKey(device), kind: "wrong-signer", says: wrong },
      { name: "another key's, legacy", what: legacy(137), fault: faults.anotherKey(device), kind: "wrong-signer", says: wrong },
      { name: "the other parity", what: dynamic(), fault: faults.otherParity(device), kind: "wrong-signer", says: wrong },
      { name: "a high s", what: dynamic(), fault: faults.highS(device), kind: "signature-range", says: /upper half .* \(EIP-2\)/ },
      { name: "r of zero", what: dynamic(), fault: faults.zeroR(), kind: "signature-range", says: /between 1 and the order/ },
      { name: "another chain's v", what: legacy(137), fault: faults.otherV(37)(), kind: "signature-v", says: /belongs to Ethereum \(chain id 1\); the request is for Polygon \(chain id 137\)/ },
      { name: "v without a chain", what: legacy(1), fault: faults.otherV(27)(), kind: "signature-v", says: /needs 37 or 38/ },
      { name: "a message's v on a transaction", what: dynamic(), fault: faults.otherV(27)(), kind: "signature-v", says: /needs 0 or 1/ },
      { name: "another request id", what: dynamic(), fault: faults.otherId(), kind: "request-id", says: /carries request id a5a5a5a5-/ },
      { name: "no request id", what: dynamic(), fault: faults.noId(), kind: "request-id", says: /carries request id none/ },
      { name: "too short a signature", what: dynamic(), fault: faults.short(), code: 4, kind: "field-size", says: /is 63 bytes, expected 65 to 72/ },
    ];
    for (const { name, what, fault, code = 1, kind, says } of HOSTILE) {
      test(`an answer with ${name} is refused as such, and leaves nothing`, BOUNDED, async () => {
        const { request, accept } = await signed(what, fault);
        const refused = await desk.declined(...accept, "--out", "bent.txt");
        assert.deepEqual([refused.code, refused.kind], [code, kind], refused.sentence);
        assert.match(refused.sentence, says);
        if (code === 1) assert.match(refused.sentence, /Nothing was sent/);
        assert.ok(!desk.names().includes("bent.txt"));
        const { request: record } = await desk.json("journal", "show", request.request_id);
        assert.deepEqual([record.state, record.signed_transaction], ["waiting for the signature", null]);
      });
    }

    test("an answer to another request is refused, although the key is right", BOUNDED, async () => {
      const { parts: mine } = await ask(dynamic());
      const { parts: other } = await ask(dynamic(5));
      desk.put("request.txt", mine.join("\n"));
      desk.put("answer.txt", device.answer(other).join("\n"));
      const refused = await desk.declined("accept", "--request", "request.txt", "--answer", "answer.txt");
      assert.deepEqual([refused.code, refused.kind], [1, "request-id"]);
    });
  });
}

describe("an export that holds a private key, or leads nowhere", () => {
  test("is refused by its fault, and its bytes are not repeated", BOUNDED, async () => {
    const desk = new Desk();
    try {
      const device = new Keystone();
      for (const { kind, codes } of badCards(device)) {
        desk.put("card.txt", codes.join("\n"));
        const refused = await desk.declined("request", "message", "hello", "--key-card", "card.txt", "--index", 0);
        assert.deepEqual([refused.code, refused.kind], [4, kind], refused.sentence);
        assert.ok(!refused.sentence.includes(device.key("44'/60'/0'").privateKey.slice(2, 18)));
      }
    } finally {
      desk.close();
    }
  });
});

describe("what a device is known not to carry", () => {
  let desk;
  before(() => (desk = new Desk()));
  after(() => desk?.close());

  /** A deployment of `bytes` to a Keycard. */
  async function deployment(bytes) {
    const device = new Keycard();
    desk.put("card.txt", device.card().join("\n"));
    desk.put("code.hex", "5f".repeat(bytes));
    const what = ["request", "tx", "--data-file", "code.hex", ...facts(1), "--nonce", bytes, ...FEES];
    return { device, ...(await desk.json(...what, "--key-card", "card.txt", "--index", 0, "--profile", "keycard")) };
  }

  test("a Keycard reads 128 codes, and is warned of one more", BOUNDED, async () => {
    const fits = await deployment(25_400);
    assert.equal(fits.parts.length, 128);
    assert.doesNotMatch(fits.warnings.join(), /Keycard/);
    fits.device.answer(fits.parts);
    const over = await deployment(25_600);
    assert.equal(over.parts.length, 129);
    assert.match(over.warnings.join(), /Keycard holds at most 128 codes/);
    assert.throws(() => over.device.answer(over.parts), Unsigned);
  });
});

describe("the Keystone SDK, which wallets use", () => {
  const sdk = new KeystoneSDK();
  const joined = (codes) => {
    const decoder = new URDecoder();
    for (const code of codes) decoder.receivePart(code);
    return decoder.resultUR();
  };

  test("reads the cards of the devices played here: they are in the form that is used in the field", () => {
    assert.equal(sdk.parseHDKey(joined(new Keystone().card())).path, "m/44'/60'/0'");
    assert.equal(sdk.parseAccount(joined(new KeystoneLedgerLive().card())).keys.length, 10);
    const { keys, device } = sdk.parseMultiAccounts(joined(new OneKey().card()));
    assert.deepEqual([keys.map(({ chain }) => chain), device], [["BTC", "ETH"], "OneKey Pro"]);
  });

  test("reads the answers of the devices played here", BOUNDED, async () => {
    const desk = new Desk();
    try {
      const device = new OneKey();
      desk.put("card.txt", device.card().join("\n"));
      const { parts, request } = await desk.json("request", ...legacy(1), "--nonce", 0, "--key-card", "card.txt", "--index", 0);
      const { requestId, signature, origin } = sdk.eth.parseSignature(joined(device.answer(parts)));
      assert.deepEqual([requestId, origin], [request.request_id, "OneKey Pro"]);
      assert.match(signature, /^[0-9a-f]{128}0000002[56]$/, "v in four bytes");
    } finally {
      desk.close();
    }
  });

  test("makes requests that the companion tells in words, though their address is empty", BOUNDED, async () => {
    const desk = new Desk();
    try {
      const device = new Keystone();
      const wanted = Transaction.from({ type: 2, chainId: 1, nonce: 3, to: TO, value: 1n, gasLimit: 21_000, maxFeePerGas: 30n * 10n ** 9n });
      const ur = sdk.eth.generateSignRequest({
        requestId: "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
        signData: wanted.unsignedSerialized.slice(2),
        dataType: 4,
        path: "m/44'/60'/0'/0/0",
        xfp: device.token(),
        chainId: 1,
        address: device.address(0), // its 0x makes the SDK write an address of no bytes
        origin: "a wallet",
      });
      const codes = new UREncoder(new UR(ur.cbor, ur.type), 200);
      const parts = Array.from({ length: codes.fragmentsLength }, () => codes.nextPart());
      desk.put("request.txt", parts.join("\n"));
      desk.put("answer.txt", device.answer(parts).join("\n"));
      const { messages: [shown] } = await desk.json("show", "request.txt", "--from", device.address(0));
      assert.equal(shown.digest, wanted.unsignedHash);
      const accept = ["accept", "--request", "request.txt", "--answer", "answer.txt"];
      const nobody = await desk.declined(...accept);
      assert.ok(nobody instanceof Declined && nobody.kind === "field-missing", nobody.message);
      const told = await desk.json(...accept, "--from", device.address(0));
      assert.equal(Transaction.from(told.signed_transaction).from, device.address(0));
    } finally {
      desk.close();
    }
  });
});
