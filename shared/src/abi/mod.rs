//! Calldata in words: human-readable signatures, known admin calls. skeleton
