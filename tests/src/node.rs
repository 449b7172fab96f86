//! A node that lies on demand: a scripted HTTP server on loopback for tests.
//!
//! What it is not told to lie about it hands to a real node, so that a test can put one lie into an honest
//! conversation. One connection at a time; every answer closes its connection.

#![expect(clippy::disallowed_types, reason = "a node listens, on loopback alone")]

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use serde_json::{Value, json};

/// What the node does with one request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Hands it to the honest node behind it; without one, answers `null`.
    Honest,
    /// Answers with this result.
    Result(Value),
    /// Answers with this error object.
    Error(Value),
    /// Answers with this HTTP status and body.
    Status(u16, String),
    /// Answers with this HTTP status and asks for so many seconds of peace (`Retry-After`).
    Later(u16, u64),
    /// Answers 200 with this body, whatever it is.
    Body(String),
    /// Answers with a result under another request's id.
    OtherId(Value),
    /// Announces this body in full and sends the first half.
    Half(String),
    /// Says nothing and keeps the connection open until it is dropped.
    Silence,
    /// Closes the connection without a byte.
    HangUp,
}

/// Sees method and parameters of a request and how many there were before it; decides what to do.
type Script = dyn Fn(&str, &Value, usize) -> Act + Send + Sync;

/// The longest request body that is read; a test sends none near it.
const BODY_BYTES_MAX: usize = 4 << 20;

/// The node; dropping it ends it.
pub struct LyingNode {
    address: SocketAddr,
    ended: Arc<AtomicBool>,
    seen: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl LyingNode {
    /// Starts a node that acts by `script`; `honest` is the URL of the node behind it (`http://127.0.0.1:PORT`).
    pub fn start(
        honest: Option<&str>,
        script: impl Fn(&str, &Value, usize) -> Act + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let honest = honest.and_then(|url| url.strip_prefix("http://")).map(str::to_owned);
        let stage = Stage { honest, script: Box::new(script), seen: Arc::clone(&seen), open: Vec::new() };
        let thread = std::thread::Builder::new().name("lying-node".to_owned()).spawn({
            let ended = Arc::clone(&ended);
            move || stage.play(&listener, &ended)
        })?;
        Ok(Self { address, ended, seen, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The methods that were asked, in order.
    pub fn asked(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for LyingNode {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        _ = TcpStream::connect(self.address); // wakes `accept`
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

struct Stage {
    honest: Option<String>,
    script: Box<Script>,
    seen: Arc<Mutex<Vec<String>>>,
    open: Vec<TcpStream>, // those that wait in vain
}

impl Stage {
    fn play(mut self, listener: &TcpListener, ended: &AtomicBool) {
        for connection in listener.incoming() {
            if ended.load(Ordering::SeqCst) {
                return;
            }
            if let Ok(connection) = connection {
                _ = self.serve(connection); // a client that went away is not our matter
            }
        }
    }

    fn serve(&mut self, mut connection: TcpStream) -> io::Result<()> {
        let body = read_message(&connection)?;
        let request: Value = serde_json::from_slice(&body).unwrap_or_default();
        let method = request.get("method").and_then(Value::as_str).unwrap_or_default();
        let params = request.get("params").cloned().unwrap_or_default();
        let id = request.get("id").cloned().unwrap_or_default();
        let before = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(method.to_owned());
            seen.len() - 1
        };
        let result =
            |value: &Value, id: &Value| json!({"jsonrpc": "2.0", "id": id, "result": value}).to_string();
        let whole = |status: u16, body: &str| head(status, body.len()) + body;
        let answer = match (self.script)(method, &params, before) {
            Act::Honest => match &self.honest {
                Some(honest) => whole(200, &String::from_utf8_lossy(&forward(honest, &body)?)),
                None => whole(200, &result(&Value::Null, &id)),
            },
            Act::Result(value) => whole(200, &result(&value, &id)),
            Act::Error(error) => whole(200, &json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string()),
            Act::Status(status, body) => whole(status, &body),
            Act::Later(status, seconds) => {
                let wish = format!("\r\nRetry-After: {seconds}\r\n\r\n");
                head(status, 0).replacen("\r\n\r\n", &wish, 1)
            }
            Act::Body(body) => whole(200, &body),
            Act::OtherId(value) => whole(200, &result(&value, &json!(987_654_321))),
            Act::Half(body) => head(200, body.len()) + body.get(..body.len() / 2).unwrap_or_default(),
            Act::Silence => {
                self.open.push(connection);
                return Ok(());
            }
            Act::HangUp => return Ok(()),
        };
        connection.write_all(answer.as_bytes())
    }
}

fn head(status: u16, length: usize) -> String {
    format!(
        "HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
}

/// The body of an HTTP message with a `Content-Length`, request or response.
fn read_message(connection: &TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; std::cmp::min(length, BODY_BYTES_MAX)];
    reader.read_exact(&mut body)?;
    Ok(body)
}

fn forward(honest: &str, body: &[u8]) -> io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(honest)?;
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {honest}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes())?;
    connection.write_all(body)?;
    read_message(&connection)
}
