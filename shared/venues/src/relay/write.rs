//! Writes the lines, at the edge.

use domain::{Bar, Ts};
use serde_json::json;

use super::RelayAsk;
use crate::Fault;

/// Writes an answer line by line; every method gives whole lines to send on.
#[derive(Debug)]
pub struct Writer {
    bars: u64,
}

impl Writer {
    /// Begins an answer: the writer and its head line.
    pub fn begin(ask: &RelayAsk) -> (Writer, String) {
        let head = json!({
            "venue": ask.venue.id(),
            "symbol": ask.symbol.as_str(),
            "timeframe": ask.timeframe.as_str(),
            "from": ask.span.start.0,
            "to": ask.span.end.0,
        });
        (Writer { bars: 0 }, format!("{head}\n"))
    }

    /// The lines of closed bars, oldest first; bars go on where the last ones ended.
    pub fn bars(&mut self, bars: impl IntoIterator<Item = Bar>) -> String {
        let mut lines = String::new();
        for bar in bars {
            self.bars += 1;
            let row = json!([
                bar.open_time.0,
                bar.open,
                bar.high,
                bar.low,
                bar.close,
                bar.volume
            ]);
            lines.push_str(&row.to_string());
            lines.push('\n');
        }
        lines
    }

    /// The last line. `next`: the edge stopped here before the end of the span.
    pub fn end(self, next: Option<Ts>) -> String {
        let end = json!({ "end": true, "bars": self.bars, "next": next.map(|at| at.0) });
        format!("{end}\n")
    }

    /// The last line of an answer that ends early.
    pub fn fail(self, fault: &Fault) -> String {
        format!("{}\n", error_body(fault))
    }
}

/// `{"error":{"code":…,"message":…,"status":…,"retry_after_s":…}}`: the last line of a stream, or the body of a reply that is no stream.
pub fn error_body(fault: &Fault) -> String {
    let mut error = json!({ "code": fault.code(), "message": said(fault) });
    if let Some(fields) = error.as_object_mut() {
        let (wait, status) = match fault {
            Fault::RateLimited { retry_after_s } => (*retry_after_s, None),
            Fault::Banned { for_s } => (*for_s, None),
            Fault::BadRequest { status, .. } | Fault::Server { status, .. } => {
                (None, Some(*status))
            }
            _ => (None, None),
        };
        if let Some(seconds) = wait {
            fields.insert("retry_after_s".to_owned(), json!(seconds));
        }
        if let Some(status) = status {
            fields.insert("status".to_owned(), json!(status));
        }
    }
    json!({ "error": error }).to_string()
}

/// The exchange's own words where it had some, so that they aren't wrapped twice at the other end.
fn said(fault: &Fault) -> String {
    match fault {
        Fault::UnknownMarket { said }
        | Fault::BadRequest { said, .. }
        | Fault::KeyRefused { said }
        | Fault::Region { said }
        | Fault::Server { said, .. } => said.clone(),
        Fault::Lost { why } => why.clone(),
        other => other.to_string(),
    }
}
