//! What the deployment decides: where upstreams are and how long they may take.

use std::time::Duration;

use worker::{Env, Url};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// An exchange as configured.
pub struct Upstream {
    /// Origin and path prefix, without a trailing slash.
    pub base: Url,
    /// For the whole reply, body included.
    pub timeout: Duration,
}

/// Why the configuration can't be used; a caller learns which variable, never its value.
#[derive(Debug, thiserror::Error)]
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
}

/// Upbit, from `UPBIT_BASE` and `UPSTREAM_TIMEOUT_MS`.
pub fn upbit(env: &Env) -> Result<Upstream, ConfigError> {
    let base = match env.var("UPBIT_BASE") {
        Ok(var) => parse_base(&var.to_string()),
        Err(_) => parse_base(venues::upbit::BASE),
    };
    let timeout = match env.var("UPSTREAM_TIMEOUT_MS") {
        Ok(var) => parse_timeout(&var.to_string()),
        Err(_) => Some(DEFAULT_TIMEOUT),
    };
    Ok(Upstream {
        base: base.ok_or(ConfigError::Base { name: "UPBIT_BASE" })?,
        timeout: timeout.ok_or(ConfigError::Timeout {
            name: "UPSTREAM_TIMEOUT_MS",
        })?,
    })
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
