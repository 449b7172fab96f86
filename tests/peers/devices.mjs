// Four devices that sign from codes, played with the packages that their makers' programs are built on: each exports its key in its
// own form, reads what it is shown, refuses what its firmware refuses, and answers in its own form.
//
// | device      | signs         | its own way                                                                       |
// |-------------|---------------|-----------------------------------------------------------------------------------|
// | Keystone 3  | legacy, 1559  | an account key, or ten single ones; names itself in answers                        |
// | Keycard     | legacy, 1, 2  | at most 128 codes of 200 bytes                                                     |
// | OneKey Pro  | legacy, 1559  | an export of many coins; v of a legacy transaction in four bytes                   |
// | AirGap      | legacy, 1, 2  | the exported key's own fingerprint in place of the master's; rebuilds legacy requests from key 4 |
//
// May not enter: code of ours. What stands on the other end of the wire is told by these packages alone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import bcUr from "@ngraveio/bc-ur";
import { HDNodeWallet, TypedDataEncoder, decodeRlp, encodeRlp, getBytes, hashMessage, hexlify, keccak256, toBeArray, toBigInt } from "ethers";
import jsQr from "jsqr";
import { GifReader } from "omggif";
import { JUNK } from "./station.mjs";

const require = createRequire(import.meta.url);
const base = require("@keystonehq/bc-ur-registry");
const registry = require("@keystonehq/bc-ur-registry-eth");
const { UR, URDecoder, UREncoder } = bcUr;

/** Order of secp256k1. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const ACCOUNT = "44'/60'/0'";
const { transaction: LEGACY, typedData: TYPED_DATA, personalMessage: MESSAGE, typedTransaction: TYPED_TRANSACTION } = registry.DataType;

/** Why a device does not sign. */
export class Unsigned extends Error {}

function demand(holds, why) {
  if (!holds) throw new Unsigned(why);
}

/** What all four have in common. */
class Device {
  #words;
  /** The most bytes in one of its codes. */
  fragment = 200;
  /** The most codes of a request that it takes. */
  partsMax = Infinity;
  /** First bytes of typed transactions that it signs. */
  types = [0x02];
  /** What it calls itself in answers. */
  origin = undefined;

  constructor(words = JUNK) {
    this.#words = words;
  }

