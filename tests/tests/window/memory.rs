//! The memory of the real program, searched for secrets.
