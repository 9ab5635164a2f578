//! The list made again by reading segments: they say themselves whose bars they hold.

use super::types::{Conflict, Write};
use super::{Library, files, segment};
use crate::error::{Damage, Error};
use crate::manifest::{Record, State};
use crate::parquet;
use crate::period::{Period, SegmentName};
use crate::quality::{Grid, TELLING_BARS, calendar_of, coverage, outliers};
use crate::series::{Origin, SegmentEntry, SeriesId};
use crate::vfs::{FileInfo, Vfs};
use domain::{Bars, Calendar, Digest, Ts, Venue};
use std::collections::BTreeMap;

impl<V: Vfs> Library<V> {
    /// Makes the list again from the segments that are whole, as opening does when both slots are lost. Of several segments
    /// of one period the one with the most bars is taken.
    pub async fn rebuild(&mut self, now: Ts) -> Result<Vec<Damage>, Error> {
        let files = files::at("", self.vfs.list().await)?;
        let known = |id: SeriesId| Some(self.state.series.get(&id)?.entry.calendar);
        let (mut state, damaged) = scan(&self.vfs, files, known).await?;
        state.exported = self.state.exported;
        state.written_since = self.state.written_since;
        for (id, record) in &mut state.series {
            record.entry.updated = now;
            if let Some(old) = self.state.series.get(id) {
                record.entry.gap_policy = old.entry.gap_policy;
                record.entry.note.clone_from(&old.entry.note);
                record.entry.duplicates = old.entry.duplicates;
            }
        }
        self.commit(state).await?;
        Ok(damaged)
    }
}

/// The best list that the segments on a disk allow, and those that are damaged. Segments don't say when a market is open: where
/// neither `known` nor the venue does, the times of the bars tell, as they do when a file is brought in.
pub(super) async fn scan(
    vfs: &impl Vfs,
    mut files: Vec<FileInfo>,
    known: impl Fn(SeriesId) -> Option<Calendar>,
) -> Result<(State, Vec<Damage>), Error> {
    let mut found: BTreeMap<SeriesId, BTreeMap<Period, SegmentEntry>> = BTreeMap::new();
    let mut damaged = Vec::new();
    // The order of the disk must not decide anything.
    files.sort();
    for info in files {
        let Some(name) = SegmentName::parse(&info.name) else {
            continue;
        };
        let Some(bytes) = files::read(vfs, &info.name).await? else {
            continue;
        };
        let sha256 = vfs.sha256(&bytes).await;
        match look(&name, &info.name, &bytes, sha256) {
            Err(why) => damaged.push(Damage {
                file: info.name,
                id: Some(name.id),
                why,
            }),
            Ok(entry) => {
                let periods = found.entry(name.id).or_default();
                let better = periods.get(&name.period).is_none_or(|other| {
                    (other.bars, other.span.end) < (entry.bars, entry.span.end)
                });
                if better {
                    periods.insert(name.period, entry);
                }
            }
        }
    }
    let mut state = State::default();
    for (id, periods) in found {
        let mut segments: Vec<SegmentEntry> = periods.into_values().collect();
        let calendar = match known(id).or(of_venue(id)) {
            Some(calendar) => calendar,
            None => told(vfs, id, &segments).await?,
        };
        if calendar != at_first(id) {
            segment::recount(vfs, id, calendar, segments.iter_mut()).await?;
        }
        let how = Write {
            now: segments
                .last()
                .map(|last| last.span.end)
                .unwrap_or_default(),
            source: Origin::Rebuilt,
            duplicates: 0,
            calendar: None,
            conflict: Conflict::Refuse,
        };
        let record = Record::new(id, segments, calendar, &how, None);
        state.series.extend(record.map(|record| (id, record)));
    }
    Ok((state, damaged))
}

/// A segment's entry, by nothing but its bytes; or why they can't be believed.
fn look(
    name: &SegmentName,
    file: &str,
    bytes: &[u8],
    sha256: Digest,
) -> Result<SegmentEntry, String> {
    if !sha256.to_string().starts_with(&name.hash16) {
        return Err("its hash is not the one in its name".to_owned());
    }
    let ours = parquet::read(bytes).map_err(|error| error.to_string())?;
    let (first, last) = (ours.bars.open_time().first(), ours.bars.open_time().last());
    let inside = [first, last].into_iter().all(|open| {
        open.is_some_and(|open| Period::of(name.id.timeframe, Ts(*open)) == name.period)
    });
    let span = ours.bars.span().filter(|_| inside && ours.id == name.id);
    let span = span.ok_or("it holds other bars than its name says")?;
    let calendar = at_first(name.id);
    Ok(SegmentEntry {
        file: file.to_owned(),
        period: name.period,
        span,
        bars: ours.bars.len() as u64,
        bytes: bytes.len() as u64,
        sha256,
        xxh64: segment::checksum(bytes),
        coverage: missing(&ours.bars, calendar, name.period),
        outliers: outliers(&ours.bars).len() as u64,
    })
}

fn missing(bars: &Bars, calendar: Calendar, period: Period) -> crate::Coverage {
    coverage::of_segment(&Grid::new(bars.timeframe(), calendar), bars, period)
}

fn of_venue(id: SeriesId) -> Option<Calendar> {
    (id.venue != Venue::File).then(|| {
        let instrument = id.venue.instrument(id.symbol);
        instrument.map_or(Calendar::AlwaysOpen, |instrument| instrument.calendar)
    })
}

/// The hours that a segment is looked at with, before the others of its series are known.
fn at_first(id: SeriesId) -> Calendar {
    of_venue(id).unwrap_or(Calendar::AlwaysOpen)
}

/// What the times of the oldest bars tell, as many of them as are asked.
async fn told(vfs: &impl Vfs, id: SeriesId, segments: &[SegmentEntry]) -> Result<Calendar, Error> {
    let mut times = Vec::new();
    for entry in segments {
        if times.len() >= TELLING_BARS {
            break;
        }
        let bars = segment::load(vfs, id, entry, false).await?;
        times.extend_from_slice(bars.open_time());
    }
    Ok(calendar_of(&times, id.timeframe))
}