  /** The key at `path`, from the master. */
  key(path) {
    return HDNodeWallet.fromPhrase(this.#words, undefined, path ? `m/${path}` : "m");
  }

  address(index) {
    return this.key(`${ACCOUNT}/0/${index}`).address;
  }

  /** What its firmware compares the request's fingerprint with. */
  token() {
    return this.key().fingerprint.slice(2);
  }

  /** The key card, as codes. */
  card() {
    return cut(this.exported().toUR(), this.fragment);
  }

  /** Reads the codes of one request and checks what the firmware checks. */
  read(codes) {
    const decoder = new URDecoder();
    for (const code of codes) {
      decoder.receivePart(code);
      demand((decoder.expectedPartCount?.() ?? 1) <= this.partsMax, "more codes than it can hold");
      if (decoder.isComplete()) break;
    }
    demand(decoder.isSuccess(), `the codes are no message: ${decoder.resultError() || "incomplete"}`);
    const ur = decoder.resultUR();
    demand(ur.type === "eth-sign-request", `a ${ur.type} is nothing to sign`);
    const request = registry.EthSignRequest.fromCBOR(ur.cbor);
    demand(request.getSourceFingerprint()?.toString("hex") === this.token(), "the request is for another device");
    demand(/^(\d+'?\/)+\d+'?$/.test(request.getDerivationPath()), "the path is not one of a key");
    const data = request.getSignData();
    const signsTransaction = [LEGACY, TYPED_TRANSACTION].includes(request.getDataType());
    demand(!signsTransaction || Number.isSafeInteger(request.getChainId()), "there is no chain id"); // some take it from there alone
    if (request.getDataType() === LEGACY) demand(data[0] >= 0xc0 && this.legacy(data, request), "this legacy transaction is not signed here");
    if (request.getDataType() === TYPED_TRANSACTION) demand(this.types.includes(data[0]), `transactions of type ${data[0]} are not signed here`);
    return request;
  }

  legacy() {
    return true;
  }

  /** The 32 bytes that it signs. */
  digest(request) {
    const data = request.getSignData();
    if (request.getDataType() === MESSAGE) return hashMessage(data);
    if (request.getDataType() !== TYPED_DATA) return keccak256(data);
    const { types: { EIP712Domain: _, ...types }, domain, message } = JSON.parse(data);
    return TypedDataEncoder.hash(domain, types, message);
  }

  /** v as bytes. */
  v(request, parity) {
    if ([MESSAGE, TYPED_DATA].includes(request.getDataType())) return Buffer.of(27 + parity);
    if (request.getDataType() === TYPED_TRANSACTION) return Buffer.of(parity);
    return Buffer.from(toBeArray(BigInt(request.getChainId()) * 2n + 35n + BigInt(parity)));
  }

  /** Signs what the codes ask for; `fault` bends the answer before it is shown. Gives the answer's codes. */
  answer(codes, fault = (answer) => answer) {
    const request = this.read(codes);
    const { r, s, yParity } = this.key(request.getDerivationPath()).signingKey.sign(this.digest(request));
    const straight = { id: request.getRequestId(), r: getBytes(r), s: getBytes(s), v: this.v(request, yParity) };
    const bent = fault(straight, { request, parity: yParity });
    const signature = Buffer.concat([bent.r, bent.s, bent.v]);
    return cut(new registry.ETHSignature(signature, bent.id, this.origin).toUR(), this.fragment);
  }
}

export class Keystone extends Device {
  profile = "keystone";
  origin = "Keystone";

  exported() {
    return hdKey(this.key(ACCOUNT), ACCOUNT, this.token(), { children: childPath(), name: "Keystone", note: "account.standard" });
  }
}

/** The same, paired in the style of Ledger Live: a list of ten keys, each with its own address. */
export class KeystoneLedgerLive extends Keystone {
  exported() {
    const keys = Array.from({ length: 10 }, (_, index) => {
      const path = `44'/60'/${index}'/0/0`;
      const key = hdKey(this.key(path), path, this.token(), { chainCode: undefined, name: "Keystone", note: "account.ledger_live" });
      return new base.CryptoOutput([], key);
    });
    return new base.CryptoAccount(Buffer.from(this.token(), "hex"), keys);
  }

  address(index) {
    return this.key(`44'/60'/${index}'/0/0`).address;
  }
}

export class Keycard extends Device {
  profile = "keycard";
  partsMax = 128;
  types = [0x01, 0x02];

  exported() {
    return hdKey(this.key(ACCOUNT), ACCOUNT, this.token(), { children: childPath(), name: "Keycard Shell", note: "account.standard" });
  }

  legacy(data, request) {
    return request.getChainId() < 2 ** 32;
  }
}

export class OneKey extends Device {
  profile = "onekey";
  origin = "OneKey Pro";

  exported() {
    // Its list holds other coins as well: a Bitcoin account stands in front.
    const keys = ["84'/0'/0'", ACCOUNT].map((path) => hdKey(this.key(path), path, this.token(), { name: "OneKey Pro" }));
    return new base.CryptoMultiAccounts(Buffer.from(this.token(), "hex"), keys, "OneKey Pro", "d0c2a51e", "4.10.0");
  }

  legacy(data) {
    return decodeRlp(data).length === 9;
  }

  v(request, parity) {
    const v = super.v(request, parity);
    if (request.getDataType() !== LEGACY || v.length > 4) return v;
    return Buffer.concat([Buffer.alloc(4 - v.length), v]);
  }
}

export class AirGap extends Device {
  profile = "airgap";
  types = [0x01, 0x02];

  /** The fingerprint of the exported key itself. */
  token() {
    return this.key(ACCOUNT).fingerprint.slice(2);
  }

  exported() {
    // The parent's fingerprint is the letters of the master's, as text.
    const parentFingerprint = Buffer.from(this.key().fingerprint.slice(2));
    return hdKey(this.key(ACCOUNT), ACCOUNT, this.token(), { parentFingerprint, name: "AirGap - Coldframe" });
  }

  /** Drops the last three items, takes the chain id from key 4 of the request, and signs what that gives. */
  digest(request) {
    if (request.getDataType() !== LEGACY) return super.digest(request);
    const items = decodeRlp(request.getSignData()).slice(0, 6);
    return keccak256(encodeRlp([...items, hexlify(toBeArray(request.getChainId())), "0x", "0x"]));
  }
}

/** Faults of a liar or a broken device, one each: what the companion must refuse. */
export const faults = {
  anotherKey: (device) => (straight, { request }) => {
    const { r, s, yParity } = device.key("44'/60'/0'/0/9").signingKey.sign(device.digest(request));
    return { ...straight, r: getBytes(r), s: getBytes(s), v: device.v(request, yParity) };
  },
  highS: (device) => (straight, { request, parity }) => {
    const s = (N - toBigInt(straight.s)).toString(16).padStart(64, "0");
    return { ...straight, s: Buffer.from(s, "hex"), v: device.v(request, 1 - parity) };
  },
  otherV: (v) => () => (straight, { parity }) => ({ ...straight, v: Buffer.from(toBeArray(v + parity)) }),
  otherParity: (device) => (straight, { request, parity }) => ({ ...straight, v: device.v(request, 1 - parity) }),
  otherId: () => (straight) => ({ ...straight, id: Buffer.from(straight.id).fill(0xa5, 0, 4) }),
  noId: () => (straight) => ({ ...straight, id: undefined }),
  zeroR: () => (straight) => ({ ...straight, r: Buffer.alloc(32) }),
  short: () => (straight) => ({ ...straight, s: straight.s.slice(1), v: Buffer.alloc(0) }),
};

/** Exports that no companion may take in, one fault each, as codes. */
export function badCards(device) {
  const [account, master] = [device.key(ACCOUNT), device.key()];
  const [key, chainCode] = [account.publicKey, account.chainCode].map((hex) => Buffer.from(getBytes(hex)));
  const secret = (node) => Buffer.concat([Buffer.of(0), Buffer.from(getBytes(node.privateKey))]);
  const origin = (token) => keyPath(ACCOUNT, token, 3);
  const good = { isMaster: false, key, chainCode, origin: origin(device.token()) };
  return Object.entries({
    "private-key": [{ ...good, isPrivateKey: true, key: secret(account) }, { isMaster: true, key: secret(master), chainCode }],
    "fingerprint-missing": [{ ...good, origin: origin(undefined) }, { ...good, origin: origin("00000000") }],
    "field-missing": [{ ...good, origin: undefined }],
    "public-key": [{ ...good, key: Buffer.alloc(33, 0xff).fill(2, 0, 1) }],
  }).flatMap(([kind, cards]) => cards.map((card) => ({ kind, codes: cut(new base.CryptoHDKey(card).toUR(), 400) })));
}

function keyPath(path, token, depth) {
  const components = path.split("/").map((step) => new base.PathComponent({ index: parseInt(step, 10), hardened: step.endsWith("'") }));
  return new base.CryptoKeypath(components, token && Buffer.from(token, "hex"), depth);
}

/** `0/*`. */
function childPath() {
  return new base.CryptoKeypath([new base.PathComponent({ index: 0, hardened: false }), new base.PathComponent({ hardened: false })]);
}

function hdKey(node, path, token, more) {
  return new base.CryptoHDKey({
    isMaster: false,
    key: Buffer.from(getBytes(node.publicKey)),
    chainCode: Buffer.from(getBytes(node.chainCode)),
    origin: keyPath(path, token, path.split("/").length),
    ...more,
  });
}

/** As many codes as carry the message once, in capitals. */
function cut(ur, fragment) {
  const encoder = new UREncoder(ur, fragment);
  return Array.from({ length: encoder.fragmentsLength }, () => encoder.nextPart().toUpperCase());
}

/** The codes of an animated picture as a camera would read them, and the milliseconds each is shown. */
export function watched(file) {
  const gif = new GifReader(readFileSync(file));
  const codes = [], delays = new Set();
  for (let frame = 0; frame < gif.numFrames(); frame++) {
    const pixels = new Uint8ClampedArray(gif.width * gif.height * 4);
    gif.decodeAndBlitFrameRGBA(frame, pixels);
    delays.add(gif.frameInfo(frame).delay * 10);
    codes.push(jsQr(pixels, gif.width, gif.height)?.data);
  }
  return { codes, delays: [...delays] };
}
