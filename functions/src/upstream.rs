//! One request to an exchange: built from nothing, bounded in time and size, never redirected.

use std::pin::pin;

use futures_util::{
    TryStreamExt,
    future::{Either, select},
};
use venues::{HttpReply, HttpRequest, TOLD};
use worker::{
    AbortController, AbortSignal, Delay, Fetch, Headers, Request, RequestInit, RequestRedirect,
    Response, Url,
};

use crate::config::Upstream;

/// Why nothing usable came back.
#[derive(Debug, thiserror::Error)]
pub enum Loss {
    /// Too slow, headers and body together.
    #[error("the exchange did not answer within {millis} ms")]
    Timeout {
        /// The limit.
        millis: u128,
    },
    /// Refused, unresolved, reset.
    #[error("the exchange can't be reached")]
    Unreachable(#[source] worker::Error),
    /// The connection ended inside the body.
    #[error("the exchange's reply broke off")]
    Cut(#[source] worker::Error),
    /// No honest reply is this long.
    #[error("the exchange's reply is longer than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// The request left the configured base: a mistake of ours, stopped before it is sent.
    #[error("the request would leave the configured exchange")]
    OffBase,
}

/// Sends `request` to the configured base and nowhere else; a body of more than `limit` bytes is refused. `heard` is called
/// when the reply begins.
pub async fn send(
    upstream: &Upstream,
    request: &HttpRequest,
    limit: usize,
    heard: impl FnOnce(),
) -> Result<HttpReply, Loss> {
    let url = locate(&upstream.base, &request.target).ok_or(Loss::OffBase)?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let exchange = pin!(exchange(url, request, &signal, limit, heard));
    let patience = pin!(Delay::from(upstream.timeout));
    match select(exchange, patience).await {
        Either::Left((answer, _)) => {
            if answer.is_err() {
                // Stops the rest of an oversized body from arriving.
                abort.abort();
            }
            answer
        }
        Either::Right(((), _)) => {
            abort.abort();
            Err(Loss::Timeout {
                millis: upstream.timeout.as_millis(),
            })
        }
    }
}

async fn exchange(
    url: Url,
    request: &HttpRequest,
    signal: &AbortSignal,
    limit: usize,
    heard: impl FnOnce(),
) -> Result<HttpReply, Loss> {
    let headers = Headers::new();
    for header in &request.headers {
        headers
            .set(header.name, header.value.expose())
            .map_err(Loss::Unreachable)?;
    }
    let mut init = RequestInit::new();
    // A redirect would let the exchange, or whoever answers for it, choose the next host.
    init.with_headers(headers)
        .with_redirect(RequestRedirect::Manual);
    let outgoing = Request::new_with_init(url.as_str(), &init).map_err(Loss::Unreachable)?;
    let mut response = Fetch::Request(outgoing)
        .send_with_signal(signal)
        .await
        .map_err(Loss::Unreachable)?;
    heard();
    let header = |name: &&str| {
        let value = response.headers().get(name).ok().flatten()?;
        Some(((*name).to_owned(), value))
    };
    let headers = TOLD.iter().filter_map(header).collect();
    let body = read(&mut response, limit).await?;
    Ok(HttpReply {
        status: response.status_code(),
        headers,
        body,
    })
}

async fn read(response: &mut Response, limit: usize) -> Result<Vec<u8>, Loss> {
    // A reply without a body has no stream.
    let Ok(mut chunks) = response.stream() else {
        return Ok(Vec::new());
    };
    let mut body = Vec::new();
    while let Some(chunk) = chunks.try_next().await.map_err(Loss::Cut)? {
        if body.len() + chunk.len() > limit {
            return Err(Loss::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Base plus target, re-parsed the way the runtime will, and refused unless it stayed on the base.
fn locate(base: &Url, target: &str) -> Option<Url> {
    let text = format!("{}{target}", base.as_str().trim_end_matches('/'));
    let url = Url::parse(&text).ok()?;
    let stays = url.origin() == base.origin() && url.as_str() == text && target.starts_with('/');
    stays.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_stays_on_its_base() {
        for base in [
            "https://api.example/v1",
            "http://127.0.0.1:9/",
            "https://api.example",
        ] {
            let Ok(base) = Url::parse(base) else { continue };
            assert!(
                locate(
                    &base,
                    "/candles/days?market=KRW-BTC&to=2026-10-01T00%3A00%3A00Z"
                )
                .is_some(),
                "{base}"
            );
            for target in [
                "",
                "x",
                "@evil.example/",
                ".evil.example/",
                ":1/",
                "/../x",
                "/%2e%2e/x",
                "/a\\b",
                "/ x",
                "/x\n",
            ] {
                assert!(locate(&base, target).is_none(), "{base} {target:?}");
            }
        }
    }
}
