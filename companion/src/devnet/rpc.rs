//! JSON-RPC 2.0: envelopes in and out, errors and their codes. What the methods do is in `methods`.

use alloy::primitives::Bytes;
use serde_json::{Value, json};

use super::{chain::Chain, methods};

/// The most requests of one batch.
const BATCH_MAX: usize = 100;

/// An error object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RpcError {
    code: i32,
    message: String,
    data: Option<Bytes>,
}

impl RpcError {
    fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// −32000: understood and refused, the code that nodes use for transactions.
    pub(super) fn refused(message: impl Into<String>) -> Self {
        Self::new(-32_000, message)
    }

    /// −32602.
    pub(super) fn invalid_params(message: impl Into<String>) -> Self {
        Self::new(-32_602, message)
    }

    /// −32601.
    pub(super) fn unknown_method(method: &str) -> Self {
        let shown: String = method.chars().take(64).collect();
        Self::new(-32_601, format!("the method {shown} does not exist/is not available"))
    }

    /// −32603.
    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new(-32_603, message)
    }

    /// 3, with the bytes the contract reverted with.
    pub(super) fn reverted(message: impl Into<String>, data: Bytes) -> Self {
        Self { data: Some(data), ..Self::new(3, message) }
    }

    fn to_json(&self) -> Value {
        match &self.data {
            Some(data) => json!({ "code": self.code, "message": self.message, "data": data }),
            None => json!({ "code": self.code, "message": self.message }),
        }
    }
}

/// The answer to one body; `None` where there were only notifications, which are not answered.
pub(super) fn answer(chain: &mut Chain, body: &[u8]) -> Option<String> {
    let answer = match serde_json::from_slice::<Value>(body) {
        Err(error) => Some(failure(&Value::Null, &RpcError::new(-32_700, format!("parse error: {error}")))),
        Ok(Value::Array(batch)) if batch.is_empty() => Some(malformed("the batch is empty")),
        Ok(Value::Array(batch)) if batch.len() > BATCH_MAX => {
            Some(malformed(&format!("the batch has {} requests, at most {BATCH_MAX} are taken", batch.len())))
        }
        Ok(Value::Array(batch)) => {
            let answers: Vec<_> = batch.iter().filter_map(|request| one(chain, request)).collect();
            (!answers.is_empty()).then_some(Value::Array(answers))
        }
        Ok(request) => one(chain, &request),
    };
    answer.map(|value| value.to_string())
}

fn one(chain: &mut Chain, request: &Value) -> Option<Value> {
    let id = request.get("id");
    if id.is_some_and(|id| id.is_object() || id.is_array() || id.is_boolean()) {
        return Some(malformed("an id is a number, text or null"));
    }
    let method = request.get("method").and_then(Value::as_str);
    let (Some(method), Some("2.0")) = (method, request.get("jsonrpc").and_then(Value::as_str)) else {
        return Some(malformed("a request is an object with \"jsonrpc\":\"2.0\" and a method"));
    };
    let nothing = Vec::new();
    let result = match request.get("params") {
        None | Some(Value::Null) => methods::call(chain, method, &nothing),
        Some(Value::Array(params)) => methods::call(chain, method, params),
        Some(_) => Err(RpcError::invalid_params("parameters are a list here")),
    };
    let id = id?; // a notification: done, not answered
    Some(match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(error) => failure(id, &error),
    })
}

fn malformed(message: &str) -> Value {
    failure(&Value::Null, &RpcError::new(-32_600, message))
}

fn failure(id: &Value, error: &RpcError) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": error.to_json() })
}
