//! What to do about a finding, by its id.

pub(super) fn of(id: &str) -> &'static str {
    match id {
        "ownership-transfer" => {
            "Compare the new owner with its source, digit by digit, and make sure that its key or its \
            Safe can be used."
        }
        "renounce-ownership" => "Sign only if nobody shall ever administer this contract again.",
        "ownership-accept" => "Make sure that this key is meant to hold the contract from now on.",
        "role-grant" => "Compare the account and the role with what was decided; it can act at once.",
        "role-revoke" | "role-renounce" => {
            "Make sure that someone else still holds the role, or the contract may be stuck."
        }
        "pause" | "unpause" => "Make sure that this was decided, and that the contract is the right one.",
        "upgrade" => {
            "Compare the new implementation with the audited build. New code can do anything with the \
            contract and all that it holds."
        }
        "upgrade-admin" => "Compare the new admin with its source; it can replace the code.",
        "unlimited-approval" => {
            "Ask for an approval of the amount that is needed, and compare the spender with its source."
        }
        "approval" | "permit" => {
            "Compare the spender and the amount; what is approved can be taken at any time without asking \
            again."
        }
        "token-transfer" => "Compare recipient and amount. A token's units are not whole tokens.",
        "mint" => "Compare recipient and amount with what was decided.",
        "delegatecall" => {
            "Foreign code gets the Safe itself: its money, its owners, its code. Sign only if the called \
            address is a MultiSend of your Safe's version and you know every call inside."
        }
        "timelock-schedule" | "timelock-execute" | "timelock-cancel" | "timelock-delay" => {
            "Compare target, calldata and delay with the proposal that was decided."
        }
        "safe-owners" => {
            "Compare every owner and the threshold with what was decided; a wrong one locks the Safe or \
            gives it away."
        }
        "safe-module" | "safe-guard" => "Compare the address with audited code; it gets power over the Safe.",
        "safe-execution" | "safe-batch" => "Check the inner calls as if each were signed alone.",
        "safe-approval" => "Compare the hash with a Safe transaction that you have read.",
        "safe-refund" => {
            "Have the Safe transaction proposed again without refund; it can be used to drain the Safe."
        }
        "bare-32-byte-message" => {
            "Do not sign a hash that you have not computed from something you have read. Ask for the Safe \
            transaction as typed data."
        }
        "unknown-call" => {
            "Do not take it for harmless. Compare the selector and the calldata with the contract's \
            source before signing."
        }
        "non-canonical-calldata" => "Do not sign; have the request built again by another program.",
        "trailing-calldata" => {
            "Find out what the extra bytes are for, or have the request built again without them."
        }
        "contract-creation" => "Compare the calldata digest with that of your own build of the contract.",
        "init-code-size" => "No network takes it; split the contract.",
        "eip7702-delegation" => {
            "The delegate's code can do anything with the account. Sign only if you know that code and \
            meant to hand the account over."
        }
        "eip7702-authority" => "The network will skip it; have the authorization signed again.",
        "high-fee" => {
            "Compare the fee with the network's present price; have the request built again if it is a \
            mistake."
        }
        "fee-order" => "No node takes it; have the request built again.",
        "zero-address" => "Nobody has the key of the zero address; what goes there is lost.",
        "unknown-chain" => "Compare the chain id with your network's documentation.",
        "chain-mismatch" => "Do not sign; have the request built for the right network.",
        "typed-data-domain" => {
            "The signature may be valid elsewhere, too; ask the application why its domain is open."
        }
        "unreadable-characters" => "Do not trust how the text looked elsewhere; read the spelled-out form.",
        "skipped-field" => {
            "They are no part of what is signed, which is shown whole. Update this program if the sender is \
            newer; if it is not, use another sender."
        }
        "unreadable-message" => "Sign only if you know what these bytes are.",
        "unknown-typed-data" => "Read every field. Its meaning is the contract's at the domain's address.",
        "blob-transaction" => "Compare the blob hashes with your own; their content is not here.",
        _ => "Compare it with what was decided.",
    }
}
