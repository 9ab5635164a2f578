//! Bars on their way into a block: segment by segment, made longer where that is wanted, and named.

use super::super::columns::{Block, from_block};
use super::super::protocol::{Kind, SeriesKey, Trouble};
use super::disk::Disk;
use super::gauge::{Gauge, Gauged};
use super::hash::browser_sha256_of;
use super::words::{key_of, of_store};
use domain::{Bars, Calendar, Digest, Span};
use js_sys::ArrayBuffer;
use store::{Library, Practice, SeriesEntry};

/// What was read.
pub struct Filled {
    /// Where it lies.
    pub block: ArrayBuffer,
    /// What there is of it.
    pub gauged: Gauged,
    /// Its name.
    pub digest: Digest,
}

/// Reads bars into a block, segment by segment, and names them unless their name is known.
pub async fn read(
    library: &Library<Disk>,
    entry: &SeriesEntry,
    wanted: SeriesKey,
    span: Option<Span>,
    name: Option<Digest>,
) -> Result<Filled, Trouble> {
    let none = || {
        let (key, has) = (wanted, entry.span);
        Trouble::from(Kind::NoBars { key, has })
    };
    let (block, gauged) = if entry.id.timeframe == wanted.timeframe {
        let parts = library.parts(entry.id, span).await;
        let mut parts = parts.map_err(|error| of_store(&error))?;
        let whole = parts.span().ok_or_else(none)?;
        let mut filling = Filling::new(wanted, entry.calendar, whole, parts.rows())?;
        while let Some(bars) = parts.next().await.map_err(|error| of_store(&error))? {
            filling.put(&bars)?;
        }
        filling.done()
    } else {
        let bars = longer(library, entry, wanted, span).await?;
        let whole = bars.span().ok_or_else(none)?;
        let mut filling = Filling::new(wanted, entry.calendar, whole, bars.len())?;
        filling.put(&bars)?;
        filling.done()
    };
    let digest = match name {
        Some(name) => name,
        None => match browser_sha256_of(&block.named()).await {
            Some(digest) => digest,
            None => from_block(wanted.timeframe, &block.buffer())
                .map_err(|said| Trouble::new(Kind::Refused, said))?
                .digest(),
        },
    };
    Ok(Filled {
        block: block.buffer(),
        gauged,
        digest,
    })
}

/// What each segment of a question goes through, with one that lies in memory.
pub fn practise(practice: &Practice, wanted: SeriesKey) -> Option<()> {
    let bars = practice.read().ok()?;
    let mut filling = Filling::new(wanted, Calendar::AlwaysOpen, bars.span()?, bars.len()).ok()?;
    filling.put(&bars).ok()?;
    filling.done();
    Some(())
}

/// Bars made longer, cut to the span.
async fn longer(
    library: &Library<Disk>,
    entry: &SeriesEntry,
    wanted: SeriesKey,
    span: Option<Span>,
) -> Result<Bars, Trouble> {
    let loaded = library.load(entry.id, span).await;
    let bars = loaded.map_err(|error| of_store(&error))?.bars;
    let longer = bars.resample(wanted.timeframe);
    let not_longer = Kind::NotLonger(key_of(entry.id), wanted.timeframe);
    let bars = longer.map_err(|error| Trouble::new(not_longer, error.to_string()))?;
    Ok(match span {
        // The first one may have begun before the span, and would be cut short.
        Some(span) => bars.slice(bars.rows_in(span)),
        None => bars,
    })
}

/// A block on its way.
struct Filling {
    wanted: SeriesKey,
    block: Block,
    gauge: Gauge,
}

impl Filling {
    fn new(
        wanted: SeriesKey,
        calendar: Calendar,
        whole: Span,
        rows: usize,
    ) -> Result<Filling, Trouble> {
        let block = Block::new(wanted.timeframe, rows).ok_or_else(|| too_many(wanted, rows))?;
        Ok(Filling {
            wanted,
            block,
            gauge: Gauge::new(wanted.timeframe, calendar, whole, rows),
        })
    }

    fn put(&mut self, bars: &Bars) -> Result<(), Trouble> {
        self.gauge.add(bars);
        let put = self.block.put(bars);
        put.ok_or_else(|| too_many(self.wanted, bars.len()))
    }

    fn done(self) -> (Block, Gauged) {
        (self.block, self.gauge.done())
    }
}

fn too_many(wanted: SeriesKey, rows: usize) -> Trouble {
    Kind::TooMany(wanted, rows as u64).into()
}
