// MetaMask and Rabby pair with our key cards, make requests, and take our answers; ethers says who signed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { HDNodeWallet, Transaction, getBytes, hexlify, toUtf8Bytes, verifyMessage, verifyTypedData } from "ethers";
import { safeTx, permit } from "./samples.mjs";
import { JUNK, Refused, Station } from "./station.mjs";
import { MetaMask, Rabby } from "./wallets.mjs";

/** No test waits longer; Node has no such default. */
const BOUNDED = { timeout: 120_000 };
const STYLES = [
  { style: "bip44", path: (index) => `m/44'/60'/0'/0/${index}` },
  { style: "ledger-live", path: (index) => `m/44'/60'/${index}'/0/0` },
  { style: "legacy", path: (index) => `m/44'/60'/0'/${index}` },
];
const TO = "0x3535353535353535353535353535353535353535";
const fees = { maxFeePerGas: 30_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n };
const legacy = (chainId) => ({ type: 0, chainId, nonce: 7, gasPrice: 20_000_000_000n, gasLimit: 60_000, to: TO, value: 10n ** 18n, data: "0xa9059cbb" });
const TRANSACTIONS = {
  "legacy on chain 1 (v is one byte)": legacy(1),
  "legacy on chain 137 (v is two bytes)": legacy(137),
  "legacy on chain 11155111 (v is four bytes)": legacy(11_155_111),
  "EIP-2930 with an access list": {
    ...legacy(1), type: 1,
    accessList: [{ address: TO, storageKeys: ["0x" + "00".repeat(32), "0x" + "ff".repeat(32)] }],
  },
  "EIP-1559": { type: 2, chainId: 1, nonce: 0, ...fees, gasLimit: 21_000, to: TO, value: 1n, data: "0x", accessList: [] },
  "EIP-1559 with 24 kB of init code": {
    type: 2, chainId: 11_155_111, nonce: 1, ...fees, gasLimit: 8_000_000, value: 0n, accessList: [],
    data: hexlify(Uint8Array.from({ length: 24_576 }, (_, at) => (at * 31 + (at >> 8)) & 255)),
  },
};

const derived = (path) => HDNodeWallet.fromPhrase(JUNK, undefined, path).address;

/** Every field of the signed transaction is the one that was asked for, and `address` signed it. */
function isSigned(raw, fields, address) {
  const signed = Transaction.from(raw);
  assert.equal(signed.from, address, "the signer that ethers recovers");
  const wanted = Transaction.from({ ...fields, to: fields.to ?? null });
  assert.equal(signed.unsignedSerialized, wanted.unsignedSerialized, "what was signed is what was asked");
  assert.ok(signed.serialized === raw, "and there is nothing else in it");
}

for (const Wallet of [MetaMask, Rabby]) {
  for (const { style, path } of STYLES) {
    describe(`${Wallet.name} paired with ${style}`, () => {
      let station, wallet, address;

      before(async () => {
        station = new Station();
        wallet = new Wallet(station);
        await wallet.pair(await station.keyCard(style));
        [, address] = await wallet.addresses(); // not the first: an index must survive the way
      });
      after(() => station?.close());

      test("lists the addresses of the station's keys", BOUNDED, async () => {
        assert.deepEqual(await wallet.addresses(), [0, 1, 2, 3, 4].map(path).map(derived));
      });

      for (const [name, fields] of Object.entries(TRANSACTIONS)) {
        test(`sends ${name}`, BOUNDED, async () => {
          isSigned(await wallet.signTransaction(address, fields), fields, address);
        });
      }

      test("takes the signature of a message", BOUNDED, async () => {
        const message = "Coldframe ✓ says hello";
        const signature = await wallet.signPersonalMessage(address, hexlify(toUtf8Bytes(message)));
        assert.equal(verifyMessage(message, signature), address);
        assert.ok([27, 28].includes(getBytes(signature)[64]), "v is 27 or 28");
      });

      for (const [name, data] of Object.entries({ "a SafeTx": safeTx, "a permit": permit })) {
        test(`takes the signature of ${name}`, BOUNDED, async () => {
          const signature = await wallet.signTypedData(address, data);
          const { EIP712Domain: _, ...types } = data.types;
          assert.equal(verifyTypedData(data.domain, types, data.message, signature), address);
          assert.equal(getBytes(signature).length, 65);
        });
      }
    });
  }
}

describe("a station that comes late", () => {
  test("reads a large request from mixed parts alone", BOUNDED, async () => {
    const station = new Station();
    try {
      const wallet = new MetaMask(station);
      await wallet.pair(await station.keyCard("bip44"));
      wallet.shown = { first: 1_000 };
      const fields = TRANSACTIONS["EIP-1559 with 24 kB of init code"];
      const [address] = await wallet.addresses();
      isSigned(await wallet.signTransaction(address, fields), fields, address);
    } finally {
      station.close();
    }
  });
});

describe("a station with other words", () => {
  for (const Wallet of [MetaMask, Rabby]) {
    test(`refuses a request of the paired ${Wallet.name} by its fingerprint`, BOUNDED, async () => {
      const station = new Station();
      const other = new Station("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about");
      try {
        const wallet = new Wallet(station);
        await wallet.pair(await station.keyCard("bip44"));
        const [address] = await wallet.addresses();
        wallet.station = other;
        const refused = await wallet.signPersonalMessage(address, "0x00").catch((error) => wallet.refused ?? error);
        assert.ok(refused instanceof Refused, String(refused));
        assert.equal(refused.kind, "fingerprint-mismatch");
      } finally {
        station.close();
        other.close();
      }
    });
  }
});
