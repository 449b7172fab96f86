//! A response object, taken apart without reading its parts.

use std::collections::HashMap;

use alloy::rpc::json_rpc::{ErrorPayload, ResponsePayload};
use serde_json::value::RawValue;

use crate::node::error::words;

/// One answer.
pub(super) struct Taken {
    /// As it was written.
    pub(super) id: String,
    /// Result or error.
    pub(super) payload: ResponsePayload,
}

/// Takes a response object apart without reading the parts.
pub(super) fn read(body: &[u8]) -> Result<Taken, String> {
    let mut members: HashMap<String, Box<RawValue>> = serde_json::from_slice(body).map_err(|_| {
        if body.is_empty() {
            "its answer is empty".to_owned()
        } else {
            format!("its answer is not JSON-RPC but “{}”", words(&String::from_utf8_lossy(body)))
        }
    })?;
    let id = members.remove("id").map(|id| id.get().to_owned()).unwrap_or_default();
    let error = members.remove("error").filter(|error| error.get() != "null");
    let payload = match (error, members.remove("result")) {
        (Some(error), _) => {
            let error: ErrorPayload = serde_json::from_str(error.get())
                .map_err(|_| "its error object has no code and message".to_owned())?;
            ResponsePayload::Failure(error)
        }
        (None, Some(result)) => ResponsePayload::Success(result),
        (None, None) => return Err("its answer has neither a result nor an error".to_owned()),
    };
    Ok(Taken { id, payload })
}
