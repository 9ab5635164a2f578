//! Why a download ended, or an exchange gave no answer, as the page knows it.

use super::protocol::{Kind, SeriesKey, Trouble};
use domain::{Bar, Venue};
use venues::{AskError, BackfillError, Fault};

/// Why the download of a series ended.
pub fn of_download(key: SeriesKey, error: &BackfillError) -> Trouble {
    match error {
        BackfillError::Overlap { stored, came, .. } => {
            let (at, was, is) = (stored.open_time, in_words(stored), in_words(came));
            let said = format!("kept as {was} and came as {is}");
            Trouble::new(Kind::Overlap { key, at }, said)
        }
        BackfillError::OverlapGone { stored, .. } => {
            let at = stored.open_time;
            Kind::OverlapGone { key, at }.into()
        }
        BackfillError::Refused { fault, .. } | BackfillError::GaveUp { fault, .. } => {
            of_fault(key.venue, Some(key), fault)
        }
        BackfillError::Ask(error) => of_question(key.venue, Some(key), error),
        BackfillError::Bars { error, .. } => Trouble::new(Kind::Exchange, error.to_string()),
    }
}

/// Why an exchange gave no answer; to a question about a series, when it was one.
pub fn of_fault(venue: Venue, key: Option<SeriesKey>, fault: &Fault) -> Trouble {
    match fault {
        Fault::RateLimited { retry_after_s } => Kind::Limited(venue, *retry_after_s).into(),
        Fault::Banned { for_s } => Kind::Banned(venue, *for_s).into(),
        Fault::UnknownMarket { said } => {
            let kind = key.map_or(Kind::Status(venue, 404), Kind::UnknownMarket);
            Trouble::new(kind, said)
        }
        Fault::BadRequest { status, said } | Fault::Server { status, said } => {
            Trouble::new(Kind::Status(venue, *status), said)
        }
        Fault::KeyRefused { said } => Trouble::new(Kind::NeedsKey(venue), said),
        Fault::Region { said } => Trouble::new(Kind::Region(venue), said),
        Fault::NotTheExchange(error) => Trouble::new(Kind::Exchange, error.to_string()),
        Fault::Unaskable(error) => of_question(venue, key, error),
        Fault::Lost { why } => Trouble::new(Kind::Lost(venue), why),
    }
}

fn of_question(venue: Venue, key: Option<SeriesKey>, error: &AskError) -> Trouble {
    let kind = match (error, key) {
        (AskError::KeyNeeded { .. }, _) => Kind::NeedsKey(venue),
        (AskError::Symbol { .. } | AskError::Timeframe { .. }, Some(key)) => Kind::NotServed(key),
        _ => Kind::Refused,
    };
    Trouble::new(kind, error.to_string())
}

/// The values of a bar.
pub fn in_words(bar: &Bar) -> String {
    let Bar {
        open,
        high,
        low,
        close,
        volume,
        ..
    } = bar;
    format!("open {open}, high {high}, low {low}, close {close}, volume {volume}")
}
