//! One segment: bars to a verified file and back.

use super::files;
use crate::error::{Damage, Error};
use crate::parquet::{self, ParquetError};
use crate::period::{Period, SegmentName};
use crate::quality::{Grid, coverage, outliers};
use crate::series::{SegmentEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Bars, Calendar};
use twox_hash::XxHash64;

/// A segment that is not on the disk yet.
#[derive(Debug)]
pub(super) struct Made {
    pub entry: SegmentEntry,
    pub bytes: Vec<u8>,
}

/// The file of some bars of one period; `None` when there is no bar.
pub(super) async fn make(
    vfs: &impl Vfs,
    id: SeriesId,
    period: Period,
    bars: &Bars,
    calendar: Calendar,
) -> Result<Option<Made>, Error> {
    let Some(span) = bars.span() else {
        return Ok(None);
    };
    let bytes = parquet::write(id, bars).map_err(|cause| Error::Parquet { id, cause })?;
    let sha256 = vfs.sha256(&bytes).await;
    let grid = Grid::new(id.timeframe, calendar);
    let entry = SegmentEntry {
        file: SegmentName::new(id, period, sha256).to_string(),
        period,
        span,
        bars: bars.len() as u64,
        bytes: bytes.len() as u64,
        sha256,
        xxh64: checksum(&bytes),
        coverage: coverage::of_segment(&grid, bars, period),
        outliers: outliers(bars).len() as u64,
    };
    Ok(Some(Made { entry, bytes }))
}

/// The bars of a segment, every byte checked first.
pub(super) async fn load(
    vfs: &impl Vfs,
    id: SeriesId,
    entry: &SegmentEntry,
    thorough: bool,
) -> Result<Bars, Error> {
    let damaged = |why: String| damaged(id, entry, why);
    let Some(bytes) = files::read_of(vfs, &entry.file, entry.bytes).await? else {
        return Err(damaged("it is gone".to_owned()));
    };
    if bytes.len() as u64 != entry.bytes {
        let got = files::at(&entry.file, vfs.size(&entry.file).await)?;
        let wanted = entry.bytes;
        return Err(damaged(format!("it has {got} of {wanted} bytes")));
    }
    check(id, entry, &bytes)?;
    if thorough && vfs.sha256(&bytes).await != entry.sha256 {
        return Err(damaged("its hash is wrong".to_owned()));
    }
    bars_of(id, entry, &bytes)
}

/// Counts what is missing in segments anew, by another calendar.
pub(super) async fn recount(
    vfs: &impl Vfs,
    id: SeriesId,
    calendar: Calendar,
    segments: impl Iterator<Item = &mut SegmentEntry>,
) -> Result<(), Error> {
    let grid = Grid::new(id.timeframe, calendar);
    for entry in segments {
        let bars = load(vfs, id, entry, false).await?;
        entry.coverage = coverage::of_segment(&grid, &bars, entry.period);
    }
    Ok(())
}

/// Have the bytes the checksum that the list says?
pub(super) fn check(id: SeriesId, entry: &SegmentEntry, bytes: &[u8]) -> Result<(), Error> {
    match checksum(bytes) == entry.xxh64 {
        true => Ok(()),
        false => Err(damaged(id, entry, "its checksum is wrong".to_owned())),
    }
}

fn damaged(id: SeriesId, entry: &SegmentEntry, why: String) -> Error {
    Error::Damaged(Damage {
        file: entry.file.clone(),
        id: Some(id),
        why,
    })
}

/// The bars of a file whose bytes are right, if they are those that the list says.
pub(super) fn bars_of(id: SeriesId, entry: &SegmentEntry, bytes: &[u8]) -> Result<Bars, Error> {
    let damaged = |why: String| damaged(id, entry, why);
    let ours = parquet::read(bytes).map_err(|cause| match cause {
        ParquetError::TooNew { schema, known } => Error::TooNew {
            file: entry.file.clone(),
            schema,
            known,
        },
        cause => damaged(cause.to_string()),
    })?;
    if ours.id != id {
        return Err(damaged(format!("it holds {}", ours.id)));
    }
    if ours.bars.len() as u64 != entry.bars || ours.bars.span() != Some(entry.span) {
        return Err(damaged("it holds other bars than the list says".to_owned()));
    }
    Ok(ours.bars)
}

/// The checksum that every load looks at. A function of its own: a browser optimises a function that is called often, and nothing of
/// one that is still running.
#[inline(never)]
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    XxHash64::oneshot(0, bytes)
}
