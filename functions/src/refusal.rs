//! What a caller hears when an exchange, or its budget, or the question itself, stands in the way.

use venues::{AskError, Fault, Stop};

use crate::{config::ConfigError, reply::Reply};

/// When an exchange doesn't say for how long it is to be left alone.
const PAUSE_S: u64 = 1;

const GET_A_KEY: &str = "make a free account at alpaca.markets, create a paper-trading key there, and send it in the headers \
    x-alpaca-key-id and x-alpaca-secret-key, or store it on the edge as the secrets ALPACA_KEY_ID and ALPACA_SECRET_KEY";

/// Why there is no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    /// What the exchange said, or that it said nothing.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The question can't be put to it.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The deployment is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Too many wait already.
    #[error("too many requests wait for this exchange already")]
    Crowded {
        /// When it is worth asking again.
        retry_after_s: u64,
    },
}

impl Trouble {
    /// Nothing goes out for so many seconds.
    pub fn stopped(why: Stop, seconds: u64) -> Self {
        Self::Fault(match why {
            Stop::Banned => Fault::Banned {
                for_s: Some(seconds),
            },
            Stop::Throttled => Fault::RateLimited {
                retry_after_s: Some(seconds),
            },
        })
    }

    /// The same as a fault, for the last line of a stream.
    pub fn as_fault(&self) -> Fault {
        match self {
            Self::Fault(fault) => fault.clone(),
            Self::Crowded { retry_after_s } => Fault::RateLimited {
                retry_after_s: Some(*retry_after_s),
            },
            Self::Ask(_) | Self::Config(_) => Fault::Lost {
                why: self.to_string(),
            },
        }
    }

    /// What a caller hears.
    pub fn reply(&self) -> Reply {
        let message = self.to_string();
        match self {
            Self::Fault(fault) => of_fault(fault, &message),
            Self::Ask(error) => of_ask(error, &message),
            Self::Config(_) => Reply::error(500, "misconfigured", &message),
            Self::Crowded { retry_after_s } => {
                Reply::error(429, "rate_limited", &message).retry_after(*retry_after_s)
            }
        }
    }
}

fn of_fault(fault: &Fault, message: &str) -> Reply {
    let reply = |status| Reply::error(status, fault.code(), message);
    match fault {
        Fault::RateLimited { retry_after_s } => {
            reply(429).retry_after(retry_after_s.unwrap_or(PAUSE_S))
        }
        Fault::Banned { for_s } => match for_s {
            Some(seconds) => reply(503).retry_after(*seconds),
            None => reply(503),
        },
        Fault::UnknownMarket { .. } => reply(404),
        Fault::KeyRefused { .. } => reply(401).with("allowed", GET_A_KEY),
        Fault::Region { .. } => reply(451).with(
            "allowed",
            "an edge in another region, or a file downloaded from the exchange",
        ),
        Fault::Lost { .. } => reply(504),
        Fault::Unaskable(error) => of_ask(error, message),
        Fault::BadRequest { status, .. } | Fault::Server { status, .. } => {
            reply(502).with("status", *status)
        }
        Fault::NotTheExchange(_) => reply(502),
    }
}

fn of_ask(error: &AskError, message: &str) -> Reply {
    let wrong = |code: &str, field: &str| Reply::error(400, code, message).with("field", field);
    match error {
        AskError::Symbol { venue, .. } => wrong("bad_symbol", "symbol")
            .with("allowed", format!("a code such as {}", venue.example())),
        AskError::Timeframe { venue, .. } => {
            let served = venues::find(*venue).map(|exchange| exchange.served());
            let served = served
                .unwrap_or_default()
                .iter()
                .map(|known| known.as_str());
            wrong("bad_interval", "interval").with("allowed", served.collect::<serde_json::Value>())
        }
        AskError::Span { .. } => wrong("bad_span", "to").with("allowed", "a time after from"),
        AskError::TooMany { most, .. } => {
            wrong("bad_symbols", "symbols").with("allowed", format!("at most {most}"))
        }
        AskError::KeyNeeded { .. } => {
            // Some callers show nothing but the message.
            let message =
                format!("{message}, which alpaca.markets gives for nothing with a paper account");
            Reply::error(401, "key_needed", &message).with("allowed", GET_A_KEY)
        }
        AskError::KeyMalformed { .. } => wrong("bad_key", "x-alpaca-key-id")
            .with("allowed", "1 to 256 printable ASCII characters"),
        AskError::NotServed { .. } => Reply::error(404, "not_served", message),
        AskError::Page { .. } => Reply::error(500, "edge_failed", message),
    }
}
