//! Errors of the library as the page knows them.

use super::super::protocol::{ArchiveFlaw, GapPolicy, Kind, SeriesKey, SeriesRow, Source, Trouble};
use super::super::why::in_words;
use store::{ArchiveError, Error, Origin, SeriesEntry, SeriesId, VfsError};

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
    let key = |id: &SeriesId| key_of(*id);
    match error {
        Error::Unknown(id) => Kind::NoSuchSeries(key(id)).into(),
        Error::Taken(id) => Kind::Exists(key(id)).into(),
        Error::Empty(id) => Kind::Empty(key(id)).into(),
        Error::NoRoom { needed, left, .. } => Kind::NoRoom {
            needed: *needed,
            left: *left,
        }
        .into(),
        Error::Disk { file, cause } => match cause {
            VfsError::QuotaExceeded => Kind::Full.into(),
            VfsError::Locked => Kind::Locked.into(),
            VfsError::Denied | VfsError::Gone | VfsError::Io(_) => {
                Trouble::new(Kind::Storage, format!("{file}: {cause}"))
            }
        },
        Error::NotKept { file, why } => Trouble::new(Kind::NotKept(file.clone()), why),
        Error::TooNew { file, .. } => Kind::TooNew(file.clone()).into(),
        Error::Damaged(damage) => {
            let (key, file) = (damage.id.map(key_of), damage.file.clone());
            Trouble::new(Kind::Damaged { key, file }, &damage.why)
        }
        Error::Overlap {
            id,
            stored,
            incoming,
        } => {
            let (was, is) = (in_words(stored), in_words(incoming));
            let (key, at) = (key(id), stored.open_time);
            let said = format!("kept as {was} and came as {is}");
            Trouble::new(Kind::Overlap { key, at }, said)
        }
        Error::TooManyMadeUp { id, bars, allowed } => Kind::TooManyMadeUp {
            key: key(id),
            bars: *bars,
            allowed: *allowed,
        }
        .into(),
        Error::Timeframe { id, .. } | Error::Bars { id, .. } | Error::Parquet { id, .. } => {
            Trouble::new(Kind::Misfit(key(id)), error.to_string())
        }
        Error::Archive(ArchiveError::TooLarge { .. }) => Kind::TooLargeToExport.into(),
        Error::Archive(_) | Error::OwnHours { .. } => {
            Trouble::new(Kind::Refused, error.to_string())
        }
        Error::Stream(why) => Trouble::new(Kind::FileGone, why),
    }
}

/// An error of bringing in the library of a file of this name.
pub fn of_import(file: &str, error: &Error) -> Trouble {
    let archive = |flaw| Kind::Archive(file.to_owned(), flaw);
    match error {
        Error::Archive(ArchiveError::NoLibrary { why }) => {
            Trouble::new(archive(ArchiveFlaw::NoLibrary), *why)
        }
        Error::Archive(ArchiveError::CutShort) => archive(ArchiveFlaw::CutShort).into(),
        Error::Archive(ArchiveError::Damaged { part, why }) => {
            Trouble::new(archive(ArchiveFlaw::Damaged(part.clone())), why)
        }
        Error::Archive(ArchiveError::Missing { part }) => {
            archive(ArchiveFlaw::Missing(part.clone())).into()
        }
        Error::TooNew { file: part, .. } => Trouble::new(Kind::TooNew(file.to_owned()), part),
        Error::Stream(_) => Trouble::new(Kind::FileGone, file),
        // Of the library that is here, or of both.
        other => {
            let mut trouble = of_store(other);
            let said = std::mem::take(&mut trouble.said);
            let parts = [said, format!("bringing in {file}")];
            let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Trouble::new(trouble.kind, said.join("; "))
        }
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
            Origin::Download => Source::Exchange,
            Origin::File(name) => Source::File(name.clone()),
            Origin::Resampled(from) => Source::Made(*from),
            Origin::Library => Source::Library,
            Origin::Rebuilt => Source::Rebuilt,
        },
        hash: entry.hash,
        calendar: entry.calendar,
        gaps: u32::try_from(entry.coverage.gaps).unwrap_or(u32::MAX),
        missing: entry.coverage.missing,
        duplicates: entry.duplicates,
        outliers: entry.outliers,
        policy: policy_from(entry.gap_policy),
        coverage: entry.coverage.strip.clone(),
    }
}
