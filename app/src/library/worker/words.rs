//! Errors of the library as the page knows them.

use super::super::protocol::{GapPolicy, Kind, SeriesKey, SeriesRow, Trouble};
use store::{Error, Origin, SeriesEntry, SeriesId, VfsError};
use venues::{BackfillError, Fault};

/// The series of a key.
pub fn id_of(key: SeriesKey) -> SeriesId {
    SeriesId::new(key.venue, key.symbol, key.timeframe)
}

/// The key of a series.
pub fn key_of(id: SeriesId) -> SeriesKey {
    SeriesKey {
        venue: id.venue,
        symbol: id.symbol,
        timeframe: id.timeframe,
    }
}

/// An error of the library.
pub fn of_store(error: &Error) -> Trouble {
    let kind = match error {
        Error::Unknown(_) => Kind::NoSuchSeries,
        Error::Taken(_) => Kind::Exists,
        Error::NoRoom { .. } => Kind::Full,
        Error::Disk { cause, .. } if *cause == VfsError::QuotaExceeded => Kind::Full,
        Error::Disk { .. } | Error::NotKept { .. } => Kind::Storage,
        Error::Damaged(_) => Kind::Damaged,
        Error::Overlap { .. } => Kind::Overlap,
        Error::Archive { .. } | Error::Stream(_) => Kind::File,
        _ => Kind::Refused,
    };
    Trouble::new(kind, error.to_string())
}

/// Why a download ended.
pub fn of_download(error: &BackfillError) -> Trouble {
    let kind = match error {
        BackfillError::Overlap { .. } | BackfillError::OverlapGone { .. } => Kind::Overlap,
        BackfillError::Refused { fault, .. } | BackfillError::GaveUp { fault, .. } => {
            kind_of(fault)
        }
        BackfillError::Ask(_) => Kind::Refused,
        BackfillError::Bars { .. } => Kind::Exchange,
    };
    Trouble::new(kind, error.to_string())
}

fn kind_of(fault: &Fault) -> Kind {
    match fault {
        Fault::RateLimited { .. } | Fault::Banned { .. } => Kind::Limited,
        Fault::KeyRefused { .. } => Kind::NeedsKey,
        _ => Kind::Exchange,
    }
}

/// The policy in the library's words.
pub fn policy_to(policy: GapPolicy) -> store::GapPolicy {
    match policy {
        GapPolicy::Leave => store::GapPolicy::Leave,
        GapPolicy::Mark => store::GapPolicy::Mark,
        GapPolicy::FillForward => store::GapPolicy::FillForward,
    }
}

fn policy_from(policy: store::GapPolicy) -> GapPolicy {
    match policy {
        store::GapPolicy::Leave => GapPolicy::Leave,
        store::GapPolicy::Mark => GapPolicy::Mark,
        store::GapPolicy::FillForward => GapPolicy::FillForward,
    }
}

/// A line of the list.
pub fn row_of(entry: &SeriesEntry) -> SeriesRow {
    SeriesRow {
        key: key_of(entry.id),
        bars: entry.bars,
        bytes: entry.bytes,
        span: Some(entry.span),
        updated: entry.updated,
        source: match &entry.source {
            Origin::Download => entry.id.venue.id().to_owned(),
            Origin::File(name) => name.clone(),
            Origin::Resampled(from) => format!("resampled from {from}"),
            Origin::Library => "exported library".to_owned(),
            Origin::Rebuilt => "rebuilt from its files".to_owned(),
        },
        hash: entry.hash,
        gaps: u32::try_from(entry.coverage.gaps).unwrap_or(u32::MAX),
        missing: entry.coverage.missing,
        duplicates: entry.duplicates,
        outliers: entry.outliers,
        policy: policy_from(entry.gap_policy),
        coverage: entry.coverage.strip.clone(),
    }
}
