//! Replies: JSON or lines of it with the security headers on, and errors that say what is wrong and what would be right.

use std::{fmt, pin::Pin};

use futures_util::Stream;
use serde::Serialize;
use serde_json::{Value, json};
use worker::{Headers, Response};

/// The static host reads this file; compiling it in keeps both kinds of reply alike.
const HEADERS_FILE: &str = include_str!("../../public/_headers");

/// Between a desk and the worker in front of it: how long a streamed reply may be kept if it comes to its end.
pub const KEEP_IF_WHOLE: &str = "x-keep-if-whole";

/// How long a reply may be kept, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Errors, health, and what belongs to one account: ask again.
    Never,
    /// The bar that is still forming changes every second.
    Moment,
    /// Lists that change when something is listed.
    Minutes,
    /// Closed bars: the same question has the same answer for ever.
    Forever,
}

impl Keep {
    /// The value of `Cache-Control`.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Never => "no-store",
            Self::Moment => "public, max-age=2",
            Self::Minutes => "public, max-age=300",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }
}

/// Lines that come one after the other.
pub type Lines = Pin<Box<dyn Stream<Item = worker::Result<Vec<u8>>>>>;

enum Body {
    /// An error, to which facts can be added.
    Error(Value),
    /// Whole JSON.
    Json(Vec<u8>),
    /// Whole lines of JSON.
    Lines(Vec<u8>),
    /// Lines that are still to come.
    Coming(Lines),
}

/// Everything about a reply except its transport.
pub struct Reply {
    status: u16,
    keep: Keep,
    keep_if_whole: Option<Keep>,
    allow: Option<&'static str>,
    retry_after_s: Option<u64>,
    body: Body,
}

impl Reply {
    /// A success.
    pub fn ok(body: &impl Serialize, keep: Keep) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => Self::whole(Body::Json(json), keep),
            // A map with keys that are no texts; none of ours has one.
            Err(error) => Self::error(500, "edge_failed", &error.to_string()),
        }
    }

    /// Lines that are all there.
    pub fn lines(lines: Vec<u8>, keep: Keep) -> Self {
        Self::whole(Body::Lines(lines), keep)
    }

    /// Lines that come: nobody keeps them before the end is known to be good.
    pub fn coming(lines: Lines, keep_if_whole: Keep) -> Self {
        Self {
            keep_if_whole: Some(keep_if_whole).filter(|keep| *keep != Keep::Never),
            ..Self::whole(Body::Coming(lines), Keep::Never)
        }
    }

    /// A failure; `code` is for programs and stays, `message` is for people and may be reworded.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = Body::Error(json!({ "error": { "code": code, "message": message } }));
        Self {
            status,
            ..Self::whole(body, Keep::Never)
        }
    }

    fn whole(body: Body, keep: Keep) -> Self {
        Self {
            status: 200,
            keep,
            keep_if_whole: None,
            allow: None,
            retry_after_s: None,
            body,
        }
    }

    /// Adds a fact to an error.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Body::Error(body) = &mut self.body
            && let Some(error) = body.get_mut("error").and_then(Value::as_object_mut)
        {
            error.insert(key.to_owned(), value.into());
        }
        self
    }

    /// Which methods would work.
    #[must_use]
    pub fn allowing(mut self, methods: &'static str) -> Self {
        self.allow = Some(methods);
        self
    }

    /// When to try again.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        let mut reply = self.with("retry_after_s", seconds);
        reply.retry_after_s = Some(seconds);
        reply
    }

    /// The response itself; `with_body` is false for `HEAD`.
    pub fn into_response(self, with_body: bool) -> worker::Result<Response> {
        let headers = Headers::new();
        for (name, value) in security_headers() {
            headers.set(name, value)?;
        }
        let kind = match &self.body {
            Body::Error(_) | Body::Json(_) => "application/json",
            Body::Lines(_) | Body::Coming(_) => "application/x-ndjson",
        };
        headers.set("content-type", kind)?;
        headers.set("cache-control", self.keep.header())?;
        if let Some(keep) = self.keep_if_whole {
            headers.set(KEEP_IF_WHOLE, keep.header())?;
        }
        if let Some(methods) = self.allow {
            headers.set("allow", methods)?;
        }
        if let Some(seconds) = self.retry_after_s {
            headers.set("retry-after", &seconds.to_string())?;
        }
        let response = Response::builder()
            .with_status(self.status)
            .with_headers(headers);
        if !with_body {
            return Ok(response.empty());
        }
        match self.body {
            Body::Error(body) => Ok(response.fixed(body.to_string().into_bytes())),
            Body::Json(body) | Body::Lines(body) => Ok(response.fixed(body)),
            Body::Coming(lines) => response.from_stream(lines),
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = match &self.body {
            Body::Error(body) => body.to_string(),
            Body::Json(bytes) | Body::Lines(bytes) => format!("{} bytes", bytes.len()),
            Body::Coming(_) => "lines".to_owned(),
        };
        write!(out, "{} {:?} {body}", self.status, self.keep)
    }
}

/// The `/*` block of the headers file.
fn security_headers() -> impl Iterator<Item = (&'static str, &'static str)> {
    HEADERS_FILE
        .lines()
        .skip_while(|line| *line != "/*")
        .skip(1)
        .take_while(|line| line.starts_with(' '))
        .filter_map(|line| line.trim().split_once(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_file_yields_every_security_header() {
        let names: Vec<&str> = security_headers().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            [
                "Content-Security-Policy",
                "Cross-Origin-Opener-Policy",
                "Cross-Origin-Resource-Policy",
                "X-Content-Type-Options",
                "Referrer-Policy",
                "Permissions-Policy",
            ]
        );
        assert!(
            security_headers()
                .all(|(_, value)| !value.contains("unsafe-inline")
                    && !value.contains("'unsafe-eval'"))
        );
    }

    #[test]
    fn facts_are_added_to_errors_only() {
        let reply = Reply::error(400, "bad_to", "no")
            .with("field", "to")
            .retry_after(3);
        assert_eq!(
            format!("{reply:?}"),
            r#"400 Never {"error":{"code":"bad_to","field":"to","message":"no","retry_after_s":3}}"#
        );
        let fine = Reply::ok(&json!({}), Keep::Never).with("field", "to");
        assert_eq!(format!("{fine:?}"), "200 Never 2 bytes");
    }
}
