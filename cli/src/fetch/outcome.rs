//! What became of one series, as a line and as JSON.

use domain::Span;
use std::fmt;
use store::SeriesId;

/// What became of one series.
#[derive(Debug)]
pub struct Outcome {
    /// Which.
    pub id: SeriesId,
    /// Bars that were not there before.
    pub added: u64,
    /// Why it ended early.
    pub error: Option<String>,
    /// From the first open to the last close of what is there now, and how many bars that is.
    pub there: Option<(Span, u64, u64)>,
}

impl Outcome {
    /// The same for programs.
    pub fn json(&self) -> serde_json::Value {
        let (span, bars, missing) = self.there.map_or((None, 0, 0), |(span, bars, missing)| {
            (Some(span), bars, missing)
        });
        serde_json::json!({
            "series": self.id,
            "added": self.added,
            "bars": bars,
            "missing": missing,
            "span": span,
            "error": self.error,
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.id)?;
        match (self.added, self.there) {
            (0, None) => write!(out, "no bars")?,
            (0, Some(_)) => write!(out, "nothing new")?,
            (added, _) => write!(out, "{added} new bars")?,
        }
        if let Some((span, bars, missing)) = self.there {
            write!(out, "; {bars} from {} until {}", span.start, span.end)?;
            if missing > 0 {
                write!(out, ", {missing} missing")?;
            }
        }
        match &self.error {
            Some(error) => write!(out, "; {error}"),
            None => Ok(()),
        }
    }
}
