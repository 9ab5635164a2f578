//! Sends what `venues` asks to an exchange: to its own address or the one given with `--base`, and nowhere else.

use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Timeout};
use venues::{Exchange, HttpReply, HttpRequest, TOLD};

/// A list of all markets of the largest exchange is about 12 MB.
const LONGEST_BODY: u64 = 32 << 20;

/// Headers and body together.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why no reply came. What an exchange says, however unfriendly, is a reply.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoReply {
    /// Too slow.
    #[error("no answer within {} seconds", PATIENCE.as_secs())]
    Timeout,
    /// No such host, refused, reset, no certificate to trust.
    #[error("{0}")]
    Unreachable(String),
    /// The exchange has no such host.
    #[error("there is no address for this question")]
    NoAddress,
}

/// A way to one exchange.
pub struct Http {
    agent: Agent,
    base: Option<String>,
}

impl Http {
    /// Goes to the exchange's own addresses, or to `base` instead.
    pub fn new(base: Option<&str>) -> Http {
        let tls = TlsConfig::builder()
            .root_certs(roots())
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A redirect would let whoever answers choose the next host.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("backcast/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Http {
            agent: agent.into(),
            base: base.map(|base| base.trim_end_matches('/').to_owned()),
        }
    }

    /// Asks, and waits for the whole reply.
    pub fn send(
        &self,
        exchange: &dyn Exchange,
        request: &HttpRequest,
    ) -> Result<HttpReply, NoReply> {
        let own = exchange.base(request.host);
        let base = self.base.as_deref().or(own).ok_or(NoReply::NoAddress)?;
        let mut call = self.agent.get(format!("{base}{}", request.target));
        for header in &request.headers {
            call = call.header(header.name, header.value.expose());
        }
        let mut reply = call.call().map_err(lost)?;
        let told = |name: &&str| {
            let value = reply.headers().get(*name)?.to_str().ok()?;
            Some(((*name).to_owned(), value.to_owned()))
        };
        let headers = TOLD.iter().filter_map(told).collect();
        let status = reply.status().as_u16();
        let body = reply.body_mut().with_config().limit(LONGEST_BODY);
        let body = body.read_to_vec().map_err(lost)?;
        Ok(HttpReply {
            status,
            headers,
            body,
        })
    }
}

/// The certificates this computer trusts.
fn roots() -> RootCerts {
    let found = rustls_native_certs::load_native_certs().certs;
    let found = found
        .iter()
        .map(|one| Certificate::from_der(one).to_owned());
    RootCerts::Specific(Arc::new(found.collect()))
}

fn lost(error: ureq::Error) -> NoReply {
    match error {
        ureq::Error::Timeout(Timeout::Global | _) => NoReply::Timeout,
        other => NoReply::Unreachable(other.to_string()),
    }
}
