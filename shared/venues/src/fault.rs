//! What a reply that is no answer means for whoever asked.

use crate::{AskError, WireError};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// Too many requests in too short a time.
    #[error("the exchange's request budget is used up{}", seconds(*.retry_after_s))]
    RateLimited {
        /// Seconds to wait, if they were told.
        retry_after_s: Option<u64>,
    },
    /// Requests went on after that: everything stops for a while.
    #[error("the exchange has blocked this address{}", seconds(*.for_s))]
    Banned {
        /// For how many seconds, if they were told.
        for_s: Option<u64>,
    },
    /// No such symbol there.
    #[error("the exchange does not know this market{}", saying(.said))]
    UnknownMarket {
        /// The exchange's own words.
        said: String,
    },
    /// The exchange does not understand the question: our mistake, or its change.
    #[error("the exchange refused the request with status {status}{}", saying(.said))]
    BadRequest {
        /// HTTP status.
        status: u16,
        /// The exchange's own words.
        said: String,
    },
    /// No key, a wrong one, or one that may not see this.
    #[error("the exchange refused the key{}", saying(.said))]
    KeyRefused {
        /// The exchange's own words.
        said: String,
    },
    /// The exchange does not answer from where the request came from.
    #[error("the exchange does not serve the place this request came from{}", saying(.said))]
    Region {
        /// The exchange's own words.
        said: String,
    },
    /// The exchange is in trouble.
    #[error("the exchange is in trouble (status {status}){}", saying(.said))]
    Server {
        /// HTTP status.
        status: u16,
        /// The exchange's own words.
        said: String,
    },
    /// It answered with success, but not in its own words: HTML, a cut body, a changed field.
    #[error("{0}")]
    NotTheExchange(WireError),
    /// The question can't be put to this exchange at all.
    #[error(transparent)]
    Unaskable(#[from] AskError),
    /// Nothing came back: no connection, too slow, cut off.
    #[error("no reply: {why}")]
    Lost {
        /// What the sender says.
        why: String,
    },
}

impl Fault {
    /// Is asking again later worth it?
    pub fn is_passing(&self) -> bool {
        match self {
            Fault::RateLimited { .. }
            | Fault::Banned { .. }
            | Fault::Server { .. }
            | Fault::NotTheExchange(_)
            | Fault::Lost { .. } => true,
            Fault::UnknownMarket { .. }
            | Fault::BadRequest { .. }
            | Fault::KeyRefused { .. }
            | Fault::Region { .. }
            | Fault::Unaskable(_) => false,
        }
    }

    /// A short name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::RateLimited { .. } => "rate_limited",
            Fault::Banned { .. } => "banned",
            Fault::UnknownMarket { .. } => "unknown_market",
            Fault::BadRequest { .. } => "bad_request",
            Fault::KeyRefused { .. } => "key_refused",
            Fault::Region { .. } => "region",
            Fault::Server { .. } => "server",
            Fault::NotTheExchange(_) => "not_the_exchange",
            Fault::Unaskable(_) => "unaskable",
            Fault::Lost { .. } => "lost",
        }
    }
}

fn seconds(told: Option<u64>) -> String {
    told.map(|seconds| format!(", for {seconds} s"))
        .unwrap_or_default()
}

fn saying(said: &str) -> String {
    if said.is_empty() {
        String::new()
    } else {
        format!(": {said}")
    }
}
