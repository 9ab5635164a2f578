//! What the deployment decides: where exchanges are and how long they may take.

use std::time::Duration;

use domain::Venue;
use venues::{Exchange, Host};
use worker::{Env, Url};

const TIMEOUT: &str = "UPSTREAM_TIMEOUT_MS";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// An exchange's host as configured.
pub struct Upstream {
    /// Origin and path prefix, without a trailing slash.
    pub base: Url,
    /// For the whole reply, body included.
    pub timeout: Duration,
}

/// Why the configuration can't be used; a caller learns which variable, never its value.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not an address that requests can be appended to.
    #[error("{name} must be an http or https address without user, query or fragment")]
    Base {
        /// The variable.
        name: &'static str,
    },
    /// Not a sensible number of milliseconds.
    #[error("{name} must be a number of milliseconds from 50 to 60000")]
    Timeout {
        /// The variable.
        name: &'static str,
    },
    /// An exchange this deployment does not know where to find.
    #[error("{venue} has no address for this question")]
    NoHost {
        /// Which.
        venue: &'static str,
    },
}

/// Where an exchange's host is, from its variable or else where everybody finds it.
pub fn upstream(exchange: &dyn Exchange, host: Host, env: &Env) -> Result<Upstream, ConfigError> {
    let venue = exchange.venue();
    let (name, usual) = variable(venue, host)
        .zip(exchange.base(host))
        .ok_or(ConfigError::NoHost { venue: venue.id() })?;
    let base = match env.var(name) {
        Ok(var) => parse_base(&var.to_string()),
        Err(_) => parse_base(usual),
    };
    let timeout = match env.var(TIMEOUT) {
        Ok(var) => parse_timeout(&var.to_string()),
        Err(_) => Some(DEFAULT_TIMEOUT),
    };
    Ok(Upstream {
        base: base.ok_or(ConfigError::Base { name })?,
        timeout: timeout.ok_or(ConfigError::Timeout { name: TIMEOUT })?,
    })
}

fn variable(venue: Venue, host: Host) -> Option<&'static str> {
    match (venue, host) {
        (Venue::Upbit, Host::Data) => Some("UPBIT_BASE"),
        (Venue::Binance, Host::Data) => Some("BINANCE_BASE"),
        (Venue::Alpaca, Host::Data) => Some("ALPACA_BASE"),
        (Venue::Alpaca, Host::Trading) => Some("ALPACA_TRADING_BASE"),
        _ => None,
    }
}

fn parse_base(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim_end_matches('/')).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    plain.then_some(url)
}

fn parse_timeout(text: &str) -> Option<Duration> {
    let millis: u64 = text.parse().ok()?;
    (50..=60_000)
        .contains(&millis)
        .then(|| Duration::from_millis(millis))
}
