// MetaMask's and Rabby's keyrings, as published, behind one face: pair, list addresses, ask, take the answer.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The packages as this keyring itself has them: two versions of @ethereumjs/tx live side by side here. */
const beside = (name) => createRequire(fileURLToPath(import.meta.resolve(name)));

class Wallet {
  /** Each request that was shown and what came back, in order. */
  exchanges = [];

  constructor(name, station) {
    this.name = name;
    this.station = station;
    this.packages = beside(name);
  }

  async exchange(request) {
    const answer = await this.station.answer(request, this.shown);
    this.exchanges.push({ request, answer });
    return answer;
  }

  /** An unsigned transaction in the keyring's own library. */
  transaction(fields) {
    const { Common } = this.packages("@ethereumjs/common");
    const { TransactionFactory } = this.packages("@ethereumjs/tx");
    const common = Common.custom({ chainId: Number(fields.chainId) }, { hardfork: "shanghai" });
    return TransactionFactory.fromTxData(fields, { common });
  }

  /** Signed, as bytes in hex. */
  async signTransaction(address, fields) {
    const signed = await this.keyring.signTransaction(address, this.transaction(fields));
    return "0x" + Buffer.from(signed.serialize()).toString("hex");
  }

  signTypedData(address, data) {
    return this.keyring.signTypedData(address, data);
  }

  signPersonalMessage(address, hex) {
    return this.keyring.signPersonalMessage(address, hex);
  }

  /** The first page, as the wallet shows it. */
  async addresses() {
    return (await this.keyring.getFirstPage()).map(({ address }) => address);
  }
}

export class MetaMask extends Wallet {
  constructor(station) {
    super("@metamask/eth-qr-keyring", station);
  }

  async pair(card) {
    const { QrKeyring, QrKeyringScannerBridge } = await import(this.name);
    const requestScan = ({ request }) => this.exchange(request.payload);
    this.keyring = new QrKeyring({ ur: card, bridge: new QrKeyringScannerBridge({ requestScan }) });
  }
}

export class Rabby extends Wallet {
  constructor(station) {
    super("@keystonehq/metamask-airgapped-keyring", station);
  }

  async pair(card) {
    const { MetaMaskKeyring } = this.packages("@keystonehq/metamask-airgapped-keyring");
    MetaMaskKeyring.instance = undefined; // one a process otherwise, with the last pairing in it
    this.keyring = new MetaMaskKeyring();
    this.keyring.resetStore();
    this.keyring.getMemStore().subscribe(({ sign: { request } }) => {
      // The store is one a process, too: an earlier pairing must not answer for this one.
      if (!request || this.asked === request.requestId || MetaMaskKeyring.instance !== this.keyring) return;
      this.asked = request.requestId;
      this.exchange(request.payload).then(
        ({ cbor }) => this.keyring.submitSignature(request.requestId, cbor),
        (error) => {
          this.refused = error;
          this.keyring.cancelSignRequest();
        },
      );
    });
    const reading = this.keyring.readKeyring();
    if (card.type === "crypto-account") this.keyring.submitCryptoAccount(card.cbor);
    else this.keyring.submitCryptoHDKey(card.cbor);
    await reading;
  }
}
