//! Damaged files: found, named with the bars they held, and what can bring these back.

use super::super::protocol::{Again, Damaged, Kind, Offered, SeriesKey, Trouble};
use super::disk::Disk;
use super::net;
use super::words::{id_of, key_of, of_store};
use domain::{Bars, Span, Timeframe, Ts, Venue};
use std::collections::{BTreeMap, BTreeSet};
use store::{Appended, Damage, Error, Incoming, Library, Origin, SegmentEntry, Write};
use venues::Serving;

/// Reads every file and names each that is not what was written.
pub async fn damaged(library: &Library<Disk>) -> Result<Vec<Damaged>, Trouble> {
    let found = library.verify(None).await;
    let found = found.map_err(|error| of_store(&error))?;
    Ok(found.iter().map(|damage| named(library, damage)).collect())
}

/// Lets the damaged files of these go, series by series; what is whole stays.
pub async fn let_go(
    library: &mut Library<Disk>,
    damaged: &[Damaged],
    now: Ts,
) -> Result<(), Trouble> {
    let keys: BTreeSet<SeriesKey> = damaged.iter().filter_map(|one| Some(one.bars?.0)).collect();
    for key in keys {
        let nothing = Bars::new(key.timeframe);
        mend(library, key, &nothing, now).await?;
    }
    Ok(())
}

/// Puts bars in the place of all that is damaged of a series.
async fn mend(
    library: &mut Library<Disk>,
    key: SeriesKey,
    bars: &Bars,
    now: Ts,
) -> Result<(), Trouble> {
    let Some(entry) = library.entry(id_of(key)) else {
        return Ok(());
    };
    let how = Write {
        source: entry.source.clone(),
        ..Write::download(now)
    };
    let span = entry.span;
    let mended = library.mend(id_of(key), span, bars, how).await;
    mended.map(drop).map_err(|error| of_store(&error))
}

/// Adds bars to a series. Where they meet damage and hold all that is damaged of it, each damaged file gives way to them.
pub async fn keep(
    library: &mut Library<Disk>,
    key: SeriesKey,
    bars: &impl Incoming,
    how: Write,
) -> Result<Appended, Error> {
    let id = id_of(key);
    let hit = match library.append(id, bars, how.clone()).await {
        Err(Error::Damaged(hit)) => hit,
        kept => return kept,
    };
    let damaged = library.verify(Some(id)).await?;
    let is_damaged = |entry: &&SegmentEntry| damaged.iter().any(|one| one.file == entry.file);
    let times = bars.open_time();
    let holds = |entry: &SegmentEntry| {
        let (first, last) = (times.first().copied(), times.last().copied());
        let covers = first.is_some_and(|first| first <= entry.span.start.0)
            && last.is_some_and(|last| key.timeframe.close_of(Ts(last)) >= entry.span.end);
        let from = times.partition_point(|time| *time < entry.span.start.0);
        let to = times.partition_point(|time| *time < entry.span.end.0);
        covers && to.saturating_sub(from) as u64 >= entry.bars
    };
    let whole = library.entry(id).map(|entry| entry.span);
    let all = library.segments(id).iter().filter(is_damaged).all(holds);
    match whole.filter(|_| all && !damaged.is_empty()) {
        Some(span) => Ok(library.mend(id, span, bars, how).await?.1),
        None => Err(Error::Damaged(hit)),
    }
}

/// The stretches to ask exchanges for again; refused before anything is wanted when nobody could be asked.
pub async fn holes(damaged: &[Damaged]) -> Result<BTreeMap<SeriesKey, Vec<Span>>, Trouble> {
    let mut holes: BTreeMap<SeriesKey, Vec<Span>> = BTreeMap::new();
    for one in damaged {
        if let (Again::Exchange, Some((key, span))) = (&one.again, one.bars) {
            holes.entry(key).or_default().push(span);
        }
    }
    if !holes.is_empty() && !net::edge_is_served().await {
        return Err(Kind::NoEdge.into());
    }
    Ok(holes)
}

/// The bar lengths an exchange can be asked for.
pub fn offers(venue: Venue) -> Vec<Offered> {
    let Some(exchange) = venues::find(venue) else {
        return Vec::new();
    };
    let offered = |timeframe: Timeframe| {
        let made_of = match exchange.serves(timeframe)? {
            Serving::AsIs => None,
            Serving::MadeOf(shorter) => Some(shorter),
        };
        Some(Offered { timeframe, made_of })
    };
    Timeframe::ALL.into_iter().filter_map(offered).collect()
}

fn named(library: &Library<Disk>, damage: &Damage) -> Damaged {
    let bars = damage.id.and_then(|id| {
        let segments = library.segments(id);
        let segment = segments.iter().find(|one| one.file == damage.file)?;
        Some((key_of(id), segment.span, segment.bars))
    });
    let source = damage.id.and_then(|id| library.entry(id));
    let again = match (bars, source.map(|entry| &entry.source)) {
        (None, _) | (_, None) => Again::Nothing,
        (_, Some(Origin::File(name))) => Again::File(name.clone()),
        (_, Some(Origin::Resampled(from))) => Again::Shorter(*from),
        (Some((key, ..)), Some(Origin::Download | Origin::Library | Origin::Rebuilt)) => {
            let served = offers(key.venue)
                .iter()
                .any(|offered| offered.timeframe == key.timeframe);
            if served {
                Again::Exchange
            } else {
                Again::File(String::new())
            }
        }
    };
    Damaged {
        file: damage.file.clone(),
        why: damage.why.clone(),
        bars: bars.map(|(key, span, _)| (key, span)),
        count: bars.map_or(0, |(.., count)| count),
        again,
    }
}
