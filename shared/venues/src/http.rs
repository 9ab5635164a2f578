//! A request as a value: what to ask of an exchange, said without a host and without a socket.

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

/// One request, relative to a base that only configuration knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// How to ask.
    pub method: Method,
    /// Path and query, percent-encoded; starts with `/` and never holds a scheme or a host.
    pub target: String,
    /// Every header the exchange may see: whoever sends the request adds none of its caller's.
    pub headers: Vec<(&'static str, &'static str)>,
}
