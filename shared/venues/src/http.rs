//! A request and a reply as values: what to ask of an exchange, said without a host and without a socket.

use std::fmt;

use crate::{Cost, Secret};

/// How to ask. Reading market data needs nothing but `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
}

impl Method {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
        }
    }
}

/// Which of an exchange's hosts answers; [`Exchange::base`](crate::Exchange::base) knows its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// Prices. Every exchange has it.
    Data,
    /// Accounts, and with some exchanges the list of what is traded.
    Trading,
    /// Files with a whole month in each.
    Files,
    /// Our own edge: the path is relative to the page's own origin.
    Edge,
}

/// One request, relative to a base that only configuration knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// How to ask.
    pub method: Method,
    /// Whom to ask.
    pub host: Host,
    /// Path and query, percent-encoded; starts with `/` and never holds a scheme or a host.
    pub target: String,
    /// Every header the exchange may see: whoever sends the request adds none of its caller's.
    pub headers: Vec<Header>,
    /// What the request takes from the exchange's budget.
    pub cost: Cost,
}

impl HttpRequest {
    /// A question for JSON, without keys.
    pub(crate) fn get(host: Host, target: String, cost: Cost) -> HttpRequest {
        HttpRequest {
            method: Method::Get,
            host,
            target,
            headers: vec![Header::plain("accept", "application/json")],
            cost,
        }
    }
}

/// One header of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name, in lower case.
    pub name: &'static str,
    /// Its value.
    pub value: HeaderValue,
}

impl Header {
    /// A header anyone may read.
    pub fn plain(name: &'static str, value: &'static str) -> Header {
        let value = HeaderValue::Plain(value);
        Header { name, value }
    }

    /// A header that holds a key.
    pub fn secret(name: &'static str, value: Secret) -> Header {
        let value = HeaderValue::Secret(value);
        Header { name, value }
    }
}

/// What a header says; a key in it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub enum HeaderValue {
    /// Anyone may read it.
    Plain(&'static str),
    /// A key.
    Secret(Secret),
}

impl HeaderValue {
    /// The text to send.
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

impl fmt::Debug for HeaderValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => write!(out, "{text:?}"),
            Self::Secret(secret) => write!(out, "{secret:?}"),
        }
    }
}

/// What came back, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpReply {
    /// HTTP status.
    pub status: u16,
    /// Headers by name. Those of [`TOLD`] are enough.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// Every reply header that some exchange tells its budget in: whoever passes a reply on keeps these.
pub const TOLD: &[&str] = &[
    "retry-after",
    "remaining-req",
    "x-mbx-used-weight-1m",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
];

impl HttpReply {
    /// A reply without headers.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> HttpReply {
        HttpReply {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// The same reply with one more header.
    pub fn with(mut self, name: &str, value: &str) -> HttpReply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A header's value; names don't care for case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_printed_without_its_keys() {
        let mut request = HttpRequest::get(Host::Data, "/x".to_owned(), Cost::FREE);
        let secret = Header::secret("apca-api-secret-key", Secret::new("CANARY"));
        request.headers.push(secret);
        let printed = format!("{request:?} {request:#?}");
        assert!(!printed.contains("CANARY"), "{printed}");
        assert!(printed.contains("application/json"), "{printed}");
    }

    #[test]
    fn a_reply_header_is_found_whatever_its_case() {
        let reply = HttpReply::new(200, "").with("Retry-After", "3");
        assert_eq!(reply.header("retry-after"), Some("3"));
        assert_eq!(reply.header("remaining-req"), None);
    }
}
