//! Replies: JSON with the security headers on it, and errors that say what is wrong and what would be right.

use serde_json::{Map, Value, json};
use worker::{Headers, Response};

/// The static host reads this file; compiling it in keeps both kinds of reply alike.
const HEADERS_FILE: &str = include_str!("../../public/_headers");

/// How long a reply may be kept, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Errors and health: ask again.
    Never,
    /// The bar that is still forming changes every second.
    Moment,
    /// Closed bars: the same question has the same answer for ever.
    Forever,
}

impl Keep {
    fn header(self) -> &'static str {
        match self {
            Self::Never => "no-store",
            Self::Moment => "max-age=2",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }
}

/// Everything about a reply except its transport.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    keep: Keep,
    allow: Option<&'static str>,
    retry_after_s: Option<u64>,
    body: Value,
}

impl Reply {
    /// A success.
    pub fn ok(body: Value, keep: Keep) -> Self {
        Self {
            status: 200,
            keep,
            allow: None,
            retry_after_s: None,
            body,
        }
    }

    /// A failure; `code` is for programs and stays, `message` is for people and may be reworded.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = json!({ "error": { "code": code, "message": message } });
        Self {
            status,
            keep: Keep::Never,
            allow: None,
            retry_after_s: None,
            body,
        }
    }

    /// Adds a fact to an error.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Some(error) = self.body.get_mut("error").and_then(Value::as_object_mut) {
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
        headers.set("content-type", "application/json")?;
        headers.set("cache-control", self.keep.header())?;
        if let Some(methods) = self.allow {
            headers.set("allow", methods)?;
        }
        if let Some(seconds) = self.retry_after_s {
            headers.set("retry-after", &seconds.to_string())?;
        }
        let response = Response::builder()
            .with_status(self.status)
            .with_headers(headers);
        Ok(if with_body {
            response.fixed(self.body.to_string().into_bytes())
        } else {
            response.empty()
        })
    }
}

/// An object without its empty fields, so that `null` always means something.
pub fn present(fields: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let present: Map<String, Value> = fields
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect();
    Value::Object(present)
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
        let reply = Reply::error(400, "bad_count", "no")
            .with("field", "count")
            .retry_after(3);
        assert_eq!(
            reply.body,
            json!({ "error": { "code": "bad_count", "message": "no", "field": "count", "retry_after_s": 3 } })
        );
        assert_eq!(
            Reply::ok(json!({}), Keep::Never)
                .with("field", "count")
                .body,
            json!({})
        );
    }
}
