//! A small HTTP server for stand-ins of exchanges: what it is asked goes to a function, what that answers goes back.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// What was asked.
pub struct Request {
    /// Path without the query.
    pub path: String,
    query: String,
    headers: Vec<(String, String)>,
}

impl Request {
    /// A value of the query, decoded.
    pub fn value(&self, name: &str) -> Option<String> {
        let pair = self
            .query
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
        pair.map(|(_, value)| value.replace("%3A", ":").replace("%2B", "+"))
    }

    /// A whole number of the query.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.value(name)?.parse().ok()
    }

    /// A header, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Header lines.
    pub headers: Vec<String>,
    /// JSON.
    pub body: String,
}

impl Reply {
    /// JSON under a status.
    pub fn new(status: u16, body: impl Into<String>) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// With a header line more.
    pub fn with(mut self, line: impl Into<String>) -> Reply {
        self.headers.push(line.into());
        self
    }
}

/// A stand-in for an exchange: where it answers, and what it does and saw.
pub struct StandIn<T> {
    base: String,
    told: Arc<T>,
}

impl<T: Send + Sync + 'static> StandIn<T> {
    /// Starts one that lives as long as the test.
    pub fn start(
        told: T,
        answer: impl Fn(&Request, &T) -> Reply + Send + Sync + 'static,
    ) -> StandIn<T> {
        let told = Arc::new(told);
        let seen = Arc::clone(&told);
        let base = serve(move |request| answer(request, &seen));
        StandIn { base, told }
    }

    /// Where it answers.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What it does and what it saw.
    pub fn told(&self) -> &T {
        &self.told
    }
}

/// Starts a server; where it answers.
fn serve(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || talk(stream, answer.as_ref()));
        }
    });
    address
}

fn talk(stream: TcpStream, answer: &(impl Fn(&Request) -> Reply + ?Sized)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some(request) = read(&mut reader) {
        let Reply {
            status,
            headers,
            body,
        } = answer(&request);
        let more: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{more}content-length: {}\r\n\r\n",
            body.len()
        );
        let sent = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(body.as_bytes()));
        if sent.is_err() {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut first = String::new();
    if reader.read_line(&mut first).unwrap_or(0) == 0 {
        return None;
    }
    let target = first.split(' ').nth(1).unwrap_or("/");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut headers = Vec::new();
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap_or(0) > 2 {
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        line.clear();
    }
    Some(Request {
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
    })
}
