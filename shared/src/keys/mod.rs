//! Keys: mnemonic, derivation, signing. Feature `keys`; the companion never compiles this. skeleton
