// Typed data as dapps hand it to wallets.
const SAFE = "0x41675C099F32341bf84BFc5382aF534df5C7461a";
const TOKEN = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const ZERO = "0x0000000000000000000000000000000000000000";
const members = (text) =>
  text.split(", ").map((member) => {
    const [type, name] = member.split(" ");
    return { name, type };
  });

/** As the Safe web app sends it: chainId a number, uint256 as decimal strings. */
export const safeTx = {
  types: {
    EIP712Domain: members("uint256 chainId, address verifyingContract"),
    SafeTx: members(
      "address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce",
    ),
  },
  primaryType: "SafeTx",
  domain: { chainId: 11_155_111, verifyingContract: SAFE },
  message: {
    to: TOKEN, value: "0", data: "0xf2fde38b000000000000000000000000" + "35".repeat(20), operation: 0,
    safeTxGas: "0", baseGas: "0", gasPrice: "0", gasToken: ZERO, refundReceiver: ZERO, nonce: 4,
  },
};

/** ERC-2612. */
export const permit = {
  types: {
    EIP712Domain: members("string name, string version, uint256 chainId, address verifyingContract"),
    Permit: members("address owner, address spender, uint256 value, uint256 nonce, uint256 deadline"),
  },
  primaryType: "Permit",
  domain: { name: "USD Coin", version: "2", chainId: 1, verifyingContract: TOKEN },
  message: {
    owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", spender: SAFE,
    value: "115792089237316195423570985008687907853269984665640564039457584007913129639935", nonce: 0, deadline: 1_900_000_000,
  },
};
